/* discount.h - discount factors from a schedule of rates by year (HM Treasury, The Green Book, annex
 * on discounting):
 *
 *   DF(0) = 1,  DF(t) = DF(t - 1) / (1 + r(t))
 *
 * where r(t) is the rate of the row that holds year t after the first: a lower rate from year 31 on
 * touches years 31 and later only. */
#ifndef ONTRACK_METHOD_DISCOUNT_H
#define ONTRACK_METHOD_DISCOUNT_H

#include "base/err.h"
#include "method/table.h"

#include <stddef.h>
#include <stdint.h>

struct discount_rate {
    size_t from, to; /* years, both included */
    double rate;
    uint64_t at; /* row of the table */
};

struct discount {
    struct discount_rate *rates; /* by year */
    size_t count, capacity;
};

/* Reads `schedule year_from year_to rate` and keeps the rows of one schedule. EX_DATAERR where a rate
 * is not between 0 and 1, two rows hold a year, or the schedule has no row. */
int discount_read(
    struct discount *discount, const struct input *input, const char *schedule, struct err *err);
/* Fills DF(0) .. DF(count - 1): NAN from the first year on that no row holds. */
void discount_factors(const struct discount *discount, double *factors, size_t count);
void discount_release(struct discount *discount);

#endif
