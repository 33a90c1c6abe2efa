#include "method/interval.h"
#include "method/distributions.h"
#include "method/sum.h"

#include <math.h>

enum { BYAR_FROM = 10 };

struct interval interval_wilson(double x, double n, double level)
{
    double z = critical_z(level), middle = 2 * x + z * z, scale = 2 * (n + z * z);
    double reach = z * sqrt(z * z + 4 * x * (1 - x / n));

    /* None and all have limits that rounding must not move off 0 and 1. */
    return (struct interval){
        x == 0 ? 0 : (middle - reach) / scale,
        x == n ? 1 : (middle + reach) / scale,
    };
}

struct interval interval_binomial(double x, double n, double level)
{
    double tail = (1 - level) / 2;

    return (struct interval){
        x == 0 ? 0 : beta_quantile(tail, x, n - x + 1),
        x == n ? 1 : beta_quantile(1 - tail, x + 1, n - x),
    };
}

struct interval interval_poisson(double x, double level)
{
    double tail = (1 - level) / 2;

    return (struct interval){
        x == 0 ? 0 : chi_square_quantile(tail, 2 * x) / 2,
        chi_square_quantile(1 - tail, 2 * x + 2) / 2,
    };
}

static double cube(double value)
{
    return value * value * value;
}

struct interval interval_byar(double x, double level)
{
    double z = critical_z(level);
    double lower = x * cube(1 - 1 / (9 * x) - z / (3 * sqrt(x)));

    return (struct interval){
        lower >= 0 ? lower : NAN, /* of no event it is 0 times infinity */
        (x + 1) * cube(1 - 1 / (9 * (x + 1)) + z / (3 * sqrt(x + 1))),
    };
}

struct interval interval_count(double x, double level)
{
    return x < BYAR_FROM ? interval_poisson(x, level) : interval_byar(x, level);
}

struct mean mean_of(const double *values, size_t count)
{
    struct mean mean = {.n = (double)count, .mean = NAN, .sd = NAN};
    struct sum sum = SUM_INIT, squares = SUM_INIT, rest = SUM_INIT;

    if (!count)
        return mean;
    for (size_t i = 0; i < count; i++)
        sum_add(&sum, values[i]);
    mean.mean = sum_total(&sum) / mean.n;
    if (count < 2)
        return mean;
    /* Two passes, with the correction for the mean's own rounding (see cohort.c). */
    for (size_t i = 0; i < count; i++) {
        double d = values[i] - mean.mean;

        sum_add(&rest, d);
        sum_add(&squares, d * d);
    }
    mean.sd =
        sqrt((sum_total(&squares) - sum_total(&rest) * sum_total(&rest) / mean.n) / (mean.n - 1));
    return mean;
}

struct interval interval_mean(const struct mean *mean, double level)
{
    double reach;

    if (isnan(mean->sd))
        return (struct interval){NAN, NAN};
    reach = critical_t(level, mean->n - 1) * mean->sd / sqrt(mean->n);
    return (struct interval){mean->mean - reach, mean->mean + reach};
}
