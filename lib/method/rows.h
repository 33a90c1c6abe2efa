/* rows.h - the rows of a table one after the other, each handed to a function, and the words for what
 * is wrong with one: "row 3: 'rate' is not a number", and in which file. Never a value. */
#ifndef ONTRACK_METHOD_ROWS_H
#define ONTRACK_METHOD_ROWS_H

#include "base/err.h"
#include "method/table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PERIODS_MAXIMUM = 1000 }; /* years after the first */

/* 0, or the exit code of the first row that could not be read or that `each` refused. */
int rows_read(const struct input *input, const struct table_column *columns, size_t count,
    int (*each)(const struct table_reader *reader, void *state, struct err *err), void *state,
    struct err *err);

/* An error about the row that was read last: "row 3: 'COLUMN' WHAT". Returns EX_DATAERR. */
int rows_wrong(const struct table_reader *reader, size_t column, const char *what, struct err *err);
/* The same once the table is closed. */
int rows_wrong_at(
    const char *file, uint64_t at, const char *column, const char *what, struct err *err);
/* "rows 2 and 3 WHAT", the smaller number first. */
int rows_twice(const char *file, uint64_t a, uint64_t b, const char *what, struct err *err);

bool rows_given(const struct table_reader *reader, size_t column);
/* Which of some words a text is, or `count`. */
size_t rows_word(
    const struct table_reader *reader, size_t column, const char *const *words, size_t count);

/* Whether a number with a low and a high value in two other columns has both or neither, and lies
 * between them. */
int rows_check_bounds(
    const struct table_reader *reader, size_t column, size_t low, size_t high, struct err *err);
/* Whether a number of the row is a whole number of years from 0 to PERIODS_MAXIMUM. */
int rows_check_period(const struct table_reader *reader, size_t column, struct err *err);
/* Whether it is a calendar year, from 1000 to 9999. */
int rows_check_year(const struct table_reader *reader, size_t column, struct err *err);
/* Whether it is a share, from 0 to 1. */
int rows_check_share(const struct table_reader *reader, size_t column, struct err *err);

#endif
