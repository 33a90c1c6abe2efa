/* beta_binomial.h - shares of units as draws from one beta distribution, fitted by maximum
 * likelihood (D. M. Smith, Algorithm AS 189, Applied Statistics 32 (1983) 196-204).
 *
 * With mean mu and theta = 1 / (alpha + beta) the logarithm of the likelihood is
 *   sum over units of  sum_{r<x} ln(mu + r theta) + sum_{r<n-x} ln(1 - mu + r theta)
 *                      - sum_{r<n} ln(1 + r theta),
 * which stays exact down to theta = 0, the binomial without variation between units, and is summed
 * over r, so that the order of the units can't matter. There is no variation to be seen where the
 * slope at theta = 0 is not above zero (R. E. Tarone, Biometrika 66 (1979) 585-590). */
#ifndef ONTRACK_METHOD_BETA_BINOMIAL_H
#define ONTRACK_METHOD_BETA_BINOMIAL_H

#include <stddef.h>

enum { BINOMIAL_N_MAXIMUM = 1000 * 1000 };

struct binomial {
    double x, n; /* whole, 0 <= x <= n <= BINOMIAL_N_MAXIMUM */
};

enum beta_fit {
    BETA_FITTED,
    BETA_POOLED, /* no variation between units: every unit's share is the pooled one */
    BETA_NONE    /* no fit: no person at all, or every unit has all or none of the events */
};

struct beta_prior {
    enum beta_fit fit;
    double pooled;         /* share of all units together; NAN without persons */
    double mean;           /* of the distribution, or the pooled share */
    double alpha, beta;    /* NAN unless fitted */
    double log_likelihood; /* without the binomial coefficients; NAN unless fitted */
};

struct beta_prior beta_binomial_fit(const struct binomial *units, size_t count);

#endif
