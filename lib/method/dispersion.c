#include "method/dispersion.h"
#include "base/memory.h"
#include "method/bootstrap.h"
#include "method/order.h"
#include "method/sum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double within(double value, double lower, double upper)
{
    return value < lower ? lower : value > upper ? upper : value;
}

/* The middle one of the ranks that equal values share. */
static double rank(const double *sorted, size_t count, double value)
{
    double below = 0, equal = 0;

    for (size_t i = 0; i < count; i++) {
        below += sorted[i] < value;
        equal += sorted[i] == value;
    }
    return below + (equal + 1) / 2;
}

/* The part of the distribution, in `1 / share` parts, that a rank falls into is neither end's. */
static bool kept(const double *sorted, size_t count, double value, double share)
{
    double parts = 1 / share;
    double part = floor(rank(sorted, count, value) * parts / ((double)count + 1));

    return part > 0 && part < parts - 1;
}

static struct dispersion dispersion_from(double units, double squares, double w, double ww)
{
    double tau2 = (squares - (units - 1)) / (w - ww / w);

    if (units < 2)
        return (struct dispersion){NAN, NAN};
    return (struct dispersion){squares / units, tau2 > 0 ? tau2 : 0};
}

struct dispersion dispersion_of(
    const double *z, const double *s, size_t count, const struct trimming *trimming)
{
    struct sum squares = SUM_INIT, w = SUM_INIT, ww = SUM_INIT;
    double *sorted = mem_array(count + 1, sizeof *sorted), units = 0;
    double lower = -INFINITY, upper = INFINITY;

    if (count && trimming->share > 0) {
        memcpy(sorted, z, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, order_doubles);
        lower = quantile_sorted(sorted, count, trimming->share);
        upper = quantile_sorted(sorted, count, 1 - trimming->share);
    }
    for (size_t i = 0; i < count; i++) {
        double weight = 1 / (s[i] * s[i]), value = z[i];

        if (trimming->share > 0 && !trimming->truncate)
            value = within(value, lower, upper);
        else if (trimming->share > 0 && !kept(sorted, count, value, trimming->share))
            continue;
        sum_add(&squares, value * value);
        sum_add(&w, weight);
        sum_add(&ww, weight * weight);
        units++;
    }
    free(sorted);
    return dispersion_from(units, sum_total(&squares), sum_total(&w), sum_total(&ww));
}
