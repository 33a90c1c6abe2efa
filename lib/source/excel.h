/* excel.h - what Excel (and what copies it) makes of a date or a long number in a cell. */
#ifndef ONTRACK_SOURCE_EXCEL_H
#define ONTRACK_SOURCE_EXCEL_H

#include "record/stream.h"

#include <stdbool.h>

/* What serial number 1 is: 1900-01-01, or (old files of a Macintosh) 1904-01-02. */
enum excel_dates { EXCEL_NONE, EXCEL_1900, EXCEL_1904 };

/* From a serial day number, plain digits with decimals behind a point or without, whose time of day is
 * dropped, to YYYY-MM-DD and a NUL. The 1900 system has a 29 February 1900, serial 60, which is false
 * here, as is what lies outside of 1 to 2099-12-31 (73050, or 71588): 0 is what an empty cell gives.
 * (Microsoft, "Date systems in Excel"; ECMA-376 part 1, 18.17.4.) */
bool excel_date(enum excel_dates system, struct text text, char date[11]);

/* Whether a text is a number in scientific notation, such as a column that is too narrow or an export
 * makes of 12 digits or more: 1.23457E+11, 1,23457E+11, 1.23457E11, 1E+11. Without the plus there must
 * be decimals: 1E11 may be somebody's code. */
bool excel_number_slowly(struct text text);
static inline bool excel_number(struct text text)
{
    const char *end = text.data + text.length;

    /* where the E can stand: before one to three digits, perhaps after a plus */
    return text.length >= 4 &&
           ((end[-2] | 0x20) == 'e' || (end[-3] | 0x20) == 'e' || (end[-4] | 0x20) == 'e' ||
               (text.length > 4 && (end[-5] | 0x20) == 'e')) &&
           excel_number_slowly(text);
}

#endif
