#include "method/heterogeneity.h"
#include "method/root.h"
#include "method/sum.h"

#include <float.h>
#include <math.h>

enum { SCORING_STEPS = 10000 };

struct estimates {
    const double *y, *v;
    size_t count;
};

/* Sums at one tau^2: of the weights and their powers, the mean, and squares about it. */
struct at {
    double w, ww, www, mu;
    double q, wq; /* sum w (y - mu)^2, sum w^2 (y - mu)^2 */
};

static struct at look(const struct estimates *e, double tau2)
{
    struct sum w = SUM_INIT, ww = SUM_INIT, www = SUM_INIT, wy = SUM_INIT;
    struct sum q = SUM_INIT, wq = SUM_INIT;
    double mu;

    for (size_t i = 0; i < e->count; i++) {
        double weight = 1 / (e->v[i] + tau2);

        sum_add(&w, weight);
        sum_add(&ww, weight * weight);
        sum_add(&www, weight * weight * weight);
        sum_add(&wy, weight * e->y[i]);
    }
    mu = sum_total(&wy) / sum_total(&w);
    for (size_t i = 0; i < e->count; i++) {
        double weight = 1 / (e->v[i] + tau2), d = e->y[i] - mu;

        sum_add(&q, weight * d * d);
        sum_add(&wq, weight * weight * d * d);
    }
    return (struct at){
        sum_total(&w), sum_total(&ww), sum_total(&www), mu, sum_total(&q), sum_total(&wq)};
}

/* The trace of the weights' projection: k - 1 over a typical variance. */
static double trace(const struct at *at)
{
    return at->w - at->ww / at->w;
}

static double der_simonian_laird(const struct estimates *e, const struct at *fixed)
{
    double tau2 = (fixed->q - ((double)e->count - 1)) / trace(fixed);

    return e->count > 1 && tau2 > 0 ? tau2 : 0;
}

static double excess(double tau2, void *state)
{
    const struct estimates *e = state;

    return look(e, tau2).q - ((double)e->count - 1);
}

static double paule_mandel(struct estimates *e, double start)
{
    double upper = start;

    if (excess(0, e) <= 0)
        return 0;
    while (excess(upper, e) > 0)
        upper *= 2;
    return root_between(excess, e, 0, upper);
}

static double restricted(const struct estimates *e, double start)
{
    double tau2 = start;

    for (int i = 0; i < SCORING_STEPS; i++) {
        struct at at = look(e, tau2);
        double squared = at.ww - 2 * at.www / at.w + at.ww / at.w * (at.ww / at.w);
        double next = tau2 + (at.wq - trace(&at)) / squared;

        next = next > 0 ? next : 0;
        if (fabs(next - tau2) <= 8 * DBL_EPSILON * next)
            return next;
        tau2 = next;
    }
    return NAN;
}

static double estimate(struct estimates *e, const struct at *fixed, enum tau2_estimator estimator)
{
    double closed = der_simonian_laird(e, fixed);

    if (estimator == TAU2_FE || e->count < 2)
        return 0;
    if (estimator == TAU2_PM || estimator == TAU2_EB)
        return paule_mandel(e, closed > 0 ? closed : 1 / fixed->w);
    return estimator == TAU2_REML ? restricted(e, closed) : closed;
}

struct pooled pool_estimates(
    const double *y, const double *v, size_t count, enum tau2_estimator estimator)
{
    struct estimates e = {y, v, count};
    struct at fixed = look(&e, 0), at;
    double typical = ((double)count - 1) / trace(&fixed);
    struct pooled pooled = {.tau2 = estimate(&e, &fixed, estimator), .q = fixed.q, .i2 = NAN};

    at = look(&e, pooled.tau2);
    pooled.mu = at.mu;
    pooled.se = sqrt(1 / at.w);
    if (count > 1)
        pooled.i2 = 100 * pooled.tau2 / (pooled.tau2 + typical);
    return pooled;
}
