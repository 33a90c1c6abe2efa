/* A path in the first line, and any bytes as JSON (its records there or at the top), as pages of JSON and
 * as NDJSON: no crash, and no text with a NUL or that is not UTF-8. */
#include "bytes.h"
#include "record/stream.h"
#include "source/rows.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PATHS = 5, PATH_SIZE = 300 };

static void read_all(const uint8_t *data, size_t size, enum source_format format, enum paging_by by,
    const char *path, const char *record)
{
    const char *const paths[PATHS] = {"a", "b.c", "b.0.c", "n", path};
    struct source source = {.path = "fuzz", .format = format, .http = {.paging = {.by = by}}};
    struct memory memory = {data, size, 7, 0};
    struct bytes *bytes = open_memory(&memory);
    struct rows_request request = {
        .source = &source, .bytes = bytes, .record = record, .paths = paths, .path_count = PATHS};
    struct err err = ERR_INIT;
    struct rows rows;

    if (rows_open(&rows, &request, &err) == 0) {
        while (rows_next(&rows, &err) > 0)
            for (size_t i = 0; !rows.defect && i < PATHS; i++)
                if (rows.texts[i].data && !utf8_valid(rows.texts[i].data, rows.texts[i].length))
                    abort();
        rows_close(&rows);
    }
    bytes_close(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[PATH_SIZE];
    size_t taken = take_line(data, size, path, sizeof path);

    data += taken;
    size -= taken;
    read_all(data, size, FORMAT_NDJSON, PAGING_NONE, path, NULL);
    read_all(data, size, FORMAT_JSON, PAGING_NONE, path, NULL);
    read_all(data, size, FORMAT_JSON, PAGING_NONE, "a", path);
    read_all(data, size, FORMAT_JSON, PAGING_LINK, "a", path);
    return 0;
}
