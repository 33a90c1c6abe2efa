#include "output/charts.h"
#include "output/figures.h"

#include <math.h>

static const char blue[] = "#1d4e89";

struct range {
    double low, high;
};

static struct range widen(struct range range, double value)
{
    return (struct range){fmin(range.low, value), fmax(range.high, value)};
}

/* 1, 2 or 5 times a power of ten: a step that gives about `parts` of them. */
static double nice_step(double span, int parts)
{
    double rough = span / parts, unit = pow(10, floor(log10(rough)));
    double times = rough / unit;

    return unit * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
}

/* A label is a format to gnuplot: a percent sign stands for itself when doubled. */
static void add_tick(struct buf *script, bool first, const char *label, double at)
{
    buf_add_text(script, first ? "'" : ", '");
    for (; *label; label++)
        buf_add_text(script, *label == '%' ? "%%" : (char[]){*label, '\0'});
    buf_addf(script, "' %.10g", at);
}

typedef const char *(*figure)(char text[FIGURE_TEXT], double value);

/* Labels at every whole number of steps within the range. */
static void even_ticks(struct buf *script, struct range range, double step, figure write)
{
    int first = (int)ceil(range.low / step), last = (int)floor(range.high / step);
    char label[FIGURE_TEXT];

    for (int i = first; i <= last; i++)
        add_tick(script, i == first, write(label, i * step), i * step);
}

/* Labels at 1, 2 and 5 times the powers of ten within the range. */
static void ticks_by_powers(struct buf *script, struct range range, figure write)
{
    static const double steps[] = {1, 2, 5};
    int power = (int)floor(log10(range.low)), highest = (int)floor(log10(range.high));
    char label[FIGURE_TEXT];
    bool first = true;

    for (; power <= highest; power++)
        for (size_t i = 0; i < 3; i++) {
            double at = steps[i] * pow(10, power);

            if (at < range.low || at > range.high)
                continue;
            add_tick(script, first, write(label, at), at);
            first = false;
        }
}

/* Less than a power of ten has too few labels by powers: then they stand at even steps. */
static void pounds_log_axis(struct buf *script, struct range range)
{
    buf_addf(script, "set logscale x\nset xrange [%.10g:%.10g]\nset xtics nomirror (", range.low,
        range.high);
    if (range.high / range.low < 8)
        even_ticks(script, range, nice_step(range.high - range.low, 5), figure_pounds);
    else
        ticks_by_powers(script, range, figure_pounds);
    buf_add_text(script, ")\n");
}

static void linear_axis(struct buf *script, char axis, struct range range, figure write)
{
    buf_addf(script, "set %crange [%.10g:%.10g]\nset %ctics nomirror (", axis, range.low,
        range.high, axis);
    even_ticks(script, range, nice_step(range.high - range.low, 6), write);
    buf_add_text(script, ")\n");
}

static void add_bars(
    struct buf *script, const char *block, const struct bar *bars, size_t count, bool whole)
{
    buf_addf(script, "$%s << END_OF_DATA\n", block);
    for (size_t i = 0; i < count; i++)
        if (bars[i].whole == whole)
            buf_addf(script, "%.10g\t%.10g\t%.10g\t%zu\n", bars[i].value, bars[i].lower,
                bars[i].upper, count - i);
    buf_add_text(script, "END_OF_DATA\n");
}

static void add_names(struct buf *script, const struct bar *bars, size_t count)
{
    buf_add_text(script, "$names << END_OF_DATA\n");
    for (size_t i = 0; i < count; i++) {
        buf_addf(script, "%zu\t%.10g\t", count - i, bars[i].lower);
        gnuplot_cell(script, bars[i].name);
        buf_add_char(script, '\n');
    }
    buf_add_text(script, "END_OF_DATA\n");
}

int chart_forest(
    struct chart *chart, const struct bar *bars, size_t count, struct buf *svg, struct err *err)
{
    struct buf script = BUF_INIT(256 * 1024);
    struct range range = {INFINITY, -INFINITY};
    bool has_whole = false, has_part = false;
    int code;

    for (size_t i = 0; i < count; i++) {
        range = widen(widen(range, bars[i].lower), bars[i].upper);
        has_whole |= bars[i].whole;
        has_part |= !bars[i].whole;
    }
    chart->height = 96 + 34 * (int)count;
    pounds_log_axis(&script, (struct range){range.low * .85, range.high * 1.15});
    buf_addf(
        &script, "set yrange [0.3:%zu.7]\nset border 1\nset ytics nomirror\nset bars 0.5\n", count);
    buf_add_text(&script, "set grid xtics lt 1 lc rgb '#d9d9d9'\n"
                          "set xlabel 'Cost per outcome with 95% interval (logarithmic scale)'\n");
    add_names(&script, bars, count);
    add_bars(&script, "part", bars, count, false);
    add_bars(&script, "whole", bars, count, true);
    /* The names are tick labels; the points that carry them are drawn in nothing. */
    buf_add_text(
        &script, "plot $names using 2:1:ytic(3) with points pt 0 lc rgb '#ffffff' notitle");
    if (has_part)
        buf_addf(&script,
            ", $part using 1:4:2:3 with xerrorbars pt 7 ps 0.9 lw 2 lc rgb '%s' notitle", blue);
    if (has_whole)
        buf_add_text(&script,
            ", $whole using 1:4:2:3 with xerrorbars pt 13 ps 1.4 lw 2 lc rgb '#000000' notitle");
    buf_add_text(&script, "\n");
    code = gnuplot_draw(chart, &script, svg, err);
    buf_release(&script);
    return code;
}

/* A margin on both sides, and room on the right for the last point's name. */
static struct range with_margin(struct range range, double low, double high)
{
    double span = range.high - range.low > 0 ? range.high - range.low : fmax(fabs(range.high), 1);

    return (struct range){range.low - low * span, range.high + high * span};
}

static void add_points(struct buf *script, const struct point *points, size_t count)
{
    buf_add_text(script, "$points << END_OF_DATA\n");
    for (size_t i = 0; i < count; i++)
        buf_addf(script, "%.10g\t%.10g\t%.10g\t%.10g\t%.10g\t%.10g\n", points[i].x, points[i].y,
            points[i].x_lower, points[i].x_upper, points[i].y_lower, points[i].y_upper);
    buf_add_text(script, "END_OF_DATA\n$frontier << END_OF_DATA\n");
    for (size_t i = 0; i < count; i++)
        if (points[i].on_frontier)
            buf_addf(script, "%.10g\t%.10g\n", points[i].x, points[i].y);
    buf_add_text(script, "END_OF_DATA\n");
}

/* A point's name stands above or below it by turns, so that neighbours' names don't meet so easily,
 * and to its left where it is far to the right. */
enum { PLACES = 4 };

static int place_of(const struct point *points, size_t i, struct range x)
{
    return (int)(i % 2) + (points[i].x > x.low + .55 * (x.high - x.low) ? 2 : 0);
}

/* The names of each place as a block of their own. Returns which places have any, as bits: gnuplot
 * 5.4 crashes on labels without a single point. */
static unsigned add_names_of_points(
    struct buf *script, const struct point *points, size_t count, struct range x)
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

static void plot_names(struct buf *script, unsigned used)
{
    for (int place = 0; place < PLACES; place++)
        if (used & 1u << place)
            buf_addf(script, ", $names%d using 1:2:3 with labels %s offset char %s,%s notitle",
                place, place < 2 ? "left" : "right", place < 2 ? "0.8" : "-0.8",
                place % 2 ? "-0.7" : "0.7");
    buf_add_text(script, "\n");
}

int chart_ladder(
    struct chart *chart, const struct point *points, size_t count, struct buf *svg, struct err *err)
{
    struct buf script = BUF_INIT(256 * 1024);
    struct range cost = {INFINITY, -INFINITY}, share = {INFINITY, -INFINITY};
    size_t steps = 0;
    unsigned names;
    int code;

    for (size_t i = 0; i < count; i++) {
        cost = widen(cost, points[i].x);
        share = widen(share, points[i].y);
        steps += points[i].on_frontier;
    }
    cost = with_margin(cost, .15, .15);
    linear_axis(&script, 'x', cost, figure_pounds);
    linear_axis(&script, 'y', with_margin(share, .25, .25), figure_share);
    add_points(&script, points, count);
    names = add_names_of_points(&script, points, count, cost);
    buf_add_text(&script, "set border 3\nset grid lt 1 lc rgb '#e5e5e5'\n"
                          "set xlabel 'Mean cost of a young person'\n"
                          "set ylabel 'Share with the outcome'\nplot ");
    if (steps > 1)
        buf_addf(&script, "$frontier using 1:2 with lines lw 2 lc rgb '%s' notitle, ", blue);
    buf_addf(&script, "$points using 1:2 with points pt 7 ps 1 lc rgb '%s' notitle", blue);
    plot_names(&script, names);
    code = gnuplot_draw(chart, &script, svg, err);
    buf_release(&script);
    return code;
}

static void add_quadrants(struct buf *script)
{
    buf_add_text(script,
        "set xzeroaxis lt 1 lc rgb '#595959'\nset yzeroaxis lt 1 lc rgb '#595959'\n"
        "set label 'dearer, smaller share' at graph 0.02,0.96 left textcolor rgb '#595959'\n"
        "set label 'dearer, greater share' at graph 0.98,0.96 right textcolor rgb '#595959'\n"
        "set label 'cheaper, smaller share' at graph 0.02,0.05 left textcolor rgb '#595959'\n"
        "set label 'cheaper, greater share' at graph 0.98,0.05 right textcolor rgb '#595959'\n"
        "set xlabel 'Difference of the share with the outcome'\n"
        "set ylabel 'Difference of mean cost'\n"
        "set border 3\nset grid lt 1 lc rgb '#e5e5e5'\nset bars 0.5\n");
}

int chart_plane(
    struct chart *chart, const struct point *points, size_t count, struct buf *svg, struct err *err)
{
    struct buf script = BUF_INIT(256 * 1024);
    struct range effect = {0, 0}, cost = {0, 0};
    unsigned names;
    int code;

    for (size_t i = 0; i < count; i++) {
        effect = widen(widen(effect, points[i].x_lower), points[i].x_upper);
        cost = widen(widen(cost, points[i].y_lower), points[i].y_upper);
    }
    effect = with_margin(effect, .15, .15);
    linear_axis(&script, 'x', effect, figure_points);
    linear_axis(&script, 'y', with_margin(cost, .35, .35), figure_pounds);
    add_quadrants(&script);
    add_points(&script, points, count);
    names = add_names_of_points(&script, points, count, effect);
    buf_addf(&script,
        "plot $points using 1:2:3:4:5:6 with xyerrorbars pt 7 ps 0.9 lw 2 lc rgb '%s' notitle",
        blue);
    plot_names(&script, names);
    code = gnuplot_draw(chart, &script, svg, err);
    buf_release(&script);
    return code;
}
