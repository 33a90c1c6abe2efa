#include "method/interval.h"
#include "method/distributions.h"

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

static double cube(double value)
{
    return value * value * value;
}

struct interval interval_count(double x, double level)
{
    double z = critical_z(level), tail = (1 - level) / 2;

    if (x < BYAR_FROM)
        return (struct interval){
            x == 0 ? 0 : chi_square_quantile(tail, 2 * x) / 2,
            chi_square_quantile(1 - tail, 2 * x + 2) / 2,
        };
    return (struct interval){
        x * cube(1 - 1 / (9 * x) - z / (3 * sqrt(x))),
        (x + 1) * cube(1 - 1 / (9 * (x + 1)) + z / (3 * sqrt(x + 1))),
    };
}
