/* gnuplot.h - a chart drawn by gnuplot, as SVG that can stand inside a page. */
#ifndef ONTRACK_OUTPUT_GNUPLOT_H
#define ONTRACK_OUTPUT_GNUPLOT_H

#include "base/buf.h"
#include "base/err.h"

struct chart {
    const char *id;          /* unique on the page; made of letters, digits and hyphens */
    const char *title;       /* what is shown: the SVG's <title> */
    const char *description; /* what it shows, in words: the SVG's <desc> */
    int width, height;
};

/* Runs the commands of `script` and adds the drawing to `svg`, with the chart's title and
 * description and with ids of its own. 0, or EX_UNAVAILABLE where gnuplot is missing or fails. */
int gnuplot_draw(
    const struct chart *chart, const struct buf *script, struct buf *svg, struct err *err);

/* A text from the database as a cell of gnuplot's data: what would end the cell or the line, or
 * start a command, becomes a space. */
void gnuplot_cell(struct buf *script, const char *text);

#endif
