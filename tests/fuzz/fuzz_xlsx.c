/* Any bytes as a workbook: as the zip itself or, where they begin with "XML", as the parts of one, each
 * ended by a line of a full stop: sheet, texts, formats, workbook. No crash, and no text with a NUL or
 * that is not UTF-8. */
#include "bytes.h"
#include "record/stream.h"
#include "source/archive.h"
#include "source/rows.h"

#include <stdlib.h>
#include <zip.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct file {
    const char *data;
    size_t length;
};

static ssize_t file_at(void *state, char *data, size_t length, uint64_t offset, struct err *err)
{
    const struct file *file = state;
    size_t left = offset < file->length ? file->length - (size_t)offset : 0;

    (void)err;
    length = length < left ? length : left;
    if (length)
        memcpy(data, file->data + offset, length);
    return (ssize_t)length;
}

static void read_rows(const struct file *file, const struct source *source)
{
    static const char *const paths[] = {"A", "B", "C"}, *const titles[] = {"T"};
    enum { PATHS = sizeof paths / sizeof *paths };
    struct memory memory = {(const uint8_t *)"", 0, 1, 0};
    struct archive_input input = {
        .read_at = file_at, .state = (void *)file, .size = file->length, .name = "fuzz"};
    struct rows_request request = {.source = source,
        .bytes = open_memory(&memory),
        .input = &input,
        .paths = paths,
        .path_count = PATHS,
        .titles = titles,
        .title_count = 1};
    struct err err = ERR_INIT;
    struct rows rows;

    if (rows_open(&rows, &request, &err) == 0) {
        while (rows_next(&rows, &err) > 0)
            for (size_t i = 0; i < PATHS; i++) {
                const struct text *text =
                    rows.positions[i] < 0 ? NULL : &rows.texts[rows.positions[i]];

                if (text && text->data && !utf8_valid(text->data, text->length))
                    abort();
            }
        rows_close(&rows);
    }
    bytes_close(request.bytes);
}

static void add(zip_t *zip, const char *path, const char *data, size_t length)
{
    zip_source_t *part = zip_source_buffer(zip, data, length, 0);
    zip_int64_t at = zip_file_add(zip, path, part, 0);

    if (at >= 0)
        zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
}

/* Adds the parts that the input gives. What it does not give has no place in the workbook. */
static void add_parts(zip_t *zip, const char *data, const char *end)
{
    static const char *const paths[] = {"sheet", "strings", "styles", "xl/workbook.xml"};
    static const char relations[] = "<r><Relationship Id='a' Type='/worksheet' Target='/sheet'/>"
                                    "<Relationship Type='/sharedStrings' Target='/strings'/>"
                                    "<Relationship Type='/styles' Target='/styles'/></r>";
    static const char main[] =
        "<r><Relationship Type='/officeDocument' Target='xl/workbook.xml'/></r>";

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const char *stop = memmem(data, (size_t)(end - data), "\n.\n", 3);

        add(zip, paths[i], data, (size_t)((stop ? stop : end) - data));
        data = stop ? stop + 3 : end;
    }
    add(zip, "_rels/.rels", main, sizeof main - 1);
    add(zip, "xl/_rels/workbook.xml.rels", relations, sizeof relations - 1);
}

static void read_parts(const char *data, size_t size, const struct source *source)
{
    zip_source_t *buffer = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = zip_open_from_source(buffer, ZIP_TRUNCATE, NULL);
    zip_stat_t status;
    struct file file;
    char *copy;

    zip_source_keep(buffer);
    add_parts(zip, data, data + size);
    if (zip_close(zip) != 0 || zip_source_stat(buffer, &status) != 0 ||
        zip_source_open(buffer) != 0)
        abort();
    copy = malloc((size_t)status.size);
    if (!copy || zip_source_read(buffer, copy, status.size) != (zip_int64_t)status.size)
        abort();
    zip_source_close(buffer);
    zip_source_free(buffer);
    file = (struct file){copy, (size_t)status.size};
    read_rows(&file, source);
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *header[] = {"A", "B"}, *totals[] = {"Total"};
    struct source source = {.path = "fuzz", .format = FORMAT_XLSX, .dialect = {.header_row = 1}};
    struct file file = {(const char *)data, size};

    if (size % 2)
        source.layout = (struct layout){2, 1, header, totals};
    if (size > 4 && memcmp(data, "XML", 3) == 0)
        read_parts((const char *)data + 4, size - 4, &source);
    else
        read_rows(&file, &source);
    return 0;
}
