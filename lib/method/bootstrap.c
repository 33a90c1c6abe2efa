#include "method/bootstrap.h"
#include "base/memory.h"
#include "method/draws.h"
#include "method/order.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* A position below n from 32 random bits, by multiplication (D. Lemire, ACM TOMACS 29 (2019)); the
 * bias is below n / 2^32. */
static inline size_t position(uint32_t bits, size_t n)
{
    return (size_t)(((uint64_t)bits * (uint64_t)n) >> 32);
}

/* Two draws from each number, summed apart so that neither addition waits for the other. */
struct person bootstrap_sums(const struct cohort *cohort, uint64_t unit, uint64_t replicate)
{
    uint64_t key = draws_replicate(unit, replicate);
    const struct person *persons = cohort->persons;
    struct person even = {0, 0}, odd = {0, 0};
    size_t n = cohort->n, i;

    for (i = 0; i + 1 < n; i += 2) {
        uint64_t bits = draws_at(key, i / 2);
        const struct person *a = &persons[position((uint32_t)bits, n)];
        const struct person *b = &persons[position((uint32_t)(bits >> 32), n)];

        even.cost += a->cost;
        even.outcome += a->outcome;
        odd.cost += b->cost;
        odd.outcome += b->outcome;
    }
    if (i < n) {
        const struct person *a = &persons[position((uint32_t)draws_at(key, i / 2), n)];

        even.cost += a->cost;
        even.outcome += a->outcome;
    }
    return (struct person){even.cost + odd.cost, even.outcome + odd.outcome};
}

double quantile_sorted(const double *values, size_t count, double p)
{
    double at = p * (double)(count - 1), below = floor(at);
    size_t i = (size_t)below;

    if (i + 1 >= count || at == below)
        return values[i];
    return values[i] + (at - below) * (values[i + 1] - values[i]);
}

static bool outcome_negative(const struct cohort *cohort)
{
    for (size_t i = 0; i < cohort->n; i++)
        if (cohort->persons[i].outcome < 0)
            return true;
    return false;
}

static double finite_or_null(double value)
{
    return isfinite(value) ? value : NAN;
}

void bootstrap_ratio(
    const struct cohort *cohort, const struct bootstrap *bootstrap, double *lower, double *upper)
{
    size_t count = (size_t)bootstrap->replicates;
    uint64_t unit = draws_unit(bootstrap->seed, bootstrap->analysis, cohort->name);
    double *ratios, tail = (1 - bootstrap->level) / 2;

    *lower = *upper = NAN;
    if (!count || cohort->n < 2 || outcome_negative(cohort))
        return;
    ratios = mem_array(count, sizeof *ratios);
    for (size_t i = 0; i < count; i++) {
        struct person sums = bootstrap_sums(cohort, unit, i);

        ratios[i] = sums.outcome > 0 ? sums.cost / sums.outcome : INFINITY;
    }
    qsort(ratios, count, sizeof *ratios, order_doubles);
    *lower = finite_or_null(quantile_sorted(ratios, count, tail));
    *upper = finite_or_null(quantile_sorted(ratios, count, 1 - tail));
    free(ratios);
}
