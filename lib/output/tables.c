#include "output/tables.h"
#include "output/figures.h"
#include "output/html.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CELL_MAXIMUM = 4096 };

static const char *meaning(const char *symbol)
{
    if (strcmp(symbol, "c") == 0)
        return "confidential: suppressed";
    if (strcmp(symbol, "x") == 0)
        return "not collected";
    return strcmp(symbol, "z") == 0 ? "not applicable" : NULL;
}

static const char *figure(char text[FIGURE_TEXT], double value, enum kind kind)
{
    switch (kind) {
    case KIND_COUNT:
        return figure_count(text, value);
    case KIND_POUNDS:
        return figure_pounds(text, value);
    case KIND_SHARE:
        return figure_share(text, value);
    case KIND_POINTS:
        return figure_points(text, value);
    case KIND_RATIO:
        return figure_ratio(text, value);
    case KIND_TEXT:
        break;
    }
    return "";
}

void table_cell_text(struct buf *page, const char *text, enum kind kind)
{
    char buffer[FIGURE_TEXT], *end;
    double value;

    if (!text)
        text = kind == KIND_TEXT ? "" : "x";
    if (meaning(text)) {
        buf_addf(page, "<abbr title=\"%s\">%s</abbr>", meaning(text), text);
        return;
    }
    value = strtod(text, &end);
    if (kind == KIND_TEXT || end == text || *end)
        html_text(page, text);
    else
        html_text(page, figure(buffer, value, kind));
}

void table_begin(
    struct buf *page, const char *caption, const struct table_view *views, size_t count)
{
    buf_add_text(page, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"");
    html_text(page, caption);
    buf_add_text(page, "\"><table>\n");
    html_element(page, "caption", "", caption);
    buf_add_text(page, "<thead><tr>");
    for (size_t i = 0; i < count; i++)
        html_element(page, "th",
            views[i].kind == KIND_TEXT ? "scope=\"col\"" : "scope=\"col\" class=\"number\"",
            views[i].heading);
    buf_add_text(page, "</tr></thead>\n<tbody>\n");
}

void table_row(struct buf *page, const struct published *published, enum relation relation, int row,
    const struct table_view *views, size_t count)
{
    bool whole = PQfnumber(published->relations[relation], "provider") >= 0 &&
                 published_is(published, relation, row, "provider", "*");

    buf_addf(page, "<tr%s>", whole ? " class=\"whole\"" : "");
    for (size_t i = 0; i < count; i++) {
        const char *text = published_text(published, relation, row, views[i].column);

        buf_add_text(page, i == 0                       ? "<th scope=\"row\">"
                           : views[i].kind == KIND_TEXT ? "<td>"
                                                        : "<td class=\"number\">");
        table_cell_text(page, text, views[i].kind);
        buf_add_text(page, i == 0 ? "</th>" : "</td>");
    }
}

void table_row_end(struct buf *page)
{
    buf_add_text(page, "</tr>\n");
}

void table_end(struct buf *page)
{
    buf_add_text(page, "</tbody></table></div>\n");
}

double table_year(const struct published *published, const char *programme)
{
    for (int row = 0; row < published_rows(published, PROGRAMMES); row++)
        if (published_is(published, PROGRAMMES, row, "programme", programme))
            return published_number(published, PROGRAMMES, row, "base_year");
    return NAN;
}

struct outcome_cost table_cost(const struct published *published, int row)
{
    return (struct outcome_cost){
        .symbol = published_text(published, COSTS, row, "symbol"),
        .n = published_number(published, COSTS, row, "n"),
        .outcomes = published_number(published, COSTS, row, "outcomes"),
        .cost = published_number(published, COSTS, row, "cost"),
        .ratio = published_number(published, COSTS, row, "ratio"),
        .lower = published_number(published, COSTS, row, "lower"),
        .upper = published_number(published, COSTS, row, "upper"),
        .set_type = published_text(published, COSTS, row, "set_type"),
        .year = table_year(published, published_text(published, COSTS, row, "programme")),
    };
}

int table_find(const struct published *published, enum relation relation, const char *programme,
    const char *provider)
{
    for (int row = 0; row < published_rows(published, relation); row++)
        if (published_is(published, relation, row, "programme", programme) &&
            published_is(published, relation, row, "provider", provider))
            return row;
    return -1;
}

static void add_rows(struct buf *page, const struct published *published, enum relation relation,
    const char *programme, const struct table_view *views, size_t count)
{
    for (int row = 0; row < published_rows(published, relation); row++) {
        if (programme && !published_is(published, relation, row, "programme", programme))
            continue;
        table_row(page, published, relation, row, views, count);
        table_row_end(page);
    }
}

void table_of(struct buf *page, const struct published *published, enum relation relation,
    const char *programme, const char *caption, const struct table_view *views, size_t count)
{
    table_begin(page, caption, views, count);
    add_rows(page, published, relation, programme, views, count);
    table_end(page);
}

void table_flow(struct buf *page, const struct published *published, const char *programme)
{
    static const struct table_view views[] = {
        {"name", "Provider", KIND_TEXT},
        {"referrals", "Referred", KIND_COUNT},
        {"accepted", "Accepted", KIND_COUNT},
        {"starts", "Started", KIND_COUNT},
        {"cohort", "Counted", KIND_COUNT},
        {"completers", "Completed", KIND_COUNT},
        {"known", "Outcome known", KIND_COUNT},
        {"outcomes", "With the outcome", KIND_COUNT},
        {"outcome_rate", "Share with it", KIND_SHARE},
    };
    const size_t count = sizeof views / sizeof *views;

    table_of(page, published, SUMMARY, programme, "Young people, from referral to outcome", views,
        count);
}

/* Nothing where no provider of the programme has it. */
void table_attendance(struct buf *page, const struct published *published, const char *programme)
{
    static const struct table_view views[] = {
        {"name", "Provider", KIND_TEXT},
        {"attendance_before", "Before", KIND_SHARE},
        {"attendance_after", "After", KIND_SHARE},
        {"attendance_change", "Change", KIND_POINTS},
        {"paired", "Young people with both", KIND_COUNT},
    };
    int whole = table_find(published, SUMMARY, programme, "*");

    if (whole < 0 || !published_text(published, SUMMARY, whole, "attendance_before") ||
        published_is(published, SUMMARY, whole, "attendance_before", "x"))
        return;
    table_of(page, published, SUMMARY, programme,
        "Attendance, as a share of the sessions that were possible", views, 5);
}

/* The last two cells of a provider's row: cost per outcome, and on how many it stands. */
static void add_cost(struct buf *page, const struct published *published, int row)
{
    struct buf cell = BUF_INIT(CELL_MAXIMUM);
    struct outcome_cost cost = {.symbol = "x"};
    const char *n = NULL;

    if (row >= 0) {
        cost = table_cost(published, row);
        n = published_text(published, COSTS, row, "n");
    }
    words_cell(&cell, &cost);
    buf_add_text(page, "<td>");
    table_cell_text(page, buf_text(&cell), KIND_TEXT);
    buf_add_text(page, "</td><td class=\"number\">");
    table_cell_text(page, n ? n : cost.symbol, KIND_COUNT);
    buf_add_text(page, "</td>");
    buf_release(&cell);
}

void table_costs(struct buf *page, const struct published *published, const char *programme)
{
    static const struct table_view views[] = {
        {"name", "Provider", KIND_TEXT},
        {"spend", "Spend", KIND_POUNDS},
        {"cost_per_start", "Cost per starter", KIND_POUNDS},
        {"cost_per_completer", "Cost per completer", KIND_POUNDS},
        {"cost_per_outcome", "Cost per outcome (95% interval)", KIND_TEXT},
        {"cohort", "Young people", KIND_COUNT},
    };

    table_begin(page, "Spend, and what a start, a completion and an outcome cost", views, 6);
    for (int row = 0; row < published_rows(published, SUMMARY); row++) {
        const char *provider = published_text(published, SUMMARY, row, "provider");

        if (!published_is(published, SUMMARY, row, "programme", programme))
            continue;
        table_row(page, published, SUMMARY, row, views, 4);
        add_cost(page, published, table_find(published, COSTS, programme, provider));
        table_row_end(page);
    }
    table_end(page);
}

static const char *status_in_words(const char *status)
{
    if (strcmp(status, "ND") == 0)
        return "not outdone";
    return strcmp(status, "ED") == 0 ? "outdone by a mix of two" : "outdone by another";
}

/* The first step and those that are outdone have nothing before them to be set against; where the
 * steps of a ladder are hidden, so is the status. */
static void add_rung(struct buf *page, const struct published *published, int row)
{
    static const struct table_view views[] = {
        {"name", "", KIND_TEXT},
        {"cost", "", KIND_POUNDS},
        {"effect", "", KIND_SHARE},
    };
    static const struct table_view steps[] = {
        {"inc_cost", "", KIND_POUNDS},
        {"inc_effect", "", KIND_POINTS},
        {"icer", "", KIND_POUNDS},
    };
    const char *status = published_text(published, LADDERS, row, "status");

    table_row(page, published, LADDERS, row, views, 3);
    for (size_t i = 0; i < 3; i++) {
        const char *text = published_text(published, LADDERS, row, steps[i].column);

        buf_add_text(page, "<td class=\"number\">");
        table_cell_text(page, text ? text : status ? "z" : "c", steps[i].kind);
        buf_add_text(page, "</td>");
    }
    buf_add_text(page, "<td>");
    table_cell_text(page, status ? status_in_words(status) : "c", KIND_TEXT);
    buf_add_text(page, "</td>");
}

static void add_hidden_rung(struct buf *page, const struct published *published, int row)
{
    buf_add_text(page, "<tr>");
    html_element(page, "th", "scope=\"row\"", published_text(published, LADDERS, row, "name"));
    for (int i = 0; i < 6; i++) {
        buf_add_text(page, i < 5 ? "<td class=\"number\">" : "<td>");
        table_cell_text(page, "c", KIND_TEXT);
        buf_add_text(page, "</td>");
    }
}

void table_ladder(
    struct buf *page, const struct published *published, const char *programme, const char *caption)
{
    const struct table_view views[] = {
        {"name", strcmp(programme, "*") == 0 ? "Programme" : "Provider", KIND_TEXT},
        {"cost", "Mean cost", KIND_POUNDS},
        {"effect", "Share with the outcome", KIND_SHARE},
        {"inc_cost", "More cost than the step before", KIND_POUNDS},
        {"inc_effect", "Greater share", KIND_POINTS},
        {"icer", "Cost of one more outcome", KIND_POUNDS},
        {"status", "On the ladder", KIND_TEXT},
    };

    table_begin(page, caption, views, 7);
    for (int row = 0; row < published_rows(published, LADDERS); row++) {
        if (!published_is(published, LADDERS, row, "programme", programme))
            continue;
        if (published_text(published, LADDERS, row, "symbol"))
            add_hidden_rung(page, published, row);
        else
            add_rung(page, published, row);
        table_row_end(page);
    }
    table_end(page);
}

/* The values of an outcome, from the rows of the programme's first provider. Returns that row. */
static int add_benefit_head(
    struct buf *page, const struct published *published, const char *programme)
{
    const char *first = NULL;
    char figure_text[FIGURE_TEXT];
    int start = -1;

    buf_add_text(page, "<thead><tr><th scope=\"col\">One more outcome is worth</th>");
    for (int row = 0; row < published_rows(published, BENEFITS); row++) {
        const char *own = published_text(published, BENEFITS, row, "provider");

        if (!published_is(published, BENEFITS, row, "programme", programme))
            continue;
        if (!first) {
            first = own;
            start = row;
        }
        if (strcmp(first, own) == 0)
            html_element(page, "th", "scope=\"col\"",
                figure_pounds(figure_text, published_number(published, BENEFITS, row, "lambda")));
    }
    buf_add_text(page, "</tr></thead>\n<tbody>\n");
    return start;
}

/* A row a provider, a column for each value of an outcome: rows come ordered by both. */
void table_benefits(struct buf *page, const struct published *published, const char *programme)
{
    const char *provider = NULL;
    char share[FIGURE_TEXT];
    int start;

    buf_add_text(page,
        "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Chance of a "
        "net benefit\"><table>\n<caption>Chance that a provider is worth more than it "
        "costs beside the one it is compared with</caption>\n");
    start = add_benefit_head(page, published, programme);
    for (int row = start; row >= 0 && row < published_rows(published, BENEFITS) &&
                          published_is(published, BENEFITS, row, "programme", programme);
         row++) {
        const char *own = published_text(published, BENEFITS, row, "provider");
        double chance = published_number(published, BENEFITS, row, "probability");

        if (!provider || strcmp(provider, own) != 0) {
            buf_add_text(page, provider ? "</tr>\n<tr>" : "<tr>");
            html_element(
                page, "th", "scope=\"row\"", published_text(published, BENEFITS, row, "name"));
            provider = own;
        }
        buf_addf(page, "<td>%s, %s</td>\n", figure_share(share, chance), words_probability(chance));
    }
    buf_add_text(page, provider ? "</tr>\n" : "");
    table_end(page);
}

void table_indicators(struct buf *page, const struct published *published)
{
    static const struct table_view views[] = {
        {"label", "Indicator", KIND_TEXT},
        {"numerator", "What is counted or summed", KIND_TEXT},
        {"denominator", "Divided by", KIND_TEXT},
        {"source", "Source", KIND_TEXT},
        {"exclusions", "Left out", KIND_TEXT},
    };

    table_of(page, published, INDICATORS, NULL, "What the indicators mean", views, 5);
}
