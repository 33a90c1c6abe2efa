#include "base/memory.h"
#include "source/csv_reader.h"
#include "source/sheet.h"

#include <stdlib.h>

/* Reads the titles and the header. */
static int read_top(
    struct csv_reader *csv, struct rows *rows, const struct rows_request *request, struct err *err)
{
    int got;

    while ((got = csv_reader_next(csv, err)) > 0) {
        struct sheet_row row = {csv->row, csv->cells, csv->count, NULL};
        int found = sheet_top(rows, request, &row, err);

        if (found)
            return found < 0 ? err->code : 0;
    }
    return got < 0 ? err->code : sheet_has_no_header(request, csv->row == 0, err);
}

static int csv_rows_next(struct rows *rows, struct err *err)
{
    struct csv_reader *csv = rows->state;
    int got;

    do
        got = csv_reader_next(csv, err);
    while (got > 0 && ((!csv->cells[0].length && csv_reader_blank(csv)) ||
                          sheet_skips(rows, csv->cells, csv->count)));
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
    return read_top(csv, rows, request, err);
}
