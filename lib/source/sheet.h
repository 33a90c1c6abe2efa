/* sheet.h - what the rows of a sheet say that are no records, in a CSV as in a workbook: the titles
 * above the header, the header, the header once more, totals (source.h, `dialect`). What is found goes
 * to `struct rows`: columns and positions, titles, and how many rows were skipped. */
#ifndef ONTRACK_SOURCE_SHEET_H
#define ONTRACK_SOURCE_SHEET_H

#include "source/rows.h"

enum { SHEET_TITLE_ROWS = 100, SHEET_COLUMNS_MAXIMUM = 4096 };

/* One row's cells. A blank row, or one that the file leaves out, need not be shown. */
struct sheet_row {
    uint64_t number; /* as the sheet counts, from 1 */
    const struct text *cells;
    size_t count;
    const char *const *broken; /* of each cell, the rule that it broke, or NULL; NULL: none did */
};

/* The row from the top that follows: 1 where it is the header, whose columns are then known; 0 where
 * one below it is to be shown; -1 with `err`, EX_DATAERR: no header where it should be, a column that
 * is asked for stands in it twice, too many columns, a title twice. */
int sheet_top(struct rows *rows, const struct rows_request *request, const struct sheet_row *row,
    struct err *err);
/* Says in `err` that the file ended before its header. EX_DATAERR. */
int sheet_has_no_header(const struct rows_request *request, bool empty, struct err *err);

/* Whether a row below the header is the header again or a total, which is counted. */
bool sheet_skips_slowly(struct rows *rows, const struct text *cells, size_t count);
static inline bool sheet_skips(struct rows *rows, const struct text *cells, size_t count)
{
    const struct sheet *sheet = &rows->sheet;
    const struct text *cell = cells + sheet->key;

    /* All but a few rows differ from the header in the first byte of one cell. */
    if (!sheet->layout->total_count &&
        (count != rows->column_count || !cell->length ||
            ((unsigned char)*cell->data > ' ' && *cell->data != sheet->initial)))
        return false;
    return sheet_skips_slowly(rows, cells, count);
}

/* Frees the titles. */
void sheet_release(struct rows *rows);

#endif
