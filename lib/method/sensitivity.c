#include "method/sensitivity.h"
#include "method/order.h"
#include "method/root.h"

#include <stdlib.h>

struct probe {
    const struct uncertain *figure;
    const struct appraisal *appraisal;
};

static double npsv_at(double value, void *state)
{
    const struct probe *probe = state;

    uncertain_set(probe->figure, value);
    return appraisal_npsv(probe->appraisal);
}

/* Whether the figure can have the value at all. */
static bool possible(const struct uncertain *figure, double value)
{
    if (figure->benefit && figure->part == CHAIN_UNIT_VALUE)
        return true;
    return value >= 0 && (value <= 1 || (figure->benefit ? figure->part == CHAIN_N : true));
}

static double switching_linear(const struct probe *probe, const struct sensitivity *at)
{
    const struct uncertain *figure = probe->figure;
    double value =
        figure->low - at->npsv_low * (figure->high - figure->low) / (at->npsv_high - at->npsv_low);

    return isfinite(value) && possible(figure, value) ? value : NAN;
}

static double switching_searched(struct probe *probe)
{
    double none = npsv_at(0, probe), all = npsv_at(1, probe);

    if ((none > 0) == (all > 0) && none != 0 && all != 0)
        return NAN;
    return root_between(npsv_at, probe, 0, 1);
}

static int widest_first(const void *a, const void *b)
{
    const struct sensitivity *left = a, *right = b;
    const struct uncertain *x = left->figure, *y = right->figure;
    int order = order_number(right->width, left->width);

    /* The figures are in an order of their own. */
    return order ? order : (x > y) - (x < y);
}

void sensitivity_fill(
    struct sensitivity *list, const struct uncertainties *all, const struct appraisal *appraisal)
{
    for (size_t i = 0; i < all->count; i++) {
        struct probe probe = {&all->items[i], appraisal};
        struct sensitivity *at = &list[i];

        at->figure = probe.figure;
        at->npsv_low = npsv_at(probe.figure->low, &probe);
        at->npsv_high = npsv_at(probe.figure->high, &probe);
        at->width = fabs(at->npsv_high - at->npsv_low);
        at->switching = probe.figure->benefit && probe.figure->part == CHAIN_DROPOFF
                            ? switching_searched(&probe)
                            : switching_linear(&probe, at);
        uncertain_set(probe.figure, probe.figure->central);
    }
    if (all->count)
        qsort(list, all->count, sizeof *list, widest_first);
}
