/* gather.h - the rows of a table gathered in memory and put in order, for methods that need all of
 * them before they can say anything. What is computed from rows that were sorted depends on which
 * rows there are, not on how they came. */
#ifndef ONTRACK_METHOD_GATHER_H
#define ONTRACK_METHOD_GATHER_H

#include "method/table.h"

enum { ROW_TEXTS = 3, ROW_NUMBERS = 6, ROWS_MAXIMUM = 10 * 1000 * 1000 };

struct row {
    char *text[ROW_TEXTS];      /* the text columns, in the order asked for; NULL for NULL */
    double number[ROW_NUMBERS]; /* the number columns, likewise; NAN for NULL */
    uint64_t at;                /* the row's number in the table, for messages */
};

struct gathered {
    struct row *items;
    size_t count, capacity;
    bool present[TABLE_COLUMNS]; /* the table has the column */
};

/* Reads the whole table. `check`, unless NULL, looks at each row and returns 0, or an exit code with
 * an error that names row and column. 0 or an exit code, and to be released in either case. */
int gathered_read(struct gathered *rows, const struct input *input,
    const struct table_column *columns, size_t count,
    int (*check)(const struct row *row, struct err *err), struct err *err);
/* By the texts in byte order, NULL first, then by the numbers, NAN first. */
void gathered_sort(struct gathered *rows);
/* Of sorted rows no two may have the same first `texts` texts: EX_DATAERR says that `what` stands
 * in both. */
int gathered_unique(const struct gathered *rows, size_t texts, const char *what, struct err *err);
/* One past the last of the sorted rows that share the first `texts` texts of row `from`. */
size_t gathered_group(const struct gathered *rows, size_t from, size_t texts);
void gathered_release(struct gathered *rows);

/* An error about a row: "row 7: WHAT". */
int row_error(const struct row *row, const char *what, struct err *err);

#endif
