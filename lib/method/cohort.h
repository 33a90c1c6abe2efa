/* cohort.h - persons with a cost and an outcome, grouped by unit (a provider, an arm).
 *
 * cohorts_sort() puts units in byte order of their names and each unit's persons in order of
 * (cost, outcome): what follows then depends on which rows there are, not on how they came. */
#ifndef ONTRACK_METHOD_COHORT_H
#define ONTRACK_METHOD_COHORT_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

enum { COHORT_PERSONS_MAXIMUM = 50 * 1000 * 1000, COHORT_UNITS_MAXIMUM = 1000 * 1000 };

struct person {
    double cost, outcome;
};

struct cohort {
    char *name;
    size_t n, capacity;
    struct person *persons;
};

struct cohorts {
    size_t count, capacity;
    struct cohort *units;
    size_t persons;
    uint32_t *slots; /* hash table of unit numbers + 1 */
    size_t slot_count;
};

/* 0, or EX_DATAERR where a maximum is passed. */
int cohorts_add(struct cohorts *cohorts, const char *unit, size_t length, double cost,
    double outcome, struct err *err);
void cohorts_sort(struct cohorts *cohorts);
/* NULL where there is none; only after cohorts_sort(). */
const struct cohort *cohorts_find(const struct cohorts *cohorts, const char *unit);
void cohorts_release(struct cohorts *cohorts);

/* Means and the sample covariance matrix of the means: variances are s^2 / n. NAN for the last
 * three where n < 2. `cohort` must be sorted. */
struct moments {
    size_t n;
    double cost, outcome; /* sums */
    double mean_cost, mean_outcome;
    double var_cost, var_outcome, cov;
};
void cohort_moments(const struct cohort *cohort, struct moments *moments);

#endif
