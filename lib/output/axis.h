/* axis.h - the axes of charts: what they span and where their labels stand. */
#ifndef ONTRACK_OUTPUT_AXIS_H
#define ONTRACK_OUTPUT_AXIS_H

#include "base/buf.h"
#include "output/figures.h"

/* The colours of all charts: this, black and two greys. What colour says, shape or position says too. */
#define AXIS_BLUE "#1d4e89"

struct range {
    double low, high;
};
struct range range_widen(struct range range, double value);
/* A margin on both sides, as shares of the span: room for the names of points. */
struct range range_margin(struct range range, double low, double high);

typedef const char *(*figure)(char text[FIGURE_TEXT], double value);

/* Each adds the commands for one axis: its range, and labels at round numbers. */
void axis_pounds_log(struct buf *script, struct range range);
void axis_linear(struct buf *script, char axis, struct range range, figure write);

#endif
