#include "base/memory.h"
#include "source/csv_reader.h"
#include "source/rows.h"

#include <stdlib.h>
#include <string.h>

static char *trimmed(struct text text)
{
    while (text.length && (unsigned char)text.data[0] <= ' ') {
        text.data++;
        text.length--;
    }
    while (text.length && (unsigned char)text.data[text.length - 1] <= ' ')
        text.length--;
    return mem_text_n(text.data, text.length);
}

static int too_short(const char *name, uint64_t header_row, bool empty, struct err *err)
{
    if (empty)
        return err_set(err, EX_DATAERR, "'%s' is empty", name);
    err_set(err, EX_DATAERR, "'%s' ends before its header", name);
    return err_detail(
        err, "the source's dialect has it in row %llu", (unsigned long long)header_row);
}

/* Skips the title rows and reads the header. */
static int read_header(
    struct csv_reader *csv, struct rows *rows, uint64_t header_row, struct err *err)
{
    const char *name = bytes_name(csv->window.decoder.bytes);
    int got;

    while ((got = csv_reader_next(csv, err)) > 0 && csv->row < header_row)
        ;
    if (got < 0)
        return err->code;
    if (got == 0)
        return too_short(name, header_row, csv->row == 0, err);
    if (csv->count > CSV_COLUMNS_MAXIMUM)
        return err_set(err, EX_DATAERR, "'%s' has more than %d columns", name, CSV_COLUMNS_MAXIMUM);
    rows->columns = mem_array(csv->count, sizeof *rows->columns);
    for (; rows->column_count < csv->count; rows->column_count++)
        rows->columns[rows->column_count] = trimmed(csv->cells[rows->column_count]);
    return 0;
}

static int find_column(const struct source *source, const struct rows *rows, const char *path,
    const char *file, int *position, struct err *err)
{
    *position = PATH_ABSENT;
    for (size_t i = 0; i < rows->column_count; i++) {
        if (!source_same_column(source, rows->columns[i], path))
            continue;
        if (*position != PATH_ABSENT)
            return err_set(err, EX_DATAERR, "'%s' has two columns '%.100s'", file, path);
        *position = (int)i;
    }
    return 0;
}

static int csv_rows_next(struct rows *rows, struct err *err)
{
    struct csv_reader *csv = rows->state;
    int got;

    do
        got = csv_reader_next(csv, err);
    while (got > 0 && !csv->cells[0].length && csv_reader_blank(csv));
    if (got <= 0)
        return got;
    rows->number = csv->row;
    rows->plain = csv->plain;
    rows->found = csv->count;
    rows->defect = csv->count == rows->column_count ? NULL : "ragged-row";
    return 1;
}

static void csv_rows_close(struct rows *rows)
{
    csv_reader_close(rows->state);
    free(rows->state);
}

int csv_rows_open(struct rows *rows, const struct rows_request *request, struct err *err)
{
    static const struct rows_kind kind = {csv_rows_next, csv_rows_close};
    const struct source *source = request->source;
    struct csv_reader *csv = mem_alloc(sizeof *csv);

    rows->kind = &kind;
    rows->state = csv;
    csv_reader_open(csv, request->bytes, source->encoding, &source->dialect);
    rows->texts = csv->cells;
    if (read_header(csv, rows, source->dialect.header_row, err))
        return err->code;
    for (size_t i = 0; i < request->path_count; i++)
        if (find_column(source, rows, request->paths[i], bytes_name(request->bytes),
                &rows->positions[i], err))
            return err->code;
    return 0;
}
