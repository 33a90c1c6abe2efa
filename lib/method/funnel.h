/* funnel.h - funnel limits: how far a unit of its size may lie from the target by chance (D. J.
 * Spiegelhalter, Statistics in Medicine 24 (2005) 1185-1202). Units are told apart from the target,
 * never put in order.
 *
 * A proportion x / n about theta: theta -+ z sqrt(theta (1 - theta) / n), within 0 and 1; the same
 * as the limits of the Fingertips technical guidance. A ratio O / E about a target: exact, of the
 * Poisson distribution with mean E times target. A limit is the O / E at which E is just the limit
 * of O's exact interval (interval.h, Garwood), so that a unit is beyond it where that interval does
 * not hold what was expected; O need not be whole. Below the least E at which no event at all would
 * be few, the lower limit is 0.
 *
 * Over-dispersed limits (dispersion.h): y -+ z sqrt(s^2 + tau^2) on a scale of about constant
 * variance, and back:
 *   proportion     y = asin sqrt(x / n)  s = 1 / (2 sqrt n)
 *   ratio, sqrt    y = sqrt(O / E)       s = 1 / (2 sqrt E)
 *   ratio, log     y = ln(O / E)         s = 1 / sqrt E     (not where O is 0) */
#ifndef ONTRACK_METHOD_FUNNEL_H
#define ONTRACK_METHOD_FUNNEL_H

#include "method/dispersion.h"
#include "method/interval.h"

enum funnel_scale { SCALE_ASIN, SCALE_SQRT, SCALE_LOG };

enum funnel_label {
    LABEL_NONE, /* no value or no limits */
    LABEL_WITHIN,
    LABEL_BELOW_INNER,
    LABEL_BELOW_OUTER,
    LABEL_ABOVE_INNER,
    LABEL_ABOVE_OUTER
};
/* NULL for LABEL_NONE. */
const char *funnel_label_name(enum funnel_label label);

struct funnel_limits {
    struct interval inner, outer;
    enum funnel_label label; /* of the unit's value; beyond is strictly beyond */
};

struct funnel_unit {
    double observed, size; /* size: the denominator or what is expected */
    /* to be filled */
    double value; /* NAN where size is 0 */
    struct funnel_limits chance, adjusted;
};

struct funnel {
    enum funnel_scale scale;
    double inner, outer; /* levels */
    struct trimming trimming;
    double target;                /* NAN: the total of proportions, 1 of ratios; filled in */
    struct dispersion dispersion; /* to be filled */
};

/* The units must be in an order of their own; observed <= size for proportions. */
void funnel_fill(struct funnel *funnel, struct funnel_unit *units, size_t count);

struct interval funnel_proportion(double target, double n, double level);
struct interval funnel_ratio(double target, double expected, double level);

#endif
