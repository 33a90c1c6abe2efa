#include "method/effect.h"
#include "base/memory.h"
#include "method/distributions.h"
#include "method/sum.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_gamma.h>

static double covariance(
    const double *pre, const double *post, size_t count, double mean_pre, double mean_post)
{
    struct sum products = SUM_INIT, a = SUM_INIT, b = SUM_INIT;
    double n = (double)count;

    for (size_t i = 0; i < count; i++) {
        double left = pre[i] - mean_pre, right = post[i] - mean_post;

        sum_add(&a, left);
        sum_add(&b, right);
        sum_add(&products, left * right);
    }
    return (sum_total(&products) - sum_total(&a) * sum_total(&b) / n) / (n - 1);
}

struct scores scores_of(const double *pre, const double *post, size_t count)
{
    double *change = mem_array(count + 1, sizeof *change), together;
    struct mean first = mean_of(pre, count), last = mean_of(post, count);
    struct mean between;

    for (size_t i = 0; i < count; i++)
        change[i] = post[i] - pre[i];
    between = mean_of(change, count);
    free(change);
    together = first.sd * last.sd;
    return (struct scores){
        .n = (double)count,
        .mean_pre = first.mean,
        .sd_pre = first.sd,
        .mean_post = last.mean,
        .sd_post = last.sd,
        .mean_change = between.mean,
        .sd_change = between.sd,
        .correlation =
            together > 0 ? covariance(pre, post, count, first.mean, last.mean) / together : NAN,
    };
}

/* Gamma(x) = sqrt(2 pi) x^(x - 1/2) e^-x Gamma*(x), and Gamma* is about 1: taking the ratio of the large
 * factors by hand keeps the digits that logarithms of gamma functions lose in large groups. */
double effect_correction(double m)
{
    double a = (m - 1) / 2;
    gsl_sf_result above, below;

    gsl_set_error_handler_off();
    if (!(m > 1) || gsl_sf_gammastar_e(a + .5, &above) != GSL_SUCCESS ||
        gsl_sf_gammastar_e(a, &below) != GSL_SUCCESS)
        return NAN;
    return above.val / below.val * sqrt((m - 1) / m) * exp(a * log1p(.5 / a) - .5);
}

static struct effect effect_of(double n, double change, double sd, double share)
{
    double d = sd > 0 ? effect_correction(n - 1) * change / sd : NAN;

    return (struct effect){d, share / n + d * d / (2 * n)};
}

struct effect effect_raw(
    double n, double mean_pre, double mean_post, double sd_pre, double correlation)
{
    return effect_of(n, mean_post - mean_pre, sd_pre, 2 * (1 - correlation));
}

struct effect effect_change(double n, double mean_change, double sd_change)
{
    return effect_of(n, mean_change, sd_change, 1);
}

struct effect effect_difference(struct effect group, struct effect comparison)
{
    return (struct effect){group.d - comparison.d, group.variance + comparison.variance};
}

struct interval effect_limits(struct effect effect, double level)
{
    double reach = critical_z(level) * sqrt(effect.variance);

    return (struct interval){effect.d - reach, effect.d + reach};
}
