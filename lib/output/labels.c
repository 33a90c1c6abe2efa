#include "output/labels.h"
#include "base/memory.h"
#include "output/gnuplot.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Where a name stands: right of its point or left of it, above or below. */
enum { ABOVE, BELOW, LEFT = 2, PLACES = 4 };

/* The plot is about this many characters wide and lines high. */
static const double characters = 80, lines = 14;

struct box {
    double left, right, bottom, top; /* in characters and lines */
};

static struct box box_of(const struct point *point, int place, struct range x, struct range y)
{
    double across = (point->x - x.low) / (x.high - x.low) * characters;
    double up = (point->y - y.low) / (y.high - y.low) * lines + (place % LEFT == BELOW ? -.7 : .7);
    double width = (double)strlen(point->name) * .95;

    return (struct box){place < LEFT ? across + .8 : across - .8 - width,
        place < LEFT ? across + .8 + width : across - .8, up - .55, up + .55};
}

static bool meet(const struct box *a, const struct box *b)
{
    return a->left < b->right && b->left < a->right && a->bottom < b->top && b->bottom < a->top;
}

/* The first place that is within the plot and meets no name that has its place already. */
static int choose(
    const struct point *points, size_t i, struct box *boxes, struct range x, struct range y)
{
    int first = (int)(i % 2) + (points[i].x > x.low + .55 * (x.high - x.low) ? LEFT : 0);

    for (int attempt = 0; attempt < PLACES; attempt++) {
        int place = first ^ attempt;
        bool free = true;

        boxes[i] = box_of(&points[i], place, x, y);
        for (size_t other = 0; other < i && free; other++)
            free = !meet(&boxes[i], &boxes[other]);
        if (free && boxes[i].left > -12 && boxes[i].right < characters + 2)
            return place;
    }
    boxes[i] = box_of(&points[i], first, x, y);
    return first;
}

/* The names of each place are a block of their own: gnuplot 5.4 crashes on labels without a single
 * point. */
unsigned labels_add(
    struct buf *script, const struct point *points, size_t count, struct range x, struct range y)
{
    struct box *boxes = mem_array(count + 1, sizeof *boxes);
    int *places = mem_array(count + 1, sizeof *places);
    unsigned used = 0;

    for (size_t i = 0; i < count; i++) {
        places[i] = choose(points, i, boxes, x, y);
        used |= 1u << places[i];
    }
    for (int place = 0; place < PLACES; place++) {
        buf_addf(script, "$names%d << END_OF_DATA\n", place);
        for (size_t i = 0; i < count; i++) {
            if (places[i] != place)
                continue;
            buf_addf(script, "%.10g\t%.10g\t", points[i].x, points[i].y);
            gnuplot_cell(script, points[i].name);
            buf_add_char(script, '\n');
        }
        buf_add_text(script, "END_OF_DATA\n");
    }
    free(boxes);
    free(places);
    return used;
}

void labels_plot(struct buf *script, unsigned used)
{
    for (int place = 0; place < PLACES; place++)
        if (used & 1u << place)
            buf_addf(script, ", $names%d using 1:2:3 with labels %s offset char %s,%s notitle",
                place, place < LEFT ? "left" : "right", place < LEFT ? "0.8" : "-0.8",
                place % LEFT == BELOW ? "-0.7" : "0.7");
    buf_add_text(script, "\n");
}
