#include "output/contract_tables.h"
#include "base/memory.h"
#include "output/figures.h"
#include "output/html.h"
#include "output/tables.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAXIMUM = 40 };

struct contract_rows contract_find(const struct published *published, int contract)
{
    const char *provider = published_text(published, CONTRACTS, contract, "provider");
    struct contract_rows rows = {
        .programme = published_text(published, CONTRACTS, contract, "programme")};
    int count = published_rows(published, CONTRACT_VALUES);

    while (rows.first < count &&
           !(published_is(published, CONTRACT_VALUES, rows.first, "provider", provider) &&
               published_is(published, CONTRACT_VALUES, rows.first, "programme", rows.programme)))
        rows.first++;
    rows.last = rows.first;
    while (rows.last < count &&
           published_is(published, CONTRACT_VALUES, rows.last, "provider", provider) &&
           published_is(published, CONTRACT_VALUES, rows.last, "programme", rows.programme))
        rows.last++;
    return rows;
}

/* A figure as its kind and unit have it; NULL where there is none. */
static const char *figure(const struct published *published, enum relation relation, int row,
    const char *column, char text[FIGURE_TEXT])
{
    double value = published_number(published, relation, row, column);

    if (isnan(value))
        return NULL;
    if (published_is(published, relation, row, "unit", "share"))
        return figure_share(text, value);
    if (published_is(published, relation, row, "kind", "count") ||
        published_is(published, relation, row, "unit", "days"))
        return figure_count(text, value);
    snprintf(text, FIGURE_TEXT, "%.1f", value);
    return text;
}

static void add_cell(struct buf *page, const struct published *published, int row)
{
    char text[FIGURE_TEXT], lower[FIGURE_TEXT], upper[FIGURE_TEXT];
    const char *value, *from;

    buf_add_text(page, "<td class=\"number\">");
    if (row < 0) {
        buf_add_text(page, "</td>");
        return;
    }
    value = figure(published, CONTRACT_VALUES, row, "value", text);
    table_cell_text(
        page, value ? value : published_text(published, CONTRACT_VALUES, row, "symbol"), KIND_TEXT);
    if (value && published_text(published, CONTRACT_VALUES, row, "n"))
        buf_addf(page, "<br><span class=\"small\">of %s</span>",
            figure_count(text, published_number(published, CONTRACT_VALUES, row, "n")));
    from = figure(published, CONTRACT_VALUES, row, "lower", lower);
    if (value && from && published_is(published, CONTRACT_VALUES, row, "period_kind", "all")) {
        buf_addf(page, "<br><span class=\"small\">%s to ", from);
        html_text(page, figure(published, CONTRACT_VALUES, row, "upper", upper));
        buf_add_text(page, "</span>");
    }
    buf_add_text(page, "</td>");
}

static bool in_span(
    const struct published *published, enum relation relation, int row, enum contract_span span)
{
    return published_is(published, relation, row, "period_kind", "month") ==
           (span == CONTRACT_MONTHS);
}

/* Past the rows of the indicator at `row`. */
static int next_indicator(
    const struct published *published, const struct contract_rows *rows, int row)
{
    const char *indicator = published_text(published, CONTRACT_VALUES, row, "indicator");

    while (
        row < rows->last && published_is(published, CONTRACT_VALUES, row, "indicator", indicator))
        row++;
    return row;
}

static bool has_figure(
    const struct published *published, int first, int last, const enum contract_span *span)
{
    for (int row = first; row < last; row++)
        if (published_text(published, CONTRACT_VALUES, row, "value") &&
            (!span || in_span(published, CONTRACT_VALUES, row, *span)))
            return true;
    return false;
}

/* The periods of the span, as rows of CONTRACT_PERIODS; a term or year that is not over says so. */
static size_t gather_columns(const struct published *published, const char *programme,
    enum contract_span span, int columns[COLUMNS_MAXIMUM])
{
    size_t count = 0;

    for (int row = 0; row < published_rows(published, CONTRACT_PERIODS); row++)
        if (count < COLUMNS_MAXIMUM &&
            published_is(published, CONTRACT_PERIODS, row, "programme", programme) &&
            in_span(published, CONTRACT_PERIODS, row, span))
            columns[count++] = row;
    return count;
}

static int find_cell(const struct published *published, int first, int last, int column)
{
    const char *kind = published_text(published, CONTRACT_PERIODS, column, "period_kind");
    const char *period = published_text(published, CONTRACT_PERIODS, column, "period");

    for (int row = first; row < last; row++) {
        if (!published_is(published, CONTRACT_VALUES, row, "period_kind", kind))
            continue;
        if (!period || published_is(published, CONTRACT_VALUES, row, "period", period))
            return row;
    }
    return -1;
}

static void add_rows(struct buf *page, const struct published *published,
    const struct contract_rows *rows, enum contract_span span, const int *columns, size_t count)
{
    for (int first = rows->first, last; first < rows->last; first = last) {
        last = next_indicator(published, rows, first);
        if (!has_figure(published, first, last, &span))
            continue;
        buf_add_text(page, "<tr>");
        html_element(page, "th", "scope=\"row\"",
            published_text(published, CONTRACT_VALUES, first, "title"));
        for (size_t i = 0; i < count; i++)
            add_cell(page, published, find_cell(published, first, last, columns[i]));
        buf_add_text(page, "</tr>\n");
    }
}

void contract_periods(struct buf *page, const struct published *published,
    const struct contract_rows *rows, enum contract_span span)
{
    int columns[COLUMNS_MAXIMUM];
    size_t count = gather_columns(published, rows->programme, span, columns);
    struct table_view *views = mem_array(count + 1, sizeof *views);
    bool any = false;

    for (int first = rows->first, last; first < rows->last && !any; first = last) {
        last = next_indicator(published, rows, first);
        any = has_figure(published, first, last, &span);
    }
    views[0] = (struct table_view){"title", "Indicator", KIND_TEXT};
    for (size_t i = 0; i < count; i++)
        views[i + 1] = (struct table_view){
            "value", published_text(published, CONTRACT_PERIODS, columns[i], "label"), KIND_COUNT};
    if (any) {
        table_begin(page,
            span == CONTRACT_MONTHS ? "The last twelve months"
                                    : "Terms, academic years, and all up to tonight (95% interval)",
            views, count + 1);
        add_rows(page, published, rows, span, columns, count);
        table_end(page);
        buf_add_text(page,
            "<p class=\"small\">An empty cell: nothing of the kind in that period. A "
            "year or term that is not over stands as of tonight.</p>\n");
    } else {
        buf_add_text(
            page, "<p>Nothing can be shown: no figure is about enough young people.</p>\n");
    }
    free(views);
}

static void add_list(struct buf *page, const struct published *published,
    const struct contract_rows *rows, const char *symbol, const char *heading)
{
    int count = 0;

    for (int first = rows->first, last; first < rows->last; first = last) {
        last = next_indicator(published, rows, first);
        if (has_figure(published, first, last, NULL) ||
            !published_is(published, CONTRACT_VALUES, last - 1, "symbol", symbol))
            continue;
        if (count++ == 0)
            buf_addf(page, "<p><strong>%s:</strong> ", heading);
        else
            buf_add_text(page, "; ");
        html_text(page, published_text(published, CONTRACT_VALUES, first, "title"));
    }
    if (count)
        buf_add_text(page, ".</p>\n");
}

/* The last row of an indicator is that of all periods. */
void contract_gaps(
    struct buf *page, const struct published *published, const struct contract_rows *rows)
{
    html_element(page, "h3", "", "What is not here");
    add_list(page, published, rows, "x", "Not collected from this provider");
    add_list(page, published, rows, "c", "Suppressed in every period");
    add_list(page, published, rows, "z", "About nobody yet");
}

static bool is_used(
    const struct published *published, const struct contract_rows *rows, const char *indicator)
{
    for (int first = rows->first, last; first < rows->last; first = last) {
        last = next_indicator(published, rows, first);
        if (published_is(published, CONTRACT_VALUES, first, "indicator", indicator))
            return has_figure(published, first, last, NULL);
    }
    return false;
}

void contract_definitions(
    struct buf *page, const struct published *published, const struct contract_rows *rows)
{
    static const struct table_view views[] = {{"label", "Indicator", KIND_TEXT},
        {"definition", "Definition", KIND_TEXT}, {"numerator", "Numerator", KIND_TEXT},
        {"denominator", "Denominator", KIND_TEXT}, {"source", "Source", KIND_TEXT},
        {"exclusions", "Left out", KIND_TEXT}};
    const size_t count = sizeof views / sizeof *views;

    table_begin(page, "Definitions", views, count);
    for (int row = 0; row < published_rows(published, CONTRACT_INDICATORS); row++) {
        if (!is_used(
                published, rows, published_text(published, CONTRACT_INDICATORS, row, "indicator")))
            continue;
        table_row(page, published, CONTRACT_INDICATORS, row, views, count);
        table_row_end(page);
    }
    table_end(page);
}

static bool is_target_of(const struct published *published, int row, int contract)
{
    return published_is(published, CONTRACT_TARGETS, row, "provider",
               published_text(published, CONTRACTS, contract, "provider")) &&
           published_is(published, CONTRACT_TARGETS, row, "programme",
               published_text(published, CONTRACTS, contract, "programme"));
}

/* A sign and a word: nobody needs the colour. */
static const struct {
    const char *light, *text;
} lights[] = {{"green", "\xe2\x9c\x94 Reached"}, {"amber", "\xe2\x96\xb2 Nearly"},
    {"red", "\xe2\x9c\x96 Not reached"}};
enum { LIGHTS = sizeof lights / sizeof *lights };

static size_t light_of(const struct published *published, int row)
{
    size_t i = 0;

    while (i < LIGHTS && !published_is(published, CONTRACT_TARGETS, row, "light", lights[i].light))
        i++;
    return i;
}

static void add_target(struct buf *page, const struct published *published, int row)
{
    static const char *const columns[] = {"target", "amber", "value"};
    bool lower = published_is(published, CONTRACT_TARGETS, row, "better", "lower");
    size_t light = light_of(published, row);
    char text[FIGURE_TEXT];

    buf_add_text(page, "<tr>");
    html_element(
        page, "th", "scope=\"row\"", published_text(published, CONTRACT_TARGETS, row, "title"));
    html_element(page, "td", "", published_text(published, CONTRACT_TARGETS, row, "label"));
    for (size_t i = 0; i < 3; i++) {
        const char *value = figure(published, CONTRACT_TARGETS, row, columns[i], text);

        buf_add_text(page, "<td class=\"number\">");
        if (value && i < 2)
            buf_add_text(page, lower ? "at most " : "at least ");
        if (value || i == 2)
            table_cell_text(page,
                value ? value : published_text(published, CONTRACT_TARGETS, row, "symbol"),
                KIND_TEXT);
        buf_add_text(page, "</td>");
    }
    if (light < LIGHTS)
        buf_addf(page, "<td><span class=\"light %s\">%s</span></td></tr>\n", lights[light].light,
            lights[light].text);
    else
        buf_add_text(page, "<td><span class=\"light\">&ndash; Not to be judged</span></td></tr>\n");
}

void contract_targets(struct buf *page, const struct published *published, int contract)
{
    static const struct table_view views[] = {{"title", "Indicator", KIND_TEXT},
        {"label", "Period", KIND_TEXT}, {"target", "Target", KIND_COUNT},
        {"amber", "Nearly from", KIND_COUNT}, {"value", "So far", KIND_COUNT},
        {"light", "Result", KIND_TEXT}};
    int count = 0;

    html_element(page, "h3", "", "Against the contract");
    for (int row = 0; row < published_rows(published, CONTRACT_TARGETS); row++) {
        if (!is_target_of(published, row, contract))
            continue;
        if (count++ == 0)
            table_begin(page, "Targets, as of tonight", views, sizeof views / sizeof *views);
        add_target(page, published, row);
    }
    if (count)
        table_end(page);
    else
        buf_add_text(page, "<p>No targets have been delivered for this contract.</p>\n");
}

void contract_lights(struct buf *page, const struct published *published, int contract)
{
    int counts[LIGHTS + 1] = {0};

    for (int row = 0; row < published_rows(published, CONTRACT_TARGETS); row++)
        if (is_target_of(published, row, contract))
            counts[light_of(published, row)]++;
    for (size_t i = 0; i <= LIGHTS; i++)
        buf_addf(page, "<td class=\"number\">%d</td>", counts[i]);
}
