#include "output/charts.h"
#include "output/axis.h"
#include "output/figures.h"
#include "output/labels.h"

#include <math.h>

static const char blue[] = AXIS_BLUE;

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
        range = range_widen(range_widen(range, bars[i].lower), bars[i].upper);
        has_whole |= bars[i].whole;
        has_part |= !bars[i].whole;
    }
    chart->height = 96 + 34 * (int)count;
    axis_pounds_log(&script, (struct range){range.low * .85, range.high * 1.15});
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

int chart_ladder(
    struct chart *chart, const struct point *points, size_t count, struct buf *svg, struct err *err)
{
    struct buf script = BUF_INIT(256 * 1024);
    struct range cost = {INFINITY, -INFINITY}, share = {INFINITY, -INFINITY};
    size_t steps = 0;
    unsigned names;
    int code;

    for (size_t i = 0; i < count; i++) {
        cost = range_widen(cost, points[i].x);
        share = range_widen(share, points[i].y);
        steps += points[i].on_frontier;
    }
    cost = range_margin(cost, .15, .15);
    axis_linear(&script, 'x', cost, figure_pounds);
    share = range_margin(share, .25, .25);
    axis_linear(&script, 'y', share, figure_share);
    add_points(&script, points, count);
    names = labels_add(&script, points, count, cost, share);
    buf_add_text(&script, "set border 3\nset grid lt 1 lc rgb '#e5e5e5'\n"
                          "set xlabel 'Mean cost of a young person'\n"
                          "set ylabel 'Share with the outcome'\nplot ");
    if (steps > 1)
        buf_addf(&script, "$frontier using 1:2 with lines lw 2 lc rgb '%s' notitle, ", blue);
    buf_addf(&script, "$points using 1:2 with points pt 7 ps 1 lc rgb '%s' notitle", blue);
    labels_plot(&script, names);
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
        effect = range_widen(range_widen(effect, points[i].x_lower), points[i].x_upper);
        cost = range_widen(range_widen(cost, points[i].y_lower), points[i].y_upper);
    }
    effect = range_margin(effect, .15, .15);
    axis_linear(&script, 'x', effect, figure_points);
    cost = range_margin(cost, .35, .35);
    axis_linear(&script, 'y', cost, figure_pounds);
    add_quadrants(&script);
    add_points(&script, points, count);
    names = labels_add(&script, points, count, effect, cost);
    buf_addf(&script,
        "plot $points using 1:2:3:4:5:6 with xyerrorbars pt 7 ps 0.9 lw 2 lc rgb '%s' notitle",
        blue);
    labels_plot(&script, names);
    code = gnuplot_draw(chart, &script, svg, err);
    buf_release(&script);
    return code;
}
