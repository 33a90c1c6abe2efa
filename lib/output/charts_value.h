/* charts_value.h - the charts of the three forms of value for money: funnels, acceptability curves and
 * the waterfall of benefits. Colours as in axis.h. */
#ifndef ONTRACK_OUTPUT_CHARTS_VALUE_H
#define ONTRACK_OUTPUT_CHARTS_VALUE_H

#include "output/axis.h"
#include "output/gnuplot.h"

#include <stddef.h>

/* A provider by its size, with the limits that hold for that size. */
struct funnel_point {
    const char *name;
    double size, value;
    double inner_lower, inner_upper, outer_lower, outer_upper;
};
/* How a funnel is labelled: what size is, what value is, and how a value is written. */
struct funnel_style {
    const char *size, *value;
    figure write;
    double target;
};
/* Limits are joined from size to size. Two points or more. */
int chart_funnel(struct chart *chart, const struct funnel_style *style,
    const struct funnel_point *points, size_t count, struct buf *svg, struct err *err);

enum { CURVES_MAXIMUM = 6 };

/* The chance of each provider at each value of an outcome. */
struct curve {
    const char *name;
    size_t count;
    const double *lambda, *chance;
};
/* `frontier` is drawn beneath the others, broad and grey; its name is not shown. */
int chart_acceptability(struct chart *chart, const struct curve *curves, size_t count,
    const struct curve *frontier, struct buf *svg, struct err *err);

/* A bar from one amount of pounds to another. */
struct step {
    const char *name;
    double from, to;
    int total; /* stands by itself: another pattern */
};
/* From top to bottom in the order given. `chart` needs no height. */
int chart_waterfall(
    struct chart *chart, const struct step *steps, size_t count, struct buf *svg, struct err *err);

#endif
