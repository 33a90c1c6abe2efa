/* convert.h - from a date or number as people write it to the stream's canonical form. */
#ifndef ONTRACK_SOURCE_CONVERT_H
#define ONTRACK_SOURCE_CONVERT_H

#include "base/buf.h"
#include "record/stream.h"
#include "source/excel.h"

#include <stdbool.h>

/* A date pattern, compiled: one step for each part, number or literal. */
enum date_step {
    STEP_DAY,
    STEP_MONTH,
    STEP_MONTH_NAME,
    STEP_MONTH_FULL,
    STEP_YEAR,
    STEP_TIME,
    STEP_TEXT,
    STEP_REST
};

struct date_pattern {
    size_t count;
    struct {
        enum date_step step;
        unsigned char least, most; /* digits; of a time: the most it may be */
        char text;
    } steps[32];
    bool short_year;
    enum excel_dates serial; /* no steps, but a spreadsheet's count of days */
};

/* False where the text is no pattern with one day, one month and one year, nor "excel" or
 * "excel-1904". */
bool date_pattern_compile(struct date_pattern *pattern, const char *text);
/* Writes YYYY-MM-DD and a NUL. `century`: the year that the window of YY begins with. False where the
 * text does not fit or is no day of the calendar. */
bool date_convert(const struct date_pattern *pattern, struct text text, int century, char date[11]);

enum number_style { NUMBER_NONE, NUMBER_POINT, NUMBER_COMMA }; /* what stands before the decimals */

/* Writes a decimal of the form -?d+(.d+)? to `number`, which is reset first. Thousands must stand in
 * threes. False where the text is no number. */
bool number_convert(enum number_style style, struct text text, struct buf *number);

#endif
