/* shrink.h - what a unit's true value probably is, given what it shows and how all units vary:
 * small units are drawn towards the mean more than large ones (B. Efron and C. Morris, JASA 70
 * (1975) 311-319; the weight is the share that the unit's own figure keeps).
 *
 * Shares: the posterior Beta(x + alpha, n - x + beta) of beta_binomial.h's fit. Estimates with
 * standard errors: weight l = tau^2 / (tau^2 + v), value mu + l (y - mu), standard error
 * sqrt(l v + (1 - l)^2 se(mu)^2) (as metafor's blup()). James-Stein, for equal variances:
 * l = max(0, 1 - (k - 3) v / S) about the plain mean, S = sum (y - mean)^2; it has no limits.
 *
 * The probability of being above the mean is P(p > mean) of the posterior, or for estimates that of
 * l (y - mu) with variance l v + l^2 se(mu)^2. Where the weight is 0 no unit can be told from
 * another, and it is NAN. With fewer than SHRINK_UNITS units the variation between them is not
 * known well enough and nothing is shrunk (all NAN), but by FE, which does not estimate it. */
#ifndef ONTRACK_METHOD_SHRINK_H
#define ONTRACK_METHOD_SHRINK_H

#include "method/beta_binomial.h"
#include "method/heterogeneity.h"
#include "method/interval.h"

#include <stdbool.h>

enum { SHRINK_UNITS = 5 };

struct shrunken {
    double value, se;
    struct interval limits;
    double weight, above;
};

/* `pool`: the persons and events of all units together, for limits where there is no variation. */
struct shrunken shrink_share(const struct binomial *unit, const struct beta_prior *prior,
    const struct binomial *pool, double level);

struct shrunken shrink_estimate(double y, double v, const struct pooled *pooled, double level);

struct james_stein {
    double mean, weight;
};
/* Needs four units or more, all of variance v. */
struct james_stein james_stein_fit(const double *y, size_t count, double v);
struct shrunken shrink_james_stein(double y, const struct james_stein *fit);

#endif
