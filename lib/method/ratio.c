#include "method/ratio.h"
#include "method/distributions.h"
#include "method/interval.h"
#include "method/parallel.h"

#include <math.h>
#include <stdbool.h>

static struct ratio empty(double n, double cost, double outcomes)
{
    return (struct ratio){
        .n = n,
        .cost = cost,
        .outcomes = outcomes,
        .ratio = outcomes > 0 ? cost / outcomes : NAN,
        .lower = NAN,
        .upper = NAN,
        .type = SET_NONE,
        .boot_lower = NAN,
        .boot_upper = NAN,
    };
}

/* Cost over a number of outcomes that lies within limits; none at all is no upper limit. */
static void divide(struct ratio *ratio, double fewest, double most)
{
    ratio->type = SET_INTERVAL;
    ratio->lower = ratio->cost / most;
    ratio->upper = fewest > 0 ? ratio->cost / fewest : NAN;
}

struct ratio ratio_proportion(const struct block *block, double level)
{
    struct ratio ratio = empty(block->n, block->total, block->outcomes);
    struct interval p;

    if (block->n <= 0)
        return ratio;
    p = interval_wilson(block->outcomes, block->n, level);
    divide(&ratio, block->n * p.lower, block->n * p.upper);
    return ratio;
}

struct ratio ratio_count(const struct block *block, double level)
{
    struct ratio ratio = empty(block->n, block->total, block->outcomes);
    struct interval mean = interval_count(block->outcomes, level);

    divide(&ratio, mean.lower, mean.upper);
    return ratio;
}

static bool no_outcome(const struct cohort *cohort)
{
    for (size_t i = 0; i < cohort->n; i++)
        if (cohort->persons[i].outcome != 0)
            return false;
    return true;
}

/* All but the bootstrap. */
static struct ratio by_moments(const struct cohort *cohort, double level)
{
    struct moments moments;
    struct ratio ratio;
    struct fieller set;

    cohort_moments(cohort, &moments);
    ratio = empty((double)moments.n, moments.cost, moments.outcome);
    if (no_outcome(cohort)) {
        divide(&ratio, 0, ratio.n * interval_wilson(0, ratio.n, level).upper);
        return ratio;
    }
    if (cohort->n < 2)
        return ratio;
    set = fieller_set(moments.mean_cost, moments.mean_outcome, moments.var_cost,
        moments.var_outcome, moments.cov, critical_t(level, ratio.n - 1));
    ratio.type = set.type;
    ratio.lower = set.lower;
    ratio.upper = set.upper;
    return ratio;
}

struct units {
    const struct cohort *cohorts;
    const struct bootstrap *bootstrap;
    struct ratio *ratios;
};

static void resample(size_t number, void *state)
{
    const struct units *units = state;
    struct ratio *ratio = &units->ratios[number];

    bootstrap_ratio(
        &units->cohorts[number], units->bootstrap, &ratio->boot_lower, &ratio->boot_upper);
}

void ratio_units(const struct cohort *units, size_t count, const struct bootstrap *bootstrap,
    struct ratio *ratios)
{
    struct units all = {units, bootstrap, ratios};

    for (size_t i = 0; i < count; i++)
        ratios[i] = by_moments(&units[i], bootstrap->level);
    parallel_each(count, bootstrap->threads, resample, &all);
}

struct ratio ratio_persons(const struct cohort *cohort, const struct bootstrap *bootstrap)
{
    struct ratio ratio = {0};

    ratio_units(cohort, 1, bootstrap, &ratio);
    return ratio;
}
