/* sensitivity.h - each uncertain figure moved by itself, low and high, all others at their central value
 * (HM Treasury, The Green Book, chapter 5 on sensitivity analysis and switching values). */
#ifndef ONTRACK_METHOD_SENSITIVITY_H
#define ONTRACK_METHOD_SENSITIVITY_H

#include "method/uncertain.h"

struct sensitivity {
    const struct uncertain *figure;
    double npsv_low, npsv_high; /* at the low and at the high value */
    double width;               /* between the two */
    double switching;           /* the value at which NPSV is 0; NAN where none is possible */
};

/* Fills one entry for each figure, the widest first. The appraisal is as before when it returns.
 *
 * NPSV is linear in every figure but a drop-off, so that x* = x0 - NPSV0 (x1 - x0) / (NPSV1 - NPSV0);
 * that of a drop-off is searched for between 0 and 1. A share that would have to lie outside of what a
 * share can be, or a count or an amount below 0, is none. */
void sensitivity_fill(
    struct sensitivity *list, const struct uncertainties *all, const struct appraisal *appraisal);

#endif
