/* labels.h - the names of a chart's points, so placed that neighbours' don't meet too easily. */
#ifndef ONTRACK_OUTPUT_LABELS_H
#define ONTRACK_OUTPUT_LABELS_H

#include "output/axis.h"
#include "output/charts.h"

/* Adds the names as data. What it returns is for labels_plot(). */
unsigned labels_add(
    struct buf *script, const struct point *points, size_t count, struct range x, struct range y);
/* Ends a plot command with them. */
void labels_plot(struct buf *script, unsigned used);

#endif
