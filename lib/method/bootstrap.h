/* bootstrap.h - resampling persons within a unit, cost and outcome kept together (B. Efron and R.
 * J. Tibshirani, An Introduction to the Bootstrap, 1993, chapters 6 and 13). */
#ifndef ONTRACK_METHOD_BOOTSTRAP_H
#define ONTRACK_METHOD_BOOTSTRAP_H

#include "method/cohort.h"

#include <stdint.h>

struct bootstrap {
    const char *analysis; /* its name is part of the key of every draw */
    uint64_t seed;
    uint64_t replicates;
    double level;
    size_t threads; /* that share the work; the result is the same (parallel.h) */
};

/* The sums of cost and outcome of one replicate of a sorted cohort: n persons drawn with
 * replacement. `unit` is draws_unit()'s key. */
struct person bootstrap_sums(const struct cohort *cohort, uint64_t unit, uint64_t replicate);

/* Percentile limits of cost per outcome. A replicate without an outcome has an infinite cost per
 * outcome and sorts last; a limit that is infinite is NAN. Both are NAN where an outcome is
 * negative (a ratio whose denominator may change sign has no percentiles) or replicates is 0. */
void bootstrap_ratio(
    const struct cohort *cohort, const struct bootstrap *bootstrap, double *lower, double *upper);

/* Type 7 quantile of values that are sorted (R's default; PostgreSQL's percentile_cont). */
double quantile_sorted(const double *values, size_t count, double p);

#endif
