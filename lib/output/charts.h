/* charts.h - the report's three kinds of chart. Black and one blue; what colour says, shape or
 * position says too. */
#ifndef ONTRACK_OUTPUT_CHARTS_H
#define ONTRACK_OUTPUT_CHARTS_H

#include "output/gnuplot.h"

#include <stdbool.h>
#include <stddef.h>

/* A provider's value with its limits. */
struct bar {
    const char *name;
    double value, lower, upper;
    bool whole; /* the whole programme: another mark */
};
/* Forest plot on a logarithmic axis of pounds; from top to bottom in the order given. Values and
 * limits are above 0. `chart` needs no height. */
int chart_forest(
    struct chart *chart, const struct bar *bars, size_t count, struct buf *svg, struct err *err);

struct point {
    const char *name;
    double x, y;
    double x_lower, x_upper, y_lower, y_upper; /* limits, for the plane */
    bool on_frontier;                          /* for the ladder */
};
/* Mean cost across, share with the outcome up; those on the frontier are joined. */
int chart_ladder(struct chart *chart, const struct point *points, size_t count, struct buf *svg,
    struct err *err);
/* The cost-effectiveness plane: difference of the share across, of mean cost up, with limits. */
int chart_plane(struct chart *chart, const struct point *points, size_t count, struct buf *svg,
    struct err *err);

#endif
