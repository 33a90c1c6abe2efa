#include "method/simulation.h"
#include "base/memory.h"
#include "method/draws.h"
#include "method/order.h"
#include "method/rows.h"

#include <stdio.h>
#include <stdlib.h>

int simulation_check(
    const struct uncertainties *all, const char *outcomes, const char *costs, struct err *err)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct uncertain *one = &all->items[i];

        if (one->shape != SHAPE_NONE)
            continue;
        rows_wrong_at(one->benefit ? outcomes : costs, one->at, "distribution",
            "is missing, which draws between low and high need", err);
        return err_hint(err, "uniform, triangular or pert; --replicates 0 draws nothing");
    }
    return 0;
}

static const char *text_or_none(const char *text)
{
    return text ? text : "\x02"; /* NULL is not an empty text */
}

/* The key of a figure's draws, from its names. */
static uint64_t key_of(const struct uncertain *one, const struct bootstrap *how)
{
    char *name = mem_format("%s\x01%s\x01%s\x01%s\x01%.17g\x01%zu", one->parameter, one->subject,
        text_or_none(one->agency), text_or_none(one->persons), one->year, one->copy);
    uint64_t key = draws_unit(how->seed, how->analysis, name);

    free(name);
    return key;
}

/* Between 0 and 1 and neither of them. */
static double uniform_at(uint64_t key, uint64_t replicate)
{
    uint64_t bits = draws_at(draws_replicate(key, replicate), 0) >> 11;

    return ((double)bits + .5) / 9007199254740992.0;
}

static void draw(const struct uncertainties *all, const uint64_t *keys, uint64_t replicate)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct uncertain *one = &all->items[i];

        uncertain_set(one, shape_quantile(one->shape, one->low, one->central, one->high,
                               uniform_at(keys[i], replicate)));
    }
}

/* Sorts the values. */
static struct interval quantiles(double *values, size_t count, double level)
{
    double tail = (1 - level) / 2;

    qsort(values, count, sizeof *values, order_doubles);
    if (isnan(values[0])) /* NAN comes first */
        return (struct interval){NAN, NAN};
    return (struct interval){
        quantile_sorted(values, count, tail), quantile_sorted(values, count, 1 - tail)};
}

static struct simulation summarise(double *npsv, double *bcr, size_t count, double level)
{
    struct simulation simulation;
    struct mean mean;
    double n = (double)count, above = 0;

    for (size_t i = 0; i < count; i++)
        above += npsv[i] > 0;
    simulation.chance = above / n;
    simulation.chance_se = sqrt(simulation.chance * (1 - simulation.chance) / n);
    simulation.chance_limits = interval_wilson(above, n, level);
    simulation.npsv = quantiles(npsv, count, level);
    simulation.bcr = quantiles(bcr, count, level);
    mean = mean_of(npsv, count);
    simulation.mean = mean.mean;
    simulation.mean_se = mean.sd / sqrt(n);
    return simulation;
}

struct simulation simulate(
    const struct uncertainties *all, const struct appraisal *appraisal, const struct bootstrap *how)
{
    size_t count = (size_t)how->replicates;
    uint64_t *keys = mem_array(all->count + 1, sizeof *keys);
    double *npsv = mem_array(count, sizeof *npsv), *bcr = mem_array(count, sizeof *bcr);
    struct simulation simulation;

    for (size_t i = 0; i < all->count; i++)
        keys[i] = key_of(&all->items[i], how);
    for (size_t r = 0; r < count; r++) {
        struct totals totals;

        draw(all, keys, r);
        totals = appraisal_totals(appraisal);
        npsv[r] = totals_npsv(&totals);
        bcr[r] = totals_bcr(&totals);
    }
    for (size_t i = 0; i < all->count; i++)
        uncertain_set(&all->items[i], all->items[i].central);
    simulation = summarise(npsv, bcr, count, how->level);
    free(npsv);
    free(bcr);
    free(keys);
    return simulation;
}
