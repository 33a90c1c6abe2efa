/* interval.h - confidence limits of a proportion, of a count and of a mean. */
#ifndef ONTRACK_METHOD_INTERVAL_H
#define ONTRACK_METHOD_INTERVAL_H

#include <stddef.h>

/* NAN where there is no such limit. */
struct interval {
    double lower, upper;
};

/* Wilson's score limits of x / n (E. B. Wilson, JASA 22 (1927) 209-212), 0 <= x <= n, n > 0:
 *   (2x + z^2 -+ z sqrt(z^2 + 4x (1 - x/n))) / (2 (n + z^2)) */
struct interval interval_wilson(double x, double n, double level);

/* Exact limits of x / n (C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413), whole
 * 0 <= x <= n, n > 0: quantiles of Beta(x, n - x + 1) and Beta(x + 1, n - x). */
struct interval interval_binomial(double x, double n, double level);

/* Exact limits of a Poisson count's mean (F. Garwood, Biometrika 28 (1936) 437-442), x >= 0: halves
 * of the quantiles of chi-square with 2x and 2x + 2 degrees of freedom. */
struct interval interval_poisson(double x, double level);

/* Byar's approximation of the same (N. E. Breslow and N. E. Day, Statistical Methods in Cancer
 * Research II, IARC 1987, p. 69); a lower limit below zero is NAN:
 *   lower x (1 - 1/(9x) - z/(3 sqrt x))^3
 *   upper (x+1) (1 - 1/(9(x+1)) + z/(3 sqrt(x+1)))^3 */
struct interval interval_byar(double x, double level);

/* Exact below 10 events, Byar's from there on: what the Office for Health Improvement and
 * Disparities publishes (Fingertips technical guidance). */
struct interval interval_count(double x, double level);

/* The values are in an order of their own, so that the sums don't depend on how they came. Without two
 * values sd is NAN. */
struct mean {
    double n, mean, sd;
};
struct mean mean_of(const double *values, size_t count);
/* Student's limits of it: mean -+ t(n-1) sd / sqrt n. */
struct interval interval_mean(const struct mean *mean, double level);

#endif
