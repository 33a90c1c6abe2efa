#include "method/shrink.h"
#include "method/distributions.h"
#include "method/sum.h"

#include <math.h>

static struct shrunken shrink_none(void)
{
    return (struct shrunken){NAN, NAN, {NAN, NAN}, NAN, NAN};
}

struct shrunken shrink_share(const struct binomial *unit, const struct beta_prior *prior,
    const struct binomial *pool, double level)
{
    double a = unit->x + prior->alpha, b = unit->n - unit->x + prior->beta;
    struct shrunken shrunken = shrink_none();

    if (prior->fit == BETA_NONE)
        return shrunken;
    if (prior->fit == BETA_POOLED) {
        shrunken.value = prior->pooled;
        shrunken.limits = interval_wilson(pool->x, pool->n, level);
        shrunken.weight = 0;
        return shrunken;
    }
    shrunken.value = a / (a + b);
    shrunken.se = sqrt(a * b / (a + b + 1)) / (a + b);
    shrunken.limits.lower = beta_quantile((1 - level) / 2, a, b);
    shrunken.limits.upper = beta_quantile(.5 + level / 2, a, b);
    shrunken.weight = unit->n / (a + b);
    shrunken.above = beta_above(prior->mean, a, b);
    return shrunken;
}

struct shrunken shrink_estimate(double y, double v, const struct pooled *pooled, double level)
{
    double weight = pooled->tau2 / (pooled->tau2 + v), rest = 1 - weight;
    double about = sqrt(weight * v + weight * weight * pooled->se * pooled->se);
    struct shrunken shrunken = {
        .value = weight * y + rest * pooled->mu,
        .se = sqrt(weight * v + rest * rest * pooled->se * pooled->se),
        .weight = weight,
        .above = weight > 0 ? normal_below(weight * (y - pooled->mu) / about) : NAN,
    };
    double reach = critical_z(level) * shrunken.se;

    shrunken.limits = (struct interval){shrunken.value - reach, shrunken.value + reach};
    return shrunken;
}

struct james_stein james_stein_fit(const double *y, size_t count, double v)
{
    struct mean mean = mean_of(y, count);
    double k = (double)count, s = mean.sd * mean.sd * (k - 1);
    double weight = 1 - (k - 3) * v / s;

    return (struct james_stein){mean.mean, weight > 0 ? weight : 0};
}

struct shrunken shrink_james_stein(double y, const struct james_stein *fit)
{
    struct shrunken shrunken = shrink_none();

    shrunken.value = fit->mean + fit->weight * (y - fit->mean);
    shrunken.weight = fit->weight;
    return shrunken;
}
