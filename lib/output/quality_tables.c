#include "output/quality_tables.h"
#include "output/figures.h"
#include "output/html.h"
#include "output/tables.h"

#include <math.h>
#include <string.h>

/* With more of them only the programmes are shown. */
enum { NEEDS_ROWS = 60 };

static const char *cell(
    const struct published *published, enum relation relation, int row, const char *column)
{
    const char *text = published_text(published, relation, row, column);

    return text ? text : "";
}

/* Says that a table goes on elsewhere. */
static void more_in(struct buf *page, int shown, int all, const char *file)
{
    if (shown < all)
        buf_addf(page, "<p class=\"small\">The first %d of %d rows; all are in %s.</p>\n", shown,
            all, file);
}

static void add_table(struct buf *page, const struct published *published, enum relation relation,
    const char *caption, const struct table_view *views, size_t count, const char *file)
{
    int all = published_rows(published, relation);
    int shown = all < QUALITY_ROWS || !file ? all : QUALITY_ROWS;

    table_begin(page, caption, views, count);
    for (int row = 0; row < shown; row++) {
        table_row(page, published, relation, row, views, count);
        table_row_end(page);
    }
    table_end(page);
    if (file)
        more_in(page, shown, all, file);
}

void quality_changes(struct buf *page, const struct published *published)
{
    static const struct table_view views[] = {
        {"label", "What", KIND_TEXT},
        {"tonight", "This night", KIND_COUNT},
        {"night_before", "The night before", KIND_COUNT},
        {"change", "Change", KIND_COUNT},
    };

    add_table(page, published, QUALITY_CHANGES, "What the night changed, and the night before it",
        views, 4, NULL);
}

void quality_unapplied(struct buf *page, const struct published *published)
{
    static const struct table_view views[] = {
        {"name", "Provider", KIND_TEXT},
        {"source", "Source", KIND_TEXT},
        {"feed", "Feed", KIND_TEXT},
        {"state", "State", KIND_TEXT},
        {"reason", "Why", KIND_TEXT},
        {"deliveries", "Units", KIND_COUNT},
    };

    if (published_rows(published, QUALITY_UNAPPLIED))
        add_table(page, published, QUALITY_UNAPPLIED,
            "Not applied: what stands of these is older, or nothing", views, 6, "ontrack status");
}

/* "70 (99%)": a part, and its share of the whole, where both may be shown. */
static void add_part(struct buf *page, const struct published *published, int row,
    const char *part_column, const char *whole_column)
{
    double part = published_number(published, QUALITY_NEEDS, row, part_column);
    double whole = published_number(published, QUALITY_NEEDS, row, whole_column);
    char share[FIGURE_TEXT];

    buf_add_text(page, "<td class=\"number\">");
    table_cell_text(page, cell(published, QUALITY_NEEDS, row, part_column), KIND_COUNT);
    if (!isnan(part) && whole > 0)
        buf_addf(page, " (%s)", figure_share(share, part / whole));
    buf_add_text(page, "</td>");
}

static void add_figure(struct buf *page, const struct published *published, int row,
    const char *column, enum kind kind)
{
    buf_add_text(page, "<td class=\"number\">");
    table_cell_text(page, cell(published, QUALITY_NEEDS, row, column), kind);
    buf_add_text(page, "</td>");
}

static void add_need(struct buf *page, const struct published *published, int row)
{
    bool whole = published_is(published, QUALITY_NEEDS, row, "provider", "*");

    buf_addf(page, "<tr%s><th scope=\"row\">", whole ? " class=\"whole\"" : "");
    html_text(page, cell(published, QUALITY_NEEDS, row, whole ? "title" : "name"));
    buf_add_text(page, "</th>");
    add_part(page, published, row, "referrals_with_baseline", "referrals");
    add_part(page, published, row, "with_baseline", "starts");
    add_part(page, published, row, "with_cost", "starts");
    add_part(page, published, row, "with_endpoint", "cohort");
    add_part(page, published, row, "complete", "cohort");
    add_figure(page, published, row, "not_due", KIND_COUNT);
    add_figure(page, published, row, "spend", KIND_POUNDS);
    add_figure(page, published, row, "coverage", KIND_SHARE);
    table_row_end(page);
}

void quality_needs(struct buf *page, const struct published *published)
{
    static const struct table_view views[] = {
        {NULL, "Programme, and its providers", KIND_TEXT},
        {NULL, "Referred, with a baseline", KIND_COUNT},
        {NULL, "Started, with a baseline", KIND_COUNT},
        {NULL, "Started, with a cost", KIND_COUNT},
        {NULL, "Due, with an endpoint", KIND_COUNT},
        {NULL, "Due, with all three", KIND_COUNT},
        {NULL, "Not yet due", KIND_COUNT},
        {NULL, "Spend", KIND_POUNDS},
        {NULL, "Spend covered", KIND_SHARE},
    };

    const int all = published_rows(published, QUALITY_NEEDS);
    int shown = 0;

    table_begin(page, "Young people with what value for money needs", views, 9);
    for (int row = 0; row < all; row++)
        if (all <= NEEDS_ROWS || published_is(published, QUALITY_NEEDS, row, "provider", "*")) {
            add_need(page, published, row);
            shown++;
        }
    table_end(page);
    if (shown < all)
        buf_add_text(page, "<p class=\"small\">The providers are in completeness.csv.</p>\n");
}

void quality_providers(struct buf *page, const struct published *published)
{
    static const struct table_view views[] = {
        {"name", "Provider", KIND_TEXT},
        {"pass_rate", "Pass rate", KIND_SHARE},
        {"month_before", "A month before", KIND_SHARE},
        {"denominator", "Values judged", KIND_COUNT},
        {"valid", "Valid", KIND_COUNT},
        {"other", "Other", KIND_COUNT},
        {"defaulted", "Default", KIND_COUNT},
        {"invalid", "Invalid", KIND_COUNT},
        {"missing", "Missing", KIND_COUNT},
        {"not_applicable", "Not applicable", KIND_COUNT},
        {"error", "Error", KIND_COUNT},
        {"held", "Units held", KIND_COUNT},
        {"failed", "Units failed", KIND_COUNT},
    };

    add_table(page, published, QUALITY_PROVIDERS,
        "Values of all fields by provider, the worst first", views, 13, NULL);
}

/* Keeps the worst rows, in order. */
static int gather_worst(const struct published *published, int worst[QUALITY_ROWS])
{
    int count = 0;

    for (int row = 0; row < published_rows(published, QUALITY_FIELDS); row++) {
        double rate = published_number(published, QUALITY_FIELDS, row, "pass_rate");
        int at = count;

        if (!(rate > 0 && rate < 1))
            continue;
        while (at > 0 &&
               published_number(published, QUALITY_FIELDS, worst[at - 1], "pass_rate") > rate)
            at--;
        if (at == QUALITY_ROWS)
            continue;
        count += count < QUALITY_ROWS;
        memmove(&worst[at + 1], &worst[at], (size_t)(count - 1 - at) * sizeof *worst);
        worst[at] = row;
    }
    return count;
}

void quality_fields(struct buf *page, const struct published *published)
{
    static const struct table_view views[] = {
        {"name", "Provider", KIND_TEXT},
        {"feed", "Feed", KIND_TEXT},
        {"field", "Field", KIND_TEXT},
        {"pass_rate", "Pass rate", KIND_SHARE},
        {"denominator", "Values judged", KIND_COUNT},
        {"valid", "Valid", KIND_COUNT},
        {"other", "Other", KIND_COUNT},
        {"defaulted", "Default", KIND_COUNT},
        {"invalid", "Invalid", KIND_COUNT},
        {"missing", "Missing", KIND_COUNT},
        {"not_applicable", "Not applicable", KIND_COUNT},
        {"error", "Error", KIND_COUNT},
    };
    int worst[QUALITY_ROWS], count = gather_worst(published, worst), empty = 0;
    char text[FIGURE_TEXT];

    for (int row = 0; row < published_rows(published, QUALITY_FIELDS); row++)
        empty += published_number(published, QUALITY_FIELDS, row, "pass_rate") <= 0;
    table_begin(
        page, "The fields that are filled worst, of those that are filled at all", views, 12);
    for (int i = 0; i < count; i++) {
        table_row(page, published, QUALITY_FIELDS, worst[i], views, 12);
        table_row_end(page);
    }
    table_end(page);
    buf_addf(page,
        "<p class=\"small\">Fields that a provider never fills: %s. Every field is in "
        "quality.csv.</p>\n",
        figure_count(text, empty));
}

static void add_rule(struct buf *page, const struct published *published, int row)
{
    const char *field = published_text(published, QUALITY_RULES, row, "field");
    static const struct table_view views[] = {
        {"records", NULL, KIND_COUNT},
        {"providers", NULL, KIND_TEXT},
        {"taken", NULL, KIND_TEXT},
        {"guidance", NULL, KIND_TEXT},
    };

    buf_add_text(page, "<tr>");
    html_element(page, "th", "scope=\"row\" class=\"broad\"",
        cell(published, QUALITY_RULES, row, "message"));
    html_element(page, "td", "", cell(published, QUALITY_RULES, row, "rule"));
    buf_add_text(page, "<td>");
    html_text(page, cell(published, QUALITY_RULES, row, "feed"));
    buf_add_text(page, field ? ", " : "");
    html_text(page, field);
    buf_add_text(page, "</td>");
    for (size_t i = 0; i < 4; i++) {
        buf_add_text(page, views[i].kind == KIND_COUNT ? "<td class=\"number\">" : "<td>");
        table_cell_text(page, cell(published, QUALITY_RULES, row, views[i].column), views[i].kind);
        buf_add_text(page, "</td>");
    }
    table_row_end(page);
}

void quality_rules(struct buf *page, const struct published *published)
{
    static const struct table_view views[] = {
        {NULL, "What is wrong", KIND_TEXT},
        {NULL, "Rule", KIND_TEXT},
        {NULL, "Feed, field", KIND_TEXT},
        {NULL, "Records", KIND_COUNT},
        {NULL, "Providers", KIND_TEXT},
        {NULL, "Taken", KIND_TEXT},
        {NULL, "What to do", KIND_TEXT},
    };
    int all = published_rows(published, QUALITY_RULES);
    int shown = all < QUALITY_ROWS ? all : QUALITY_ROWS;

    table_begin(page, "Rules by how often they are broken in what stands", views, 7);
    for (int row = 0; row < shown; row++)
        add_rule(page, published, row);
    table_end(page);
    more_in(page, shown, all, "rules.csv");
}

void quality_timeliness(struct buf *page, const struct published *published)
{
    static const struct table_view views[] = {
        {"name", "Provider", KIND_TEXT},
        {"source", "Source", KIND_TEXT},
        {"period", "Latest period", KIND_TEXT},
        {"night", "Last taken", KIND_COUNT},
        {"due_on", "Next expected by", KIND_COUNT},
        {"days_late", "Days late", KIND_COUNT},
        {"event_age", "Weeks since the newest event", KIND_COUNT},
    };

    add_table(page, published, QUALITY_TIMELINESS, "Sources and providers, those most behind first",
        views, 7, "timeliness.csv");
}
