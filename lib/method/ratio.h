/* ratio.h - cost per outcome of a unit, with its interval: a ratio of sums, never a mean of ratios.
 *
 * Persons' costs known: Fieller's set with t on n - 1 degrees of freedom (fieller.h), and the
 * bootstrap's percentiles as a check. A block contract (the total is fixed, only the outcomes
 * vary): total / (n p) with Wilson's limits of the proportion p, or total / m with the limits of a
 * Poisson count m.
 *
 * Without a single outcome there is no value, only a lower bound: at best total / (n p_upper). For
 * persons it takes Wilson's limit, one outcome a person being the most there can be. */
#ifndef ONTRACK_METHOD_RATIO_H
#define ONTRACK_METHOD_RATIO_H

#include "method/bootstrap.h"
#include "method/cohort.h"
#include "method/fieller.h"

struct ratio {
    double n, cost, outcomes;
    double ratio; /* NAN where outcomes <= 0 */
    double lower, upper;
    enum set_type type;
    double boot_lower, boot_upper;
};

struct ratio ratio_persons(const struct cohort *cohort, const struct bootstrap *bootstrap);
/* The same of several units, into `ratios`; the threads share out the units. */
void ratio_units(const struct cohort *units, size_t count, const struct bootstrap *bootstrap,
    struct ratio *ratios);

struct block {
    double total, n, outcomes;
};
struct ratio ratio_proportion(const struct block *block, double level);
struct ratio ratio_count(const struct block *block, double level);

#endif
