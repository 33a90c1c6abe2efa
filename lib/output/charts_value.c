#include "output/charts_value.h"
#include "base/memory.h"
#include "output/labels.h"

#include <math.h>
#include <stdlib.h>

enum { SCRIPT_MAXIMUM = 256 * 1024 };

static int by_size(const void *a, const void *b)
{
    double left = ((const struct funnel_point *)a)->size,
           right = ((const struct funnel_point *)b)->size;

    return (left > right) - (left < right);
}

static void add_funnel_data(struct buf *script, const struct funnel_point *points, size_t count)
{
    struct funnel_point *sorted = mem_array(count, sizeof *sorted);

    for (size_t i = 0; i < count; i++)
        sorted[i] = points[i];
    qsort(sorted, count, sizeof *sorted, by_size);
    buf_add_text(script, "$funnel << END_OF_DATA\n");
    for (size_t i = 0; i < count; i++)
        buf_addf(script, "%.10g\t%.10g\t%.10g\t%.10g\t%.10g\t%.10g\n", sorted[i].size,
            sorted[i].value, sorted[i].inner_lower, sorted[i].inner_upper, sorted[i].outer_lower,
            sorted[i].outer_upper);
    buf_add_text(script, "END_OF_DATA\n");
    free(sorted);
}

int chart_funnel(struct chart *chart, const struct funnel_style *style,
    const struct funnel_point *points, size_t count, struct buf *svg, struct err *err)
{
    struct buf script = BUF_INIT(SCRIPT_MAXIMUM);
    struct range size = {INFINITY, -INFINITY}, value = {style->target, style->target};
    struct point *names = mem_array(count, sizeof *names);
    unsigned used;
    int code;

    for (size_t i = 0; i < count; i++) {
        size = range_widen(size, points[i].size);
        value = range_widen(range_widen(value, points[i].outer_lower), points[i].outer_upper);
        value = range_widen(value, points[i].value);
        names[i] =
            (struct point){.name = points[i].name, .x = points[i].size, .y = points[i].value};
    }
    size = range_margin(size, .25, .25);
    axis_linear(&script, 'x', size, figure_count);
    value = range_margin(value, .08, .08);
    axis_linear(&script, 'y', value, style->write);
    add_funnel_data(&script, points, count);
    used = labels_add(&script, names, count, size, value);
    buf_addf(&script,
        "set border 3\nset grid lt 1 lc rgb '#e5e5e5'\nset key above\n"
        "set xlabel '%s'\nset ylabel '%s'\nplot %.10g with lines lw 1 lc rgb '#000000' title "
        "'programme'",
        style->size, style->value, style->target);
    buf_add_text(&script,
        ", $funnel using 1:3 with linespoints dt 2 pt 2 ps 0.4 lc rgb '#595959' title '95% limits'"
        ", $funnel using 1:4 with linespoints dt 2 pt 2 ps 0.4 lc rgb '#595959' notitle"
        ", $funnel using 1:5 with linespoints dt 1 pt 2 ps 0.4 lc rgb '#595959' title '99.8% "
        "limits'"
        ", $funnel using 1:6 with linespoints dt 1 pt 2 ps 0.4 lc rgb '#595959' notitle"
        ", $funnel using 1:2 with points pt 7 ps 1.1 lc rgb '" AXIS_BLUE "' notitle");
    labels_plot(&script, used);
    code = gnuplot_draw(chart, &script, svg, err);
    free(names);
    buf_release(&script);
    return code;
}

static void add_curve(struct buf *script, const struct curve *curve, size_t number)
{
    buf_addf(script, "$curve%zu << END_OF_DATA\n", number);
    for (size_t i = 0; i < curve->count; i++)
        buf_addf(script, "%.10g\t%.10g\n", curve->lambda[i], curve->chance[i]);
    buf_add_text(script, "END_OF_DATA\n");
}

/* Curves differ in their dashes and points, not in colour alone. */
static void plot_curve(struct buf *script, const struct curve *curve, size_t number)
{
    static const char *const colours[] = {AXIS_BLUE, "#000000", "#595959"};

    buf_addf(script,
        ", $curve%zu using 1:2 with linespoints dt %zu pt %zu ps 0.7 lw 2 lc rgb '%s' title \"",
        number, number % 5 + 1, 4 + number, colours[number % 3]);
    gnuplot_cell(script, curve->name);
    buf_add_char(script, '"');
}

int chart_acceptability(struct chart *chart, const struct curve *curves, size_t count,
    const struct curve *frontier, struct buf *svg, struct err *err)
{
    struct buf script = BUF_INIT(SCRIPT_MAXIMUM);
    struct range lambda = {0, 0};
    int code;

    for (size_t i = 0; i < frontier->count; i++)
        lambda = range_widen(lambda, frontier->lambda[i]);
    axis_linear(&script, 'x', lambda, figure_pounds);
    axis_linear(&script, 'y', (struct range){0, 1}, figure_share);
    add_curve(&script, frontier, CURVES_MAXIMUM);
    for (size_t i = 0; i < count; i++)
        add_curve(&script, &curves[i], i);
    buf_addf(&script,
        "set border 3\nset grid lt 1 lc rgb '#e5e5e5'\nset key above maxcols 2\n"
        "set xlabel 'What one more outcome is worth'\nset ylabel 'Chance of being the best buy'\n"
        "plot $curve%d using 1:2 with lines lw 9 lc rgb '#c4c4c4' title 'greatest mean net "
        "benefit'",
        CURVES_MAXIMUM);
    for (size_t i = 0; i < count; i++)
        plot_curve(&script, &curves[i], i);
    buf_add_text(&script, "\n");
    code = gnuplot_draw(chart, &script, svg, err);
    buf_release(&script);
    return code;
}

static void add_steps(
    struct buf *script, const char *block, const struct step *steps, size_t count, bool total)
{
    buf_addf(script, "$%s << END_OF_DATA\n", block);
    for (size_t i = 0; i < count; i++)
        if ((steps[i].total != 0) == total)
            buf_addf(script, "%.10g\t%zu\t%.10g\t%.10g\t%.10g\t%.10g\n",
                (steps[i].from + steps[i].to) / 2, count - i, fmin(steps[i].from, steps[i].to),
                fmax(steps[i].from, steps[i].to), (double)(count - i) - .32,
                (double)(count - i) + .32);
    buf_add_text(script, "END_OF_DATA\n");
}

/* Each bar's name as a label of the axis, and its amount to the right of it. */
static void add_step_names(struct buf *script, const struct step *steps, size_t count)
{
    char text[FIGURE_TEXT];

    buf_add_text(script, "$names << END_OF_DATA\n");
    for (size_t i = 0; i < count; i++) {
        double amount = steps[i].to - steps[i].from;

        buf_addf(script, "%zu\t%.10g\t", count - i, fmax(steps[i].from, steps[i].to));
        gnuplot_cell(script, steps[i].name);
        buf_addf(script, "\t%s\n", figure_about(text, amount));
    }
    buf_add_text(script, "END_OF_DATA\n");
}

int chart_waterfall(
    struct chart *chart, const struct step *steps, size_t count, struct buf *svg, struct err *err)
{
    struct buf script = BUF_INIT(SCRIPT_MAXIMUM);
    struct range pounds = {0, 0};
    bool parts = false;
    int code;

    for (size_t i = 0; i < count; i++) {
        pounds = range_widen(range_widen(pounds, steps[i].from), steps[i].to);
        parts |= !steps[i].total;
    }
    chart->height = 80 + 32 * (int)count;
    axis_linear(&script, 'x', range_margin(pounds, pounds.low < 0 ? .05 : 0, .25), figure_pounds);
    buf_addf(&script,
        "set yrange [0.3:%zu.7]\nset border 1\nset ytics nomirror\n"
        "set grid xtics lt 1 lc rgb '#d9d9d9'\nset xzeroaxis\nset arrow from 0,0.3 to 0,%zu.7 "
        "nohead lc rgb '#595959'\n",
        count, count);
    add_step_names(&script, steps, count);
    add_steps(&script, "total", steps, count, true);
    add_steps(&script, "part", steps, count, false);
    buf_add_text(&script,
        "plot $names using 2:1:ytic(3) with points pt 0 lc rgb '#ffffff' notitle"
        ", $total using 1:2:3:4:5:6 with boxxyerror fs solid 1 lc rgb '" AXIS_BLUE "' notitle");
    if (parts)
        buf_add_text(&script, ", $part using 1:2:3:4:5:6 with boxxyerror fs solid 1 border lc rgb "
                              "'#595959' fc rgb '#d9d9d9' notitle");
    buf_add_text(&script, ", $names using 2:1:4 with labels left offset char 0.8,0 notitle\n");
    code = gnuplot_draw(chart, &script, svg, err);
    buf_release(&script);
    return code;
}
