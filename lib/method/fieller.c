#include "method/fieller.h"

#include <math.h>

const char *set_type_name(enum set_type type)
{
    static const char *const names[] = {"interval", "complement", "line", "none"};

    return names[type];
}

/* A = 0: the set is a half line, or, where B is 0 too, everything or nothing. */
static struct fieller half_line(double b, double c)
{
    double end = c / (2 * b);

    if (b > 0)
        return (struct fieller){SET_INTERVAL, end, NAN};
    if (b < 0)
        return (struct fieller){SET_INTERVAL, NAN, end};
    return (struct fieller){c < 0 ? SET_LINE : SET_NONE, NAN, NAN};
}

struct fieller fieller_set(double numerator, double denominator, double var_numerator,
    double var_denominator, double covariance, double critical)
{
    double t2 = critical * critical;
    double a = denominator * denominator - t2 * var_denominator;
    double b = numerator * denominator - t2 * covariance;
    double c = numerator * numerator - t2 * var_numerator;
    /* B^2 and AC are nearly equal where the interval is narrow: a wider type keeps the digits. */
    double d = (double)((long double)b * b - (long double)a * c);
    double root = sqrt(d > 0 ? d : 0);

    if (isnan(d))
        return (struct fieller){SET_NONE, NAN, NAN};
    if (a == 0)
        return half_line(b, c);
    if (a > 0)
        return (struct fieller){SET_INTERVAL, (b - root) / a, (b + root) / a};
    if (d < 0)
        return (struct fieller){SET_LINE, NAN, NAN};
    return (struct fieller){SET_COMPLEMENT, (b + root) / a, (b - root) / a};
}
