/* deflator.h - amounts of one year in the prices of another: value(to) / value(from) of a price index,
 * of which only ratios are used. A year outside the table has none, and is never extrapolated. */
#ifndef ONTRACK_METHOD_DEFLATOR_H
#define ONTRACK_METHOD_DEFLATOR_H

#include "base/err.h"
#include "method/table.h"

#include <stddef.h>
#include <stdint.h>

struct deflator_year {
    double year, value;
    uint64_t at;
};

struct deflator {
    struct deflator_year *years; /* in order */
    size_t count, capacity;
};

/* Reads `price_year value`. EX_DATAERR where a year stands twice or a value is not above 0. */
int deflator_read(struct deflator *deflator, const struct input *input, struct err *err);
/* 1 where both are the same year, NAN where one of them is not in the table. */
double deflator_ratio(const struct deflator *deflator, double from, double to);
void deflator_release(struct deflator *deflator);

#endif
