#include "output/quality_history.h"
#include "output/figures.h"
#include "output/gnuplot.h"
#include "output/html.h"
#include "output/tables.h"
#include "record/dates.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MONTHS = 13, PANELS = 24, COLUMNS = 3, PANEL_WIDTH = 250, PANEL_HEIGHT = 130 };
enum { SCRIPT_MAXIMUM = 256 * 1024, SVG_MAXIMUM = 8 * 1024 * 1024 };

/* Months are counted from the year 0, so that they can be subtracted. */
static int month_of(const struct published *published, int row)
{
    const char *text = published_text(published, QUALITY_HISTORY, row, "month");
    int year, month, day;
    int32_t days;

    if (!text || !date_parse(text, strlen(text), &days))
        return 0;
    date_split(days, &year, &month, &day);
    return year * 12 + month - 1;
}

static const char *month_name(char text[16], int month)
{
    static const char names[12][4] = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

    snprintf(text, 16, "%s %02d", names[month % 12], month / 12 % 100);
    return text;
}

static int last_month(const struct published *published)
{
    int last = 0;

    for (int row = 0; row < published_rows(published, QUALITY_HISTORY); row++)
        if (month_of(published, row) > last)
            last = month_of(published, row);
    return last;
}

/* The first month that there is, no more than 12 before the last. */
static int first_month(const struct published *published, int last)
{
    int first = last;

    for (int row = 0; row < published_rows(published, QUALITY_HISTORY); row++)
        if (month_of(published, row) < first && month_of(published, row) > last - MONTHS)
            first = month_of(published, row);
    return first;
}

/* The row after the provider's last: rows come by provider, then month. */
static int after_provider(const struct published *published, int row)
{
    const char *provider = published_text(published, QUALITY_HISTORY, row, "provider");

    while (row < published_rows(published, QUALITY_HISTORY) &&
           published_is(published, QUALITY_HISTORY, row, "provider", provider))
        row++;
    return row;
}

static void add_line(struct buf *page, const struct published *published, int row, int end,
    const char *column, int first, int last)
{
    buf_add_text(page, "<tr>");
    html_element(
        page, "th", "scope=\"row\"", published_text(published, QUALITY_HISTORY, row, "name"));
    for (int month = first; month <= last; month++) {
        while (row < end && month_of(published, row) < month)
            row++;
        buf_add_text(page, "<td class=\"number\">");
        table_cell_text(page,
            row < end && month_of(published, row) == month
                ? published_text(published, QUALITY_HISTORY, row, column)
                : "x",
            KIND_SHARE);
        buf_add_text(page, "</td>");
    }
    table_row_end(page);
}

static void add_months(struct buf *page, const struct published *published, const char *column,
    const char *caption, int first, int last)
{
    struct table_view views[MONTHS + 1] = {{NULL, "Provider", KIND_TEXT}};
    char names[MONTHS][16];

    for (int i = 0; i <= last - first; i++)
        views[i + 1] = (struct table_view){NULL, month_name(names[i], first + i), KIND_SHARE};
    table_begin(page, caption, views, (size_t)(last - first) + 2);
    for (int row = 0, end, count = 0;
         row < published_rows(published, QUALITY_HISTORY) && count < PANELS; row = end, count++) {
        end = after_provider(published, row);
        add_line(page, published, row, end, column, first, last);
    }
    table_end(page);
}

/* A title in single quotes: one within is doubled. */
static void add_title(struct buf *script, const char *text)
{
    struct buf clean = BUF_INIT(4096);

    gnuplot_cell(&clean, text);
    buf_add_text(script, "set title '");
    for (const char *c = buf_text(&clean); *c; c++)
        buf_add_text(script, *c == '\'' ? "''" : (char[]){*c, '\0'});
    buf_add_text(script, "'\n");
    buf_release(&clean);
}

/* A month that may not be shown, or was not kept, breaks the line. */
static void add_panel(
    struct buf *script, const struct published *published, int row, int end, int number)
{
    add_title(script, published_text(published, QUALITY_HISTORY, row, "name"));
    buf_addf(script, "$p%d << END_OF_DATA\n", number);
    for (int last = 0; row < end; last = month_of(published, row++)) {
        double rate = published_number(published, QUALITY_HISTORY, row, "pass_rate");
        double complete = published_number(published, QUALITY_HISTORY, row, "complete");

        if (last && month_of(published, row) > last + 1)
            buf_addf(script, "%d\tNaN\tNaN\n", last + 1);
        buf_addf(script, "%d\t", month_of(published, row));
        buf_addf(script, isnan(rate) ? "NaN\t" : "%.2f\t", rate);
        buf_addf(script, isnan(complete) ? "NaN\n" : "%.2f\n", complete);
    }
    buf_addf(script,
        "END_OF_DATA\nplot $p%d using 1:3 with linespoints dt 2 lw 1 pt 6 ps 0.5 lc rgb '#595959' "
        "notitle, $p%d using 1:2 with linespoints lw 2 pt 7 ps 0.4 lc rgb '#1d4e89' notitle\n",
        number, number);
}

static void add_frame(struct buf *script, int panels, int first, int last)
{
    char from[16], to[16];

    buf_addf(script,
        "set multiplot layout %d,%d\nset yrange [0:1.05]\nset xrange [%d.5:%d.5]\nset border 3\n"
        "set ytics nomirror ('0%%%%' 0, '50%%%%' .5, '100%%%%' 1)\n"
        "set xtics nomirror out scale 0.5 offset 0,0.4 ('%s' %d, '%s' %d)\nset grid ytics lt 1 lc "
        "rgb "
        "'#d9d9d9'\n"
        "set tics font ',10'\nset title font ',11' offset 0,-0.6\n"
        "set lmargin 6\nset rmargin 3\nset tmargin 1.5\nset bmargin 1.6\n",
        (panels + COLUMNS - 1) / COLUMNS, COLUMNS, first - 1, last, month_name(from, first), first,
        month_name(to, last), last);
}

/* "Estermouth College: 79% to 81%. " */
static void describe(struct buf *text, const struct published *published, int row, int end)
{
    double from = NAN, to = NAN;
    char start[FIGURE_TEXT], finish[FIGURE_TEXT];

    buf_addf(text, "%s: ", published_text(published, QUALITY_HISTORY, row, "name"));
    for (; row < end; row++) {
        double rate = published_number(published, QUALITY_HISTORY, row, "pass_rate");

        if (isnan(rate))
            continue;
        from = isnan(from) ? rate : from;
        to = rate;
    }
    if (isnan(from))
        buf_add_text(text, "suppressed. ");
    else
        buf_addf(text, "%s to %s. ", figure_share(start, from), figure_share(finish, to));
}

static int add_charts(
    struct buf *page, const struct published *published, int first, int last, struct err *err)
{
    struct buf script = BUF_INIT(SCRIPT_MAXIMUM), panels = BUF_INIT(SCRIPT_MAXIMUM);
    struct buf text = BUF_INIT(SCRIPT_MAXIMUM), svg = BUF_INIT(SVG_MAXIMUM);
    struct chart chart = {.id = "history",
        .title = "Pass rate by month, a small chart a provider",
        .width = COLUMNS * PANEL_WIDTH};
    int count = 0, code;

    buf_add_text(&text, "Pass rate in the first and the last month. ");
    for (int row = 0, end; row < published_rows(published, QUALITY_HISTORY) && count < PANELS;
         row = end, count++) {
        end = after_provider(published, row);
        add_panel(&panels, published, row, end, count);
        describe(&text, published, row, end);
    }
    add_frame(&script, count, first, last);
    buf_add(&script, buf_text(&panels), panels.length);
    buf_add_text(&script, "unset multiplot\n");
    chart.description = buf_text(&text);
    chart.height = PANEL_HEIGHT * ((count + COLUMNS - 1) / COLUMNS);
    code = gnuplot_draw(&chart, &script, &svg, err);
    buf_add_text(page, "<figure>\n");
    buf_add(page, buf_text(&svg), svg.length);
    buf_addf(page,
        "<figcaption>Solid, with dots: pass rate. Dashed, with rings: share of young people with a "
        "baseline, an endpoint and a cost. One chart a provider%s; the tables have the "
        "figures.</figcaption>\n</figure>\n",
        count == PANELS ? ", the first 24" : "");
    buf_release(&script);
    buf_release(&panels);
    buf_release(&text);
    buf_release(&svg);
    return code;
}

int quality_history(struct buf *page, const struct published *published, struct err *err)
{
    int last = last_month(published), first = first_month(published, last);

    if (!last) {
        buf_add_text(page, "<p>No month has been kept yet.</p>\n");
        return 0;
    }
    if (first < last && add_charts(page, published, first, last, err))
        return err->code;
    if (first == last)
        buf_add_text(page, "<p>There is one month so far: a chart begins with the second.</p>\n");
    add_months(page, published, "pass_rate", "Pass rate of all fields, by month", first, last);
    add_months(page, published, "complete",
        "Share of young people with a baseline, an endpoint and a cost, by month", first, last);
    buf_addf(page, "<p class=\"small\">Up to %d providers by name; all are in history.csv.</p>\n",
        PANELS);
    return 0;
}
