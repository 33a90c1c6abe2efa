#include "output/section.h"
#include "base/memory.h"
#include "output/block.h"
#include "output/charts.h"
#include "output/forms.h"
#include "output/figures.h"
#include "output/html.h"
#include "output/tables.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAXIMUM = BLOCK_TEXT };

void section_share(struct buf *text, const struct published *published, int row)
{
    const char *programme = published_text(published, PROGRAMMES, row, "programme");
    const char *outcome = published_text(published, PROGRAMMES, row, "outcome");
    int at = table_find(published, COSTS, programme, "*");
    char share[FIGURE_TEXT], some[FIGURE_TEXT], all[FIGURE_TEXT];
    struct outcome_cost cost;

    if (at < 0)
        return;
    cost = table_cost(published, at);
    if (cost.symbol || !(cost.n > 0))
        return;
    buf_addf(text, "%s (%s of %s) %s", figure_share(share, cost.outcomes / cost.n),
        figure_count(some, cost.outcomes), figure_count(all, cost.n), outcome);
}

/* Every provider whose set is an interval with two ends above nothing: the others have no bar. */
static size_t gather_bars(
    const struct published *published, const char *programme, struct bar *bars, struct buf *text)
{
    size_t count = 0;

    for (int row = 0; row < published_rows(published, COSTS); row++) {
        struct outcome_cost cost = table_cost(published, row);

        if (!published_is(published, COSTS, row, "programme", programme) || cost.symbol ||
            !cost.set_type || strcmp(cost.set_type, "interval") != 0 || !(cost.lower > 0) ||
            isnan(cost.upper) || isnan(cost.ratio))
            continue;
        bars[count++] = (struct bar){
            .name = published_text(published, COSTS, row, "name"),
            .value = cost.ratio,
            .lower = cost.lower,
            .upper = cost.upper,
            .whole = published_is(published, COSTS, row, "provider", "*"),
        };
        buf_addf(text, "%s: ", bars[count - 1].name);
        words_cost(text, &cost);
        buf_add_text(text, ". ");
    }
    return count;
}

static int add_forest(
    struct buf *page, const struct published *published, const char *programme, struct err *err)
{
    struct buf text = BUF_INIT(TEXT_MAXIMUM), svg = BUF_INIT(BLOCK_CHART);
    struct bar *bars = mem_array((size_t)published_rows(published, COSTS) + 1, sizeof *bars);
    size_t count = gather_bars(published, programme, bars, &text);
    char id[64];
    struct chart chart = {.id = id,
        .title = "Cost per outcome by provider, with 95% intervals",
        .description = buf_text(&text),
        .width = CHART_WIDTH};
    int code = 0;

    snprintf(id, sizeof id, "%.40s-forest", programme);
    if (count > 0) {
        code = chart_forest(&chart, bars, count, &svg, err);
        block_figure(page, &svg,
            "Cost per outcome by provider, in order of their names. A line is the "
            "95% interval; a provider whose interval is suppressed or cannot be given "
            "has none. The table above has the figures.");
    }
    free(bars);
    buf_release(&text);
    buf_release(&svg);
    return code;
}

static size_t gather_rungs(const struct published *published, const char *programme,
    struct point *points, struct buf *text)
{
    size_t count = 0;

    for (int row = 0; row < published_rows(published, LADDERS); row++) {
        char cost[FIGURE_TEXT], share[FIGURE_TEXT];
        struct point *point = &points[count];

        if (!published_is(published, LADDERS, row, "programme", programme) ||
            published_text(published, LADDERS, row, "symbol"))
            continue;
        *point = (struct point){
            .name = published_text(published, LADDERS, row, "name"),
            .x = published_number(published, LADDERS, row, "cost"),
            .y = published_number(published, LADDERS, row, "effect"),
            .on_frontier = published_is(published, LADDERS, row, "status", "ND"),
        };
        buf_addf(text, "%s: mean cost %s, share %s. ", point->name, figure_pounds(cost, point->x),
            figure_share(share, point->y));
        count++;
    }
    return count;
}

static int add_ladder(
    struct buf *page, const struct published *published, const char *programme, struct err *err)
{
    struct buf text = BUF_INIT(TEXT_MAXIMUM), svg = BUF_INIT(BLOCK_CHART);
    struct point *points =
        mem_array((size_t)published_rows(published, LADDERS) + 1, sizeof *points);
    size_t count = gather_rungs(published, programme, points, &text);
    char id[64];
    struct chart chart = {.id = id,
        .title = "Mean cost of a young person against the share with the outcome",
        .description = buf_text(&text),
        .width = CHART_WIDTH,
        .height = 340};
    int code = 0;

    snprintf(id, sizeof id, "%.40s-ladder", strcmp(programme, "*") == 0 ? "between" : programme);
    if (count > 1) {
        code = chart_ladder(&chart, points, count, &svg, err);
        block_figure(page, &svg,
            "Mean cost against the share with the outcome. The line joins those that no other, and "
            "no mix of two others, outdoes at the same cost; the table has the figures.");
    }
    free(points);
    buf_release(&text);
    buf_release(&svg);
    return code;
}

static struct contrast contrast_of(const struct published *published, int row)
{
    return (struct contrast){
        .name = published_text(published, COMPARISONS, row, "name"),
        .reference = published_text(published, COMPARISONS, row, "reference"),
        .cost = published_number(published, COMPARISONS, row, "delta_cost"),
        .cost_lower = published_number(published, COMPARISONS, row, "cost_lower"),
        .cost_upper = published_number(published, COMPARISONS, row, "cost_upper"),
        .effect = published_number(published, COMPARISONS, row, "delta_effect"),
        .effect_lower = published_number(published, COMPARISONS, row, "effect_lower"),
        .effect_upper = published_number(published, COMPARISONS, row, "effect_upper"),
        .lower = published_number(published, COMPARISONS, row, "lower"),
        .upper = published_number(published, COMPARISONS, row, "upper"),
        .set_type = published_text(published, COMPARISONS, row, "set_type"),
        .n = published_number(published, COMPARISONS, row, "n"),
        .n_reference = published_number(published, COMPARISONS, row, "n_reference"),
        .year = table_year(published, published_text(published, COMPARISONS, row, "programme")),
    };
}

/* The sentences as a list of the page, and what the plane needs of them. */
static size_t add_contrasts(struct buf *page, const struct published *published,
    const char *programme, struct point *points, struct buf *all)
{
    struct buf text = BUF_INIT(TEXT_MAXIMUM);
    size_t count = 0;

    buf_add_text(page, "<ul>\n");
    for (int row = 0; row < published_rows(published, COMPARISONS); row++) {
        struct contrast c = contrast_of(published, row);

        if (!published_is(published, COMPARISONS, row, "programme", programme))
            continue;
        buf_reset(&text);
        if (published_text(published, COMPARISONS, row, "symbol")) {
            buf_addf(&text, "%s compared with %s: suppressed", c.name, c.reference);
        } else {
            words_contrast(&text, &c);
            points[count++] = (struct point){c.name, c.effect, c.cost, c.effect_lower,
                c.effect_upper, c.cost_lower, c.cost_upper, false};
        }
        buf_addf(all, "%s. ", buf_text(&text));
        buf_add_char(&text, '.');
        html_element(page, "li", "", buf_text(&text));
    }
    buf_add_text(page, "</ul>\n");
    buf_release(&text);
    return count;
}

static int add_plane(
    struct buf *page, const struct published *published, const char *programme, struct err *err)
{
    struct buf text = BUF_INIT(TEXT_MAXIMUM), svg = BUF_INIT(BLOCK_CHART);
    struct point *points =
        mem_array((size_t)published_rows(published, COMPARISONS) + 1, sizeof *points);
    size_t count = add_contrasts(page, published, programme, points, &text);
    char id[64];
    struct chart chart = {.id = id,
        .title = "Difference of mean cost against difference of the share with the outcome",
        .description = buf_text(&text),
        .width = CHART_WIDTH,
        .height = 380};
    int code = 0;

    snprintf(id, sizeof id, "%.40s-plane", programme);
    if (count > 0) {
        code = chart_plane(&chart, points, count, &svg, err);
        block_figure(page, &svg,
            "Each provider beside the one it is compared with, which stands where the two axes "
            "cross. Lines are 95% intervals; comparison.csv has the figures.");
    }
    free(points);
    buf_release(&text);
    buf_release(&svg);
    return code;
}

static void add_heading(struct buf *page, const struct published *published, int row)
{
    const char *programme = published_text(published, PROGRAMMES, row, "programme");
    const char *year = published_text(published, PROGRAMMES, row, "base_year");
    int at = table_find(published, COSTS, programme, "*");
    struct outcome_cost cost = {.symbol = "x"};
    struct buf text = BUF_INIT(TEXT_MAXIMUM);

    if (at >= 0)
        cost = table_cost(published, at);
    buf_addf(&text, "%s: ", published_text(published, PROGRAMMES, row, "title"));
    words_title(&text, &cost);
    buf_addf(page, "<section id=\"%s\">\n", programme);
    html_element(page, "h2", "", buf_text(&text));
    buf_reset(&text);
    words_cost(&text, &cost);
    block_paragraph(page, "class=\"lead\"", &text);
    buf_reset(&text);
    section_share(&text, published, row);
    block_paragraph(page, "", &text);
    buf_add_text(page, "<p class=\"small\">The outcome: ");
    html_text(page, published_text(published, PROGRAMMES, row, "outcome_definition"));
    if (year)
        buf_addf(page, " Prices of %s/%02d.", year, (int)(strtol(year, NULL, 10) + 1) % 100);
    buf_add_text(page, "</p>\n");
    buf_release(&text);
}

static int add_comparison(
    struct buf *page, const struct published *published, const char *programme, struct err *err)
{
    int code;

    html_element(page, "h3", "", "Do dearer providers buy more outcomes?");
    buf_add_text(page,
        "<p class=\"small\">The young people of two providers were not matched: what "
        "differs is associated with the provider, and may have other reasons.</p>\n");
    code = add_plane(page, published, programme, err);
    if (code)
        return code;
    form_quadrants(page, published, programme);
    if (published_has(published, BENEFITS, programme))
        table_benefits(page, published, programme);
    table_ladder(page, published, programme, "The providers in order of mean cost");
    code = add_ladder(page, published, programme, err);
    return code ? code : form_acceptability(page, published, programme, err);
}

int section_programme(struct buf *page, const struct published *published, int row, struct err *err)
{
    const char *programme = published_text(published, PROGRAMMES, row, "programme");
    int code;

    add_heading(page, published, row);
    html_element(page, "h3", "", "Who came, and what came of it");
    table_flow(page, published, programme);
    table_attendance(page, published, programme);
    form_distance(page, published, programme);
    code = form_rates(page, published, programme, err);
    if (code)
        return code;
    html_element(page, "h3", "", "What it cost");
    table_costs(page, published, programme);
    code = add_forest(page, published, programme, err);
    if (!code)
        code = form_money(page, published, programme, err);
    if (!code && published_has(published, COMPARISONS, programme))
        code = add_comparison(page, published, programme, err);
    if (!code)
        code = form_worth(page, published, row, err);
    buf_add_text(page, "</section>\n");
    return code;
}

static int rungs(const struct published *published)
{
    int count = 0;

    for (int row = 0; row < published_rows(published, LADDERS); row++)
        count += published_is(published, LADDERS, row, "programme", "*");
    return count;
}

int section_between(struct buf *page, const struct published *published, struct err *err)
{
    int code;

    if (rungs(published) < 2)
        return 0;
    buf_add_text(page, "<section id=\"between\">\n");
    html_element(page, "h2", "",
        "Between programmes: what they cost, and how many are in education, "
        "employment or training");
    buf_add_text(page,
        "<p>Programmes serve different young people, from different starting points. "
        "Read this as a description, not as a choice between them.</p>\n");
    table_ladder(page, published, "*",
        "The programmes in order of mean cost; the outcome is education, employment or training");
    code = add_ladder(page, published, "*", err);
    buf_add_text(page, "</section>\n");
    return code;
}
