/* xlsx_value.h - what the cells of a workbook hold, as canonical texts (ECMA-376 part 1, 18.3 and 18.8). */
#ifndef ONTRACK_SOURCE_XLSX_VALUE_H
#define ONTRACK_SOURCE_XLSX_VALUE_H

#include "base/buf.h"
#include "record/stream.h"

#include <stdbool.h>

/* What a number is by its cell's format. */
enum xlsx_kind { XLSX_NUMBER, XLSX_DATE, XLSX_DURATION };

/* Of the formats that need no code (18.8.30): 14-22, 27-36, 45, 47 and 50-58 are dates and times, 46
 * is a duration. */
enum xlsx_kind xlsx_builtin_kind(long id);
/* By its code's first section: a duration where it has [h], [m] or [s], a date or time where it has
 * one of d, m, y, h, s outside of quotes, brackets and escapes. */
enum xlsx_kind xlsx_code_kind(const char *code);

/* Adds to `to` what a cell's stored number is; false where the text is no number.
 *   number    -?d+(.d+)? of its 15 significant digits, never with an exponent; from 1e15 on, where
 *             Excel has lost digits, *rule is "excel-number"
 *   date      YYYY-MM-DD, with Thh:mm:ss where there is a time (to the nearest second); of what is
 *             less than a day hh:mm:ss. 1900-02-29, which never was, is Excel's day 60. A negative
 *             number and one past the year 9999 stay numbers
 *   duration  h:mm:ss, hours as many as there are
 * `from_1904`: whether the workbook counts days from 1904-01-01. *rule is else left as it is. */
bool xlsx_number(
    struct text text, enum xlsx_kind kind, bool from_1904, struct buf *to, const char **rule);

/* Turns _xHHHH_ into the character it stands for, in place, and gives the new length. Those of control
 * characters other than tab and line breaks stay as they are. */
size_t xlsx_unescape(char *text, size_t length);

/* A cell's reference such as AB12: its column (from 0) and row; false where it is none. */
bool xlsx_reference(const char *reference, size_t *column, uint64_t *row);
enum { XLSX_LETTERS = 8 };
/* A column's letters: A, …, Z, AA, … */
void xlsx_letters(size_t column, char letters[XLSX_LETTERS]);

#endif
