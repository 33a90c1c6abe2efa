/* forms_rates.c - shares with the outcome, cost per outcome as a funnel, distance travelled. */
#include "output/block.h"
#include "output/charts_value.h"
#include "output/forms.h"
#include "output/html.h"
#include "output/tables.h"
#include "output/words_value.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELL_MAXIMUM = 4096 };

/* "59% (53% to 65%)"; nothing where the first is not there. */
static void share_cell(struct buf *page, const struct published *published, int row,
    const char *value, const char *lower, const char *upper)
{
    double share = published_number(published, RATES, row, value);
    char text[FIGURE_TEXT], low[FIGURE_TEXT], high[FIGURE_TEXT];

    if (published_text(published, RATES, row, "symbol"))
        table_cell_text(page, published_text(published, RATES, row, "symbol"), KIND_TEXT);
    else if (isnan(share))
        table_cell_text(page, "z", KIND_TEXT);
    else
        buf_addf(page, "%s (%s to %s)", figure_share(text, share),
            figure_share(low, published_number(published, RATES, row, lower)),
            figure_share(high, published_number(published, RATES, row, upper)));
}

static void add_rate(struct buf *page, const struct published *published, int row, bool shrunken)
{
    static const struct table_view views[] = {
        {"name", "", KIND_TEXT}, {"n", "", KIND_COUNT}, {"outcomes", "", KIND_COUNT}};
    const char *symbol = published_text(published, RATES, row, "symbol");
    bool whole = published_is(published, RATES, row, "provider", "*");

    if (symbol) {
        buf_add_text(page, "<tr>");
        html_element(page, "th", "scope=\"row\"", published_text(published, RATES, row, "name"));
        for (int i = 0; i < 2; i++) {
            buf_add_text(page, "<td class=\"number\">");
            table_cell_text(page, symbol, KIND_TEXT);
            buf_add_text(page, "</td>");
        }
    } else {
        table_row(page, published, RATES, row, views, 3);
    }
    buf_add_text(page, "<td>");
    share_cell(page, published, row, "share", "lower", "upper");
    buf_add_text(page, "</td><td>");
    share_cell(page, published, row, "adjusted", "adjusted_lower", "adjusted_upper");
    buf_add_text(page, "</td>");
    if (shrunken) {
        buf_add_text(page, "<td>");
        share_cell(page, published, row, "shrunken", "shrunken_lower", "shrunken_upper");
        buf_add_text(page, "</td>");
    }
    buf_add_text(page, "<td>");
    table_cell_text(page,
        symbol  ? symbol
        : whole ? "z"
                : words_label(published_text(published, RATES, row, "label")),
        KIND_TEXT);
    buf_add_text(page, "</td>");
    table_row_end(page);
}

static bool has_shrunken(const struct published *published, const char *programme)
{
    for (int row = 0; row < published_rows(published, RATES); row++)
        if (published_is(published, RATES, row, "programme", programme) &&
            published_text(published, RATES, row, "shrunken"))
            return true;
    return false;
}

static void add_rates(struct buf *page, const struct published *published, const char *programme)
{
    struct table_view views[] = {
        {"name", "Provider", KIND_TEXT},
        {"n", "Young people", KIND_COUNT},
        {"outcomes", "With the outcome", KIND_COUNT},
        {"share", "Share with it (95% interval)", KIND_TEXT},
        {"adjusted", "With the programme's mix of age, sex and need", KIND_TEXT},
        {"shrunken", "Drawn towards the programme's", KIND_TEXT},
        {"label", "Against the funnel", KIND_TEXT},
    };
    bool shrunken = has_shrunken(published, programme);

    if (!shrunken)
        views[5] = views[6];
    table_begin(
        page, "Shares with the outcome, in order of the providers' names", views, shrunken ? 7 : 6);
    for (int row = 0; row < published_rows(published, RATES); row++)
        if (published_is(published, RATES, row, "programme", programme))
            add_rate(page, published, row, shrunken);
    table_end(page);
    if (!shrunken)
        block_note(page,
            "With fewer than five providers no share is drawn towards the others': how "
            "much true shares vary can't be told from so few.");
}

/* The points of a funnel that may be shown and judged, what it says of them, and the same in words. */
static size_t gather(const struct published *published, enum relation relation,
    const char *programme, const char *size, struct funnel_point *points,
    struct funnel_words *words, struct buf *text)
{
    const char *value = relation == RATES ? "share" : "ratio";
    bool wider = false;
    size_t count = 0;

    *words = (struct funnel_words){.phi = NAN};
    for (int row = 0; row < published_rows(published, relation); row++) {
        const char *label = published_text(published, relation, row, "label");
        struct funnel_point *point = &points[count];
        char figure_text[FIGURE_TEXT];

        if (!published_is(published, relation, row, "programme", programme) || !label)
            continue;
        words->phi = published_number(published, relation, row, "phi");
        wider = published_text(published, relation, row, "od_inner_lower") != NULL;
#define LIMIT(which) published_number(published, relation, row, wider ? "od_" #which : #which)
        *point = (struct funnel_point){
            .name = published_text(published, relation, row, "name"),
            .size = published_number(published, relation, row, size),
            .value = published_number(published, relation, row, value),
            .inner_lower = LIMIT(inner_lower),
            .inner_upper = LIMIT(inner_upper),
            .outer_lower = LIMIT(outer_lower),
            .outer_upper = LIMIT(outer_upper),
        };
#undef LIMIT
        words->asking += strstr(label, "_inner") != NULL;
        words->different += strstr(label, "_outer") != NULL;
        buf_addf(text, "%s: %s, %s. ", point->name,
            relation == RATES ? figure_share(figure_text, point->value)
                              : figure_ratio(figure_text, point->value),
            words_label(label));
        count++;
    }
    words->providers = count;
    return count;
}

static int add_funnel(struct buf *page, const struct published *published, enum relation relation,
    const char *programme, const struct funnel_style *style, const char *caption, struct err *err)
{
    struct buf text = BUF_INIT(BLOCK_TEXT), svg = BUF_INIT(BLOCK_CHART),
               said = BUF_INIT(CELL_MAXIMUM);
    struct funnel_point *points =
        mem_array((size_t)published_rows(published, relation) + 1, sizeof *points);
    struct funnel_words words;
    size_t count = gather(published, relation, programme, relation == RATES ? "n" : "expected",
        points, &words, &text);
    char id[64];
    struct chart chart = {.id = id,
        .title = style->value,
        .description = buf_text(&text),
        .width = CHART_WIDTH,
        .height = 340};
    int code = 0;

    snprintf(id, sizeof id, "%.40s-%s", programme, relation == RATES ? "rates" : "money");
    words_funnel(&said, &words);
    block_paragraph(page, "", &said);
    if (count > 1) {
        code = chart_funnel(&chart, style, points, count, &svg, err);
        block_figure(page, &svg, caption);
    }
    free(points);
    buf_release(&text);
    buf_release(&svg);
    buf_release(&said);
    return code;
}

int form_rates(
    struct buf *page, const struct published *published, const char *programme, struct err *err)
{
    int whole = table_find(published, RATES, programme, "*");
    struct funnel_style style = {
        .size = "Young people", .value = "Share with the outcome", .write = figure_share};

    if (!published_has(published, RATES, programme) || whole < 0 ||
        published_text(published, RATES, whole, "symbol"))
        return 0;
    html_element(page, "h3", "", "Do the providers differ in what came of it?");
    add_rates(page, published, programme);
    style.target = published_number(published, RATES, whole, "share");
    return add_funnel(page, published, RATES, programme, &style,
        "Shares against the size of the provider. The line is the programme's share; a provider "
        "between the dashed lines can't be told from it. The table above has the figures, rate.csv "
        "the limits.",
        err);
}

static void add_money(struct buf *page, const struct published *published, const char *programme)
{
    static const struct table_view views[] = {{"name", "Provider", KIND_TEXT},
        {"outcomes", "With the outcome", KIND_COUNT},
        {"expected", "Expected for its money", KIND_COUNT},
        {"ratio", "One over the other", KIND_RATIO}, {"label", "Against the funnel", KIND_TEXT}};

    table_begin(page,
        "Outcomes, and how many the money would have bought at the programme's cost of one", views,
        5);
    for (int row = 0; row < published_rows(published, MONEY); row++) {
        const char *symbol = published_text(published, MONEY, row, "symbol");

        if (!published_is(published, MONEY, row, "programme", programme))
            continue;
        buf_add_text(page, "<tr>");
        html_element(page, "th", "scope=\"row\"", published_text(published, MONEY, row, "name"));
        for (size_t i = 1; i < 4; i++) {
            buf_add_text(page, "<td class=\"number\">");
            table_cell_text(page,
                symbol ? symbol : published_text(published, MONEY, row, views[i].column),
                views[i].kind);
            buf_add_text(page, "</td>");
        }
        html_element(page, "td", "",
            symbol ? symbol : words_label(published_text(published, MONEY, row, "label")));
        table_row_end(page);
    }
    table_end(page);
}

int form_money(
    struct buf *page, const struct published *published, const char *programme, struct err *err)
{
    static const struct funnel_style style = {.size = "Outcomes expected for the money",
        .value = "Outcomes over those expected",
        .write = figure_ratio,
        .target = 1};
    int whole = table_find(published, COSTS, programme, "*");

    if (!published_has(published, MONEY, programme) || whole < 0 ||
        published_text(published, COSTS, whole, "symbol"))
        return 0;
    add_money(page, published, programme);
    return add_funnel(page, published, MONEY, programme, &style,
        "Cost per outcome as a funnel: above 1 an outcome cost less than the programme's. The "
        "limits "
        "take outcomes for a count (Poisson), which makes them somewhat wide. The table above has "
        "the "
        "figures, money.csv the limits.",
        err);
}

void form_distance(struct buf *page, const struct published *published, const char *programme)
{
    static const struct table_view views[] = {{"instrument", "Instrument", KIND_TEXT},
        {"scale", "Scale", KIND_TEXT}, {"rater", "Answered by", KIND_TEXT},
        {"n", "With a first score", KIND_COUNT}, {"paired", "And a last one", KIND_COUNT},
        {"first", "Mean first", KIND_RATIO}, {"last", "Mean last", KIND_RATIO},
        {"better", "Better is", KIND_TEXT}, {"effect", "Standardised change", KIND_RATIO},
        {"lower", "From", KIND_RATIO}, {"upper", "To (95% interval)", KIND_RATIO},
        {"improved", "Reliably better", KIND_COUNT}, {"unchanged", "Unchanged", KIND_COUNT},
        {"deteriorated", "Reliably worse", KIND_COUNT}};
    const size_t count = sizeof views / sizeof *views;

    if (!published_has(published, DISTANCES, programme))
        return;
    html_element(page, "h3", "", "How far they travelled");
    table_begin(page,
        "First and last scores of the same young people; a change above 0 is for the better", views,
        count);
    for (int row = 0; row < published_rows(published, DISTANCES); row++) {
        if (!published_is(published, DISTANCES, row, "programme", programme))
            continue;
        buf_add_text(page, "<tr>");
        for (size_t i = 0; i < count; i++) {
            const char *text = published_text(published, DISTANCES, row, views[i].column);

            buf_add_text(page, i == 0                       ? "<th scope=\"row\">"
                               : views[i].kind == KIND_TEXT ? "<td>"
                                                            : "<td class=\"number\">");
            table_cell_text(page, text ? text : "c", views[i].kind);
            buf_add_text(page, i == 0 ? "</th>" : "</td>");
        }
        table_row_end(page);
    }
    table_end(page);
    block_note(page,
        "Reliable change is NHS England's rule: better by the instrument's threshold on some "
        "scale and worse on none. There is no group to compare with: such a change holds "
        "whatever else happened meanwhile, and those who came at their worst would have "
        "moved towards the mean in any case.");
}
