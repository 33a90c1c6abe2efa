#include "method/funnel.h"
#include "base/memory.h"
#include "method/distributions.h"
#include "method/root.h"
#include "method/sum.h"

#include <math.h>
#include <stdlib.h>

const char *funnel_label_name(enum funnel_label label)
{
    static const char *const names[] = {
        NULL, "within", "below_inner", "below_outer", "above_inner", "above_outer"};

    return names[label];
}

struct interval funnel_proportion(double target, double n, double level)
{
    double reach = critical_z(level) * sqrt(target * (1 - target) / n);

    return (struct interval){fmax(0, target - reach), fmin(1, target + reach)};
}

/* Where the distribution of a count's limits passes what is expected. */
struct poisson {
    double expected, more, p;
};

static double poisson_gap(double count, void *state)
{
    const struct poisson *at = state;

    return chi_square_below(2 * at->expected, 2 * (count + at->more)) - at->p;
}

static double fewest(double expected, double tail)
{
    struct poisson at = {expected, 1, 1 - tail};

    return poisson_gap(0, &at) <= 0 ? 0 : root_between(poisson_gap, &at, 0, expected);
}

static double most(double expected, double tail)
{
    struct poisson at = {expected, 0, tail};
    double upper = expected + 10 * sqrt(expected) + 10;

    while (poisson_gap(upper, &at) > 0)
        upper *= 2;
    return root_between(poisson_gap, &at, expected, upper);
}

struct interval funnel_ratio(double target, double expected, double level)
{
    double mean = expected * target, tail = (1 - level) / 2;

    return (struct interval){fewest(mean, tail) / expected, most(mean, tail) / expected};
}

static enum funnel_label label_of(double value, const struct funnel_limits *limits)
{
    if (isnan(value) || isnan(limits->inner.lower))
        return LABEL_NONE;
    if (value < limits->outer.lower)
        return LABEL_BELOW_OUTER;
    if (value < limits->inner.lower)
        return LABEL_BELOW_INNER;
    if (value > limits->outer.upper)
        return LABEL_ABOVE_OUTER;
    return value > limits->inner.upper ? LABEL_ABOVE_INNER : LABEL_WITHIN;
}

/* The scale on which units are compared; ratios are taken to a target of 1 first. */
static double onto(const struct funnel *funnel, double value)
{
    switch (funnel->scale) {
    case SCALE_ASIN:
        return asin(sqrt(value));
    case SCALE_SQRT:
        return sqrt(value / funnel->target);
    case SCALE_LOG:
    default:
        return log(value / funnel->target);
    }
}

static double back(const struct funnel *funnel, double value)
{
    double root = value > 0 ? value : 0, sine = sin(fmin(root, M_PI_2));

    switch (funnel->scale) {
    case SCALE_ASIN:
        return sine * sine;
    case SCALE_SQRT:
        return funnel->target * root * root;
    case SCALE_LOG:
    default:
        return funnel->target * exp(value);
    }
}

static double error_of(const struct funnel *funnel, double size)
{
    if (funnel->scale == SCALE_ASIN)
        return 1 / (2 * sqrt(size));
    return (funnel->scale == SCALE_LOG ? 1 : .5) / sqrt(size * funnel->target);
}

static struct interval chance(const struct funnel *funnel, double size, double level)
{
    return funnel->scale == SCALE_ASIN ? funnel_proportion(funnel->target, size, level)
                                       : funnel_ratio(funnel->target, size, level);
}

static struct interval adjusted(const struct funnel *funnel, double size, double level)
{
    double error = error_of(funnel, size), middle = onto(funnel, funnel->target);
    double reach = critical_z(level) * sqrt(error * error + funnel->dispersion.tau2);

    if (isnan(reach))
        return (struct interval){NAN, NAN};
    return (struct interval){back(funnel, middle - reach), back(funnel, middle + reach)};
}

static struct dispersion disperse(
    const struct funnel *funnel, const struct funnel_unit *units, size_t count)
{
    double *z = mem_array(count + 1, sizeof *z), *s = mem_array(count + 1, sizeof *s);
    double middle = onto(funnel, funnel->target);
    struct dispersion dispersion;
    size_t used = 0;

    for (size_t i = 0; i < count; i++)
        if (units[i].size > 0) {
            s[used] = error_of(funnel, units[i].size);
            z[used] = (onto(funnel, units[i].value) - middle) / s[used];
            used++;
        }
    dispersion = dispersion_of(z, s, used, &funnel->trimming);
    free(z);
    free(s);
    return dispersion;
}

static double pooled(const struct funnel_unit *units, size_t count)
{
    struct sum observed = SUM_INIT, size = SUM_INIT;

    for (size_t i = 0; i < count; i++) {
        sum_add(&observed, units[i].observed);
        sum_add(&size, units[i].size);
    }
    return sum_total(&observed) / sum_total(&size);
}

static void fill(const struct funnel *funnel, struct funnel_unit *unit)
{
    struct funnel_limits none = {{NAN, NAN}, {NAN, NAN}, LABEL_NONE};

    unit->chance = unit->adjusted = none;
    if (!(unit->size > 0))
        return;
    unit->chance.inner = chance(funnel, unit->size, funnel->inner);
    unit->chance.outer = chance(funnel, unit->size, funnel->outer);
    unit->chance.label = label_of(unit->value, &unit->chance);
    unit->adjusted.inner = adjusted(funnel, unit->size, funnel->inner);
    unit->adjusted.outer = adjusted(funnel, unit->size, funnel->outer);
    unit->adjusted.label = label_of(unit->value, &unit->adjusted);
}

void funnel_fill(struct funnel *funnel, struct funnel_unit *units, size_t count)
{
    if (isnan(funnel->target))
        funnel->target = funnel->scale == SCALE_ASIN ? pooled(units, count) : 1;
    for (size_t i = 0; i < count; i++)
        units[i].value = units[i].size > 0 ? units[i].observed / units[i].size : NAN;
    funnel->dispersion = disperse(funnel, units, count);
    for (size_t i = 0; i < count; i++)
        fill(funnel, &units[i]);
}
