#include "output/page.h"
#include "base/buf.h"
#include "base/memory.h"
#include "base/out.h"
#include "output/figures.h"
#include "output/forms.h"
#include "output/html.h"
#include "output/quality_page.h"
#include "output/section.h"
#include "output/style.h"
#include "output/tables.h"
#include "record/dates.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_MAXIMUM = 64 * 1024 * 1024, TEXT_MAXIMUM = 64 * 1024 };

/* "31 October 2025" of the edition. */
static void add_date(struct buf *text, const struct published *published)
{
    static const char *const months[] = {"January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December"};
    const char *as_of = published_text(published, EDITION, 0, "as_of");
    int32_t days;
    int year, month, day;

    if (!as_of || !date_parse(as_of, strlen(as_of), &days))
        return;
    date_split(days, &year, &month, &day);
    buf_addf(text, "%d %s %d", day, months[month - 1], year);
}

static const char *notice(const struct published *published)
{
    return published_text(published, EDITION, 0, "notice");
}

void page_begin(struct buf *page, const struct published *published, const char *title)
{
    buf_add_text(page, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<title>");
    html_text(page, title);
    buf_add_text(page, ", as of ");
    add_date(page, published);
    buf_addf(page, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", page_style);
    buf_add_text(page, "<a class=\"skip\" href=\"#main\">Skip to the figures</a>\n");
    html_element(page, "p", "class=\"notice\"", notice(published));
    buf_add_text(page, "<header>\n");
    html_element(page, "h1", "", title);
    buf_add_text(page, "<p>As of ");
    add_date(page, published);
    buf_addf(page,
        ". <abbr title=\"confidential: suppressed\">c</abbr> stands for a figure made from a count "
        "under %s or from which one could be worked out; <abbr title=\"not collected\">x</abbr> "
        "for "
        "not collected; <abbr title=\"not applicable\">z</abbr> for not applicable.</p>\n",
        published_text(published, EDITION, 0, "threshold"));
}

void page_end(struct buf *page, const struct published *published)
{
    buf_add_text(page, "</main>\n<footer>");
    html_element(page, "p", "", notice(published));
    buf_add_text(page, "</footer>\n</body>\n</html>\n");
}

static void add_contents(struct buf *page, const struct published *published)
{
    buf_add_text(
        page, "<nav aria-label=\"Contents\"><ul>\n<li><a href=\"#brief\">In brief</a></li>\n");
    for (int row = 0; row < published_rows(published, PROGRAMMES); row++) {
        buf_addf(
            page, "<li><a href=\"#%s\">", published_text(published, PROGRAMMES, row, "programme"));
        html_text(page, published_text(published, PROGRAMMES, row, "title"));
        buf_add_text(page, "</a></li>\n");
    }
    buf_add_text(page, "<li><a href=\"#basis\">What the figures rest on</a></li>\n"
                       "<li><a href=\"#notes\">How to read it</a></li>\n"
                       "<li><a href=\"quality.html\">How good the data are</a></li>\n");
    if (published_rows(published, CONTRACTS))
        buf_add_text(
            page, "<li><a href=\"contract/index.html\">A report for each provider</a></li>\n");
    buf_add_text(page, "</ul></nav>\n");
}

/* A headline: what came of the programme and what it cost. */
static void add_headline(struct buf *page, const struct published *published, int row)
{
    const char *programme = published_text(published, PROGRAMMES, row, "programme");
    int at = table_find(published, COSTS, programme, "*");
    struct outcome_cost cost = {.symbol = "x"};
    struct buf text = BUF_INIT(TEXT_MAXIMUM);

    if (at >= 0)
        cost = table_cost(published, at);
    buf_add_text(page, "<li><strong>");
    html_text(page, published_text(published, PROGRAMMES, row, "title"));
    buf_add_text(page, ":</strong> ");
    words_cost(&text, &cost);
    buf_add_text(&text, ". ");
    section_share(&text, published, row);
    if (!cost.symbol)
        buf_add_char(&text, '.');
    form_worth_brief(&text, published, programme);
    html_text(page, buf_text(&text));
    buf_add_text(page, "</li>\n");
    buf_release(&text);
}

/* Which of the programmes' figures no feed carries. */
static void add_gaps(struct buf *page, const struct published *published, int row)
{
    static const struct table_view figures[] = {{"referrals", "referrals", KIND_COUNT},
        {"outcomes", "outcomes", KIND_COUNT}, {"attendance_before", "attendance", KIND_SHARE},
        {"spend", "spend", KIND_POUNDS}};
    int at = table_find(
        published, SUMMARY, published_text(published, PROGRAMMES, row, "programme"), "*");
    int gaps = 0;

    for (size_t i = 0; at >= 0 && i < 4; i++) {
        const char *text = published_text(published, SUMMARY, at, figures[i].column);

        if (text && strcmp(text, "x") != 0)
            continue;
        if (gaps++ == 0)
            html_text(page, published_text(published, PROGRAMMES, row, "title"));
        buf_addf(page, "%s%s", gaps == 1 ? ": " : ", ", figures[i].heading);
    }
    if (gaps)
        buf_add_text(page, ". ");
}

static void add_brief_table(struct buf *page, const struct published *published)
{
    static const struct table_view views[] = {
        {"title", "Programme", KIND_TEXT},
        {"starts", "Started", KIND_COUNT},
        {"cohort", "Counted", KIND_COUNT},
        {"outcomes", "With the outcome", KIND_COUNT},
        {"spend", "Spend", KIND_POUNDS},
        {"cost_per_start", "Cost per starter", KIND_POUNDS},
        {"cost_per_outcome", "Cost per outcome (95% interval)", KIND_TEXT},
    };
    struct buf cell = BUF_INIT(TEXT_MAXIMUM);

    table_begin(page, "The programmes", views, 7);
    for (int row = 0; row < published_rows(published, PROGRAMMES); row++) {
        const char *programme = published_text(published, PROGRAMMES, row, "programme");
        int summary = table_find(published, SUMMARY, programme, "*");
        int costs = table_find(published, COSTS, programme, "*");

        table_row(page, published, PROGRAMMES, row, views, 1);
        for (size_t i = 1; i < 6; i++) {
            buf_add_text(page, "<td class=\"number\">");
            table_cell_text(page,
                summary < 0 ? "x" : published_text(published, SUMMARY, summary, views[i].column),
                views[i].kind);
            buf_add_text(page, "</td>");
        }
        buf_reset(&cell);
        if (costs >= 0) {
            struct outcome_cost cost = table_cost(published, costs);

            words_cell(&cell, &cost);
        }
        buf_add_text(page, "<td>");
        table_cell_text(page, costs < 0 ? "x" : buf_text(&cell), KIND_TEXT);
        buf_add_text(page, "</td>");
        table_row_end(page);
    }
    table_end(page);
    buf_release(&cell);
}

static void add_brief(struct buf *page, const struct published *published)
{
    struct buf gaps = BUF_INIT(TEXT_MAXIMUM);

    buf_add_text(page, "<section id=\"brief\">\n<h2>In brief</h2>\n<ul>\n");
    for (int row = 0; row < published_rows(published, PROGRAMMES); row++) {
        add_headline(page, published, row);
        add_gaps(&gaps, published, row);
    }
    if (gaps.length)
        buf_addf(page, "<li><strong>Not collected:</strong> %s</li>\n", buf_text(&gaps));
    buf_add_text(page, "<li><strong>Not known:</strong> what would have become of the young people "
                       "without the help: no figure here says what it caused.</li>\n</ul>\n");
    add_brief_table(page, published);
    buf_add_text(page, "</section>\n");
    buf_release(&gaps);
}

/* How far a share of the replicates may be from where more of them would lead: the 95% limit at one
 * half, where it is widest. */
static void add_simulation_error(struct buf *page, const struct published *published)
{
    char count[FIGURE_TEXT];

    for (int row = 0; row < published_rows(published, COMPARISONS); row++) {
        double replicates = published_number(published, COMPARISONS, row, "replicates");

        if (!(replicates > 0))
            continue;
        buf_addf(page,
            "<p>Chances are shares of %s bootstrap replicates, &plusmn;%.1f percentage points of "
            "simulation error.</p>\n",
            figure_count(count, replicates), 196 * sqrt(.25 / replicates));
        return;
    }
}

static void add_notes(struct buf *page, const struct published *published)
{
    buf_addf(page,
        "<section id=\"notes\">\n<h2>How to read it</h2>\n"
        "<p>Cost per outcome is the sum of costs over the number of outcomes. Its 95%% interval is "
        "Fieller&#39;s; a bootstrap stands beside it in cost_per_outcome.csv as a check. Costs are "
        "full costs of the programme: revenue, overheads, and the equal yearly charge for capital "
        "at %g%% a year. A young person who is known to two providers counts at each.</p>\n",
        100 * published_number(published, EDITION, 0, "discount_rate"));
    add_simulation_error(page, published);
    buf_add_text(page,
        "<p>On a ladder each step says what one more outcome cost beyond the step before. Outdone "
        "by another: one that costs no more does at least as much. Outdone by a mix of two: part "
        "of "
        "the money on a cheaper one and part on a dearer one does more.</p>\n");
    table_indicators(page, published);
    buf_add_text(page, "</section>\n");
}

static int add_page(struct buf *page, const struct published *published, struct err *err)
{
    int code = 0;

    page_begin(page, published, "What help for young people cost, and what came of it");
    buf_add_text(page, "</header>\n");
    add_contents(page, published);
    buf_add_text(page, "<main id=\"main\">\n");
    add_brief(page, published);
    for (int row = 0; row < published_rows(published, PROGRAMMES) && !code; row++)
        code = section_programme(page, published, row, err);
    if (!code)
        code = section_between(page, published, err);
    form_basis(page, published);
    add_notes(page, published);
    page_end(page, published);
    return code;
}

/* Beside its place first, then into it: a reader never sees half a page. */
static int replace(
    const char *directory, const char *name, const struct buf *content, struct err *err)
{
    char *path = mem_format("%s/%s", directory, name);
    char *fresh = mem_format("%s/.%s.new", directory, name);
    struct out out;
    int code = out_create(&out, fresh, err);

    if (!code) {
        out_bytes(&out, buf_text(content), content->length);
        code = out_close(&out, err);
    }
    if (!code && rename(fresh, path) != 0)
        code = err_errno(err, EX_CANTCREAT, "cannot make '%s'", path);
    free(path);
    free(fresh);
    return code;
}

int page_put(const char *directory, const char *name, const struct buf *content, struct err *err)
{
    if (content->length < content->maximum - TEXT_MAXIMUM)
        return replace(directory, name, content, err);
    return err_set(err, EX_SOFTWARE, "'%s' has grown past its maximum", name);
}

int page_write(const struct published *published, const char *directory, struct err *err)
{
    struct buf page = BUF_INIT(PAGE_MAXIMUM);
    int code = add_page(&page, published, err);

    if (!code)
        code = page_put(directory, "index.html", &page, err);
    buf_release(&page);
    return code ? code : quality_page_write(published, directory, err);
}

static void add_csv_cell(struct buf *file, const char *text)
{
    bool plain = !strpbrk(text, ",\"\r\n");

    if (!plain)
        buf_add_char(file, '"');
    for (; *text; text++) {
        if (*text == '"')
            buf_add_char(file, '"');
        buf_add_char(file, *text);
    }
    if (!plain)
        buf_add_char(file, '"');
}

/* NULL beside a symbol is the symbol; elsewhere it is empty. */
static void add_csv_row(struct buf *file, const PGresult *result, int row)
{
    int symbol = PQfnumber(result, "symbol");

    for (int i = 0; i < PQnfields(result); i++) {
        bool null = PQgetisnull(result, row, i);

        if (null && symbol >= 0 && i != symbol && !PQgetisnull(result, row, symbol))
            add_csv_cell(file, PQgetvalue(result, row, symbol));
        else
            add_csv_cell(file, null ? "" : PQgetvalue(result, row, i));
        buf_add_char(file, i + 1 < PQnfields(result) ? ',' : '\n');
    }
}

int page_put_table(const struct published *published, enum relation relation, const char *provider,
    const char *directory, const char *name, struct err *err)
{
    const PGresult *result = published->relations[relation];
    struct buf file = BUF_INIT(PAGE_MAXIMUM);
    int code;

    add_csv_cell(&file, notice(published));
    buf_addf(&file, " (as of %s)\n", published_text(published, EDITION, 0, "as_of"));
    for (int i = 0; i < PQnfields(result); i++) {
        add_csv_cell(&file, PQfname(result, i));
        buf_add_char(&file, i + 1 < PQnfields(result) ? ',' : '\n');
    }
    for (int row = 0; row < PQntuples(result); row++)
        if (!provider || published_is(published, relation, row, "provider", provider))
            add_csv_row(&file, result, row);
    code = page_put(directory, name, &file, err);
    buf_release(&file);
    return code;
}

int page_write_tables(const struct published *published, const char *directory, struct err *err)
{
    static const struct {
        enum relation relation;
        const char *name;
    } files[] = {{PROGRAMMES, "programmes.csv"}, {SUMMARY, "summary.csv"},
        {COSTS, "cost_per_outcome.csv"}, {LADDERS, "ladder.csv"}, {COMPARISONS, "comparison.csv"},
        {BENEFITS, "net_benefit.csv"}, {INDICATORS, "indicators.csv"}, {RATES, "rate.csv"},
        {MONEY, "money.csv"}, {ACCEPTABILITY, "acceptability.csv"}, {QUADRANTS, "quadrant.csv"},
        {DISTANCES, "distance.csv"}, {WORTH, "benefit.csv"}, {FLOWS, "benefit_flow.csv"},
        {SENSITIVITY, "benefit_sensitivity.csv"}, {APPRAISALS, "appraisal.csv"},
        {ANALYSES, "analysis.csv"}, {REFERENCES, "reference.csv"}, {MISSING, "missing.csv"},
        {QUALITY_CHANGES, "night.csv"}, {QUALITY_NEEDS, "completeness.csv"},
        {QUALITY_PROVIDERS, "providers.csv"}, {QUALITY_FIELDS, "quality.csv"},
        {QUALITY_RULES, "rules.csv"}, {QUALITY_TIMELINESS, "timeliness.csv"},
        {QUALITY_HISTORY, "history.csv"}};
    int code = 0;

    for (size_t i = 0; i < sizeof files / sizeof *files && !code; i++)
        code = page_put_table(published, files[i].relation, NULL, directory, files[i].name, err);
    return code;
}
