/* heterogeneity.h - estimates of several units about a common mean, each with its variance v, and
 * the variance tau^2 between the units' true values.
 *
 *   DL    R. DerSimonian and N. Laird, Controlled Clinical Trials 7 (1986) 177-188, in closed form
 *   PM    R. C. Paule and J. Mandel, J. Research Nat. Bureau of Standards 87 (1982) 377-385: the
 *         tau^2 at which sum w (y - mu)^2 = k - 1, w = 1 / (v + tau^2)
 *   EB    C. N. Morris, JASA 78 (1983) 47-55; its equation is PM's (W. Viechtbauer et al.,
 *         Psychological Methods 20 (2015) 360-374), and so is its solution
 *   REML  restricted maximum likelihood, by Fisher scoring (W. Viechtbauer, J. Educational and
 *         Behavioral Statistics 30 (2005) 261-293)
 *   FE    none: tau^2 = 0, the units differ by chance alone */
#ifndef ONTRACK_METHOD_HETEROGENEITY_H
#define ONTRACK_METHOD_HETEROGENEITY_H

#include <stddef.h>

enum tau2_estimator { TAU2_DL, TAU2_PM, TAU2_EB, TAU2_REML, TAU2_FE };

struct pooled {
    double tau2;   /* NAN where the scoring did not settle */
    double mu, se; /* mean with weights 1 / (v + tau^2), and its standard error */
    double q;      /* Cochran's: sum (y - mu)^2 / v about the mean without tau^2 */
    double i2;     /* share of the variance that is between units, in per cent; NAN for one unit */
};

/* `y` and `v` (each above 0) in an order of their own; count > 0. */
struct pooled pool_estimates(
    const double *y, const double *v, size_t count, enum tau2_estimator estimator);

#endif
