/* effect.h - how far a group has come between a first and a last score, in standard deviations (B.
 * J. Becker, British J. Mathematical and Statistical Psychology 41 (1988) 257-278; S. B. Morris,
 * Organizational Research Methods 11 (2008) 364-386; as metafor's SMCR and SMCC).
 *
 *   SMCR  d = J (mean_post - mean_pre) / sd_pre     v = 2 (1 - r) / n + d^2 / (2n)
 *   SMCC  d = J (mean_post - mean_pre) / sd_change  v = 1 / n + d^2 / (2n)
 *   J = Gamma(m/2) / (sqrt(m/2) Gamma((m-1)/2)),  m = n - 1
 * The sign is that of post less pre. Without a comparison group it holds whatever else happened in
 * the meantime, and regression to the mean; with one, the difference of two SMCR with the variances
 * added is Morris's. */
#ifndef ONTRACK_METHOD_EFFECT_H
#define ONTRACK_METHOD_EFFECT_H

#include "method/interval.h"

#include <stddef.h>

/* Of the pairs of scores; NAN where there are too few or they don't vary. */
struct scores {
    double n;
    double mean_pre, sd_pre, mean_post, sd_post;
    double mean_change, sd_change;
    double correlation;
};
/* The pairs in an order of their own. */
struct scores scores_of(const double *pre, const double *post, size_t count);

struct effect {
    double d, variance;
};
/* NAN with fewer than three pairs. */
struct effect effect_raw(
    double n, double mean_pre, double mean_post, double sd_pre, double correlation);
struct effect effect_change(double n, double mean_change, double sd_change);
struct effect effect_difference(struct effect group, struct effect comparison);
struct interval effect_limits(struct effect effect, double level);

/* J(m), m > 1; else NAN. */
double effect_correction(double m);

#endif
