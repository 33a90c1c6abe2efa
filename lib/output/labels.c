#include "output/labels.h"

/* A point's name stands above or below it by turns, so that neighbours' names don't meet so easily,
 * and to its left where it is far to the right. */
enum { PLACES = 4 };

static int place_of(const struct point *points, size_t i, struct range x)
{
    return (int)(i % 2) + (points[i].x > x.low + .55 * (x.high - x.low) ? 2 : 0);
}

/* The names of each place as a block of their own. Returns which places have any, as bits: gnuplot
 * 5.4 crashes on labels without a single point. */
unsigned labels_add(struct buf *script, const struct point *points, size_t count, struct range x)
{
    unsigned used = 0;

    for (int place = 0; place < PLACES; place++) {
        buf_addf(script, "$names%d << END_OF_DATA\n", place);
        for (size_t i = 0; i < count; i++) {
            if (place_of(points, i, x) != place)
                continue;
            used |= 1u << place;
            buf_addf(script, "%.10g\t%.10g\t", points[i].x, points[i].y);
            gnuplot_cell(script, points[i].name);
            buf_add_char(script, '\n');
        }
        buf_add_text(script, "END_OF_DATA\n");
    }
    return used;
}

void labels_plot(struct buf *script, unsigned used)
{
    for (int place = 0; place < PLACES; place++)
        if (used & 1u << place)
            buf_addf(script, ", $names%d using 1:2:3 with labels %s offset char %s,%s notitle",
                place, place < 2 ? "left" : "right", place < 2 ? "0.8" : "-0.8",
                place % 2 ? "-0.7" : "0.7");
    buf_add_text(script, "\n");
}
