#include "output/axis.h"

#include <math.h>
#include <stdbool.h>

struct range range_widen(struct range range, double value)
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
void axis_pounds_log(struct buf *script, struct range range)
{
    buf_addf(script, "set logscale x\nset xrange [%.10g:%.10g]\nset xtics nomirror (", range.low,
        range.high);
    if (range.high / range.low < 8)
        even_ticks(script, range, nice_step(range.high - range.low, 5), figure_pounds);
    else
        ticks_by_powers(script, range, figure_pounds);
    buf_add_text(script, ")\n");
}

void axis_linear(struct buf *script, char axis, struct range range, figure write)
{
    buf_addf(script, "set %crange [%.10g:%.10g]\nset %ctics nomirror (", axis, range.low,
        range.high, axis);
    even_ticks(script, range, nice_step(range.high - range.low, 6), write);
    buf_add_text(script, ")\n");
}

struct range range_margin(struct range range, double low, double high)
{
    double span = range.high - range.low > 0 ? range.high - range.low : fmax(fabs(range.high), 1);

    return (struct range){range.low - low * span, range.high + high * span};
}
