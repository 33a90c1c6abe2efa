/* forms_worth.c - what a programme is estimated to be worth: the box (in the form of the Washington State
 * Institute for Public Policy's), the waterfall, and what each uncertain figure changes. */
#include "output/block.h"
#include "output/charts_value.h"
#include "output/forms.h"
#include "output/html.h"
#include "output/tables.h"
#include "output/words.h"
#include "output/words_value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELL_MAXIMUM = 4096, STEPS_MAXIMUM = 12 };

static bool same(const char *text, const char *wanted)
{
    return wanted ? text && strcmp(text, wanted) == 0 : !text;
}

static int find(const struct published *published, const char *programme, const char *measure)
{
    for (int row = 0; row < published_rows(published, WORTH); row++)
        if (published_is(published, WORTH, row, "programme", programme) &&
            published_is(published, WORTH, row, "measure", measure) &&
            same(published_text(published, WORTH, row, "outcome"), NULL) &&
            same(published_text(published, WORTH, row, "agency"), NULL) &&
            same(published_text(published, WORTH, row, "category"), NULL))
            return row;
    return -1;
}

/* NAN where it is not there. */
static double number(const struct published *published, const char *programme, const char *measure)
{
    int row = find(published, programme, measure);

    return row < 0 ? NAN : published_number(published, WORTH, row, "value");
}

static int appraisal_of(const struct published *published, const char *programme)
{
    for (int row = 0; row < published_rows(published, APPRAISALS); row++)
        if (published_is(published, APPRAISALS, row, "programme", programme))
            return row;
    return -1;
}

static struct worth worth_of(
    const struct published *published, const char *programme, const char *title)
{
    int costs = table_find(published, COSTS, programme, "*");
    int npsv = find(published, programme, "npsv"), how = appraisal_of(published, programme);
    const char *symbol = npsv < 0 ? NULL : published_text(published, WORTH, npsv, "symbol");

    return (struct worth){
        .title = title,
        .n = costs < 0 ? NAN : published_number(published, COSTS, costs, "n"),
        .year = number(published, programme, "base_year"),
        .npsv = number(published, programme, "npsv"),
        .lower = number(published, programme, "npsv_lower"),
        .upper = number(published, programme, "npsv_upper"),
        .bcr = number(published, programme, "bcr"),
        .fiscal = number(published, programme, "fiscal_roi"),
        .chance = number(published, programme, "chance"),
        .chance_se = number(published, programme, "chance_se"),
        .evidence = how < 0 ? 1 : (int)published_number(published, APPRAISALS, how, "evidence"),
        .symbol = symbol && strcmp(symbol, "c") == 0 ? symbol : NULL,
    };
}

static void cell(struct buf *page, const char *text)
{
    html_element(page, "td", "class=\"number\"", text);
}

/* A row of pounds: in all, and for each young person. */
static void pounds_row(
    struct buf *page, const char *attributes, const char *name, double value, double n)
{
    char text[FIGURE_TEXT];

    buf_addf(page, "<tr%s>", attributes);
    html_element(page, "th", "scope=\"row\"", name);
    cell(page, isnan(value) ? "z" : figure_pounds(text, value));
    cell(page, isnan(value) || !(n > 0) ? "z" : figure_pounds(text, value / n));
    table_row_end(page);
}

static void text_row(struct buf *page, const char *name, const char *value)
{
    buf_add_text(page, "<tr>");
    html_element(page, "th", "scope=\"row\"", name);
    cell(page, value);
    buf_add_text(page, "<td></td>");
    table_row_end(page);
}

static void pence_row(struct buf *page, const char *name, double value)
{
    char text[FIGURE_TEXT];

    text_row(page, name, isnan(value) ? "z" : figure_pence(text, value));
}

static void add_agencies(
    struct buf *page, const struct published *published, const char *programme, double n)
{
    struct buf name = BUF_INIT(CELL_MAXIMUM);

    for (int row = 0; row < published_rows(published, WORTH); row++) {
        const char *agency = published_text(published, WORTH, row, "agency");
        const char *category = published_text(published, WORTH, row, "category");

        if (!published_is(published, WORTH, row, "programme", programme) || !agency || !category ||
            !published_is(published, WORTH, row, "measure", "pv_benefits"))
            continue;
        buf_reset(&name);
        buf_addf(&name, "%s (%s)", agency, category);
        pounds_row(page, "", buf_text(&name), published_number(published, WORTH, row, "value"), n);
    }
    buf_release(&name);
}

static void add_ratios(struct buf *page, const struct published *published, const char *programme)
{
    double payback = number(published, programme, "payback_year");
    double chance = number(published, programme, "chance");
    char text[FIGURE_TEXT];

    pence_row(page,
        "Public value for each \xc2\xa3"
        "1",
        number(published, programme, "bcr"));
    pence_row(page,
        "Public money for each \xc2\xa3"
        "1",
        number(published, programme, "fiscal_roi"));
    pence_row(page,
        "Of it, what agencies can take out of a budget, for each \xc2\xa3"
        "1",
        number(published, programme, "cashable_roi"));
    text_row(page, "Chance that benefits exceed costs",
        isnan(chance) ? "z" : figure_share(text, chance));
    if (!isnan(payback))
        snprintf(text, sizeof text, "%.0f", payback);
    text_row(page, "Year from which benefits have repaid the costs",
        isnan(payback) ? "not within the horizon" : text);
}

static void add_box(
    struct buf *page, const struct published *published, const char *programme, double n)
{
    static const struct table_view views[] = {{"", "Worth today", KIND_TEXT},
        {"", "In all", KIND_COUNT}, {"", "For each young person", KIND_COUNT}};

    table_begin(page, "Estimated benefits and costs", views, 3);
    add_agencies(page, published, programme, n);
    pounds_row(
        page, " class=\"whole\"", "Benefits", number(published, programme, "pv_benefits"), n);
    pounds_row(page, "", "Costs", number(published, programme, "pv_costs"), n);
    pounds_row(
        page, " class=\"whole\"", "Benefits less costs", number(published, programme, "npsv"), n);
    add_ratios(page, published, programme);
    table_end(page);
}

/* Outcomes that nobody has priced stand beside the money, as what they are. */
static void add_not_valued(
    struct buf *page, const struct published *published, const char *programme)
{
    bool any = false;

    for (int row = 0; row < published_rows(published, WORTH); row++) {
        if (!published_is(published, WORTH, row, "programme", programme) ||
            !published_is(published, WORTH, row, "measure", "not_valued"))
            continue;
        buf_add_text(page, any ? ", " : "<p><strong>Not valued, and no less worth:</strong> ");
        if (published_text(published, WORTH, row, "symbol"))
            buf_add_text(page, "<abbr title=\"confidential: suppressed\">c</abbr>");
        else
            table_cell_text(page, published_text(published, WORTH, row, "value"), KIND_COUNT);
        buf_add_text(page, " young people ");
        html_text(page, published_text(published, WORTH, row, "outcome"));
        any = true;
    }
    if (any)
        buf_add_text(page, ".</p>\n");
}

/* From the gross value down to what is worth more than the costs today. */
static size_t fill_steps(
    const struct published *published, const char *programme, struct step steps[STEPS_MAXIMUM])
{
    static const struct {
        const char *measure, *name;
    } chain[] = {{"net_of_deadweight", "would have come anyway"},
        {"net_of_attribution", "due to others"}, {"net_of_displacement", "displaced"},
        {"net_of_leakage", "to others than meant"}, {"net_of_optimism", "hoped for too much"},
        {"net_of_dropoff", "fades over the years"}, {"pv_benefits", "discounted"}};
    double at = number(published, programme, "gross");
    double costs = number(published, programme, "pv_costs");
    size_t count = 0;

    steps[count++] = (struct step){"gross value of the outcomes", 0, at, 1};
    for (size_t i = 0; i < sizeof chain / sizeof *chain; i++) {
        double next = number(published, programme, chain[i].measure);

        if (next < at || next > at)
            steps[count++] = (struct step){chain[i].name, at, next, 0};
        at = next;
    }
    steps[count++] = (struct step){"benefits, worth today", 0, at, 1};
    steps[count++] = (struct step){"costs", at, at - costs, 0};
    steps[count++] = (struct step){"benefits less costs", 0, at - costs, 1};
    return count;
}

static int add_waterfall(
    struct buf *page, const struct published *published, const char *programme, struct err *err)
{
    struct buf text = BUF_INIT(BLOCK_TEXT), svg = BUF_INIT(BLOCK_CHART);
    struct step steps[STEPS_MAXIMUM];
    size_t count = fill_steps(published, programme, steps);
    char id[64], amount[FIGURE_TEXT];
    struct chart chart = {.id = id,
        .title = "From the gross value of the outcomes to benefits less costs",
        .width = CHART_WIDTH};
    int code;

    for (size_t i = 0; i < count; i++)
        buf_addf(
            &text, "%s: %s. ", steps[i].name, figure_pounds(amount, steps[i].to - steps[i].from));
    chart.description = buf_text(&text);
    snprintf(id, sizeof id, "%.40s-waterfall", programme);
    code = chart_waterfall(&chart, steps, count, &svg, err);
    block_figure(page, &svg,
        "What is taken off the gross value, step by step. Solid bars are amounts, light ones what "
        "is taken "
        "off; benefit.csv has the figures, benefit_flow.csv those of each year.");
    buf_release(&text);
    buf_release(&svg);
    return code;
}

static void add_sensitivity(
    struct buf *page, const struct published *published, const char *programme)
{
    static const struct table_view views[] = {{"parameter", "Figure", KIND_TEXT},
        {"subject", "Of", KIND_TEXT}, {"agency", "Agency", KIND_TEXT}, {"low", "Low", KIND_TEXT},
        {"central", "Central", KIND_TEXT}, {"high", "High", KIND_TEXT},
        {"npsv_low", "Benefits less costs at the low one", KIND_POUNDS},
        {"npsv_high", "At the high one", KIND_POUNDS},
        {"switching", "Costs equal benefits at", KIND_TEXT}};

    if (!published_has(published, SENSITIVITY, programme))
        return;
    table_of(page, published, SENSITIVITY, programme,
        "What each uncertain figure changes by itself, the widest first", views, 9);
    block_note(page, "Where nothing stands in the last column, no possible value of the figure "
                     "makes costs equal "
                     "to benefits.");
}

/* Names the figures that nobody has given. True where there are any. */
static bool add_missing(struct buf *page, const struct published *published, const char *programme)
{
    char analysis[64];
    bool any = false;

    snprintf(analysis, sizeof analysis, "%.40s-benefit", programme);
    for (int row = 0; row < published_rows(published, MISSING); row++) {
        if (!published_is(published, MISSING, row, "analysis", analysis))
            continue;
        if (!any)
            buf_add_text(page,
                "<p>No value can be given yet: nothing is assumed that nobody has stated. "
                "Missing are</p>\n<ul>\n");
        any = true;
        buf_add_text(page, "<li>");
        html_text(page, published_text(published, MISSING, row, "what"));
        buf_add_text(page, ". To give it: ");
        html_text(page, published_text(published, MISSING, row, "how"));
        buf_add_text(page, ".</li>\n");
    }
    if (any)
        buf_add_text(page, "</ul>\n");
    return any;
}

static bool has_failed(const struct published *published, const char *programme)
{
    char analysis[64];

    snprintf(analysis, sizeof analysis, "%.40s-benefit", programme);
    for (int row = 0; row < published_rows(published, ANALYSES); row++)
        if (published_is(published, ANALYSES, row, "analysis", analysis) &&
            published_is(published, ANALYSES, row, "state", "failed"))
            return true;
    return false;
}

static void add_basis(struct buf *page, const struct published *published, const char *programme)
{
    int row = appraisal_of(published, programme);
    struct buf text = BUF_INIT(CELL_MAXIMUM);

    buf_addf(&text,
        "Paid for by: %s. %s years after the first count, at the discount rates %s. How it is "
        "appraised is "
        "from: %s (%s)",
        published_text(published, APPRAISALS, row, "payer"),
        published_text(published, APPRAISALS, row, "horizon"),
        published_text(published, APPRAISALS, row, "schedule"),
        published_text(published, APPRAISALS, row, "source"),
        published_text(published, APPRAISALS, row, "edition"));
    block_paragraph(page, "class=\"small\"", &text);
    buf_release(&text);
}

static int add_worth(struct buf *page, const struct published *published, const char *programme,
    const struct worth *worth, struct err *err)
{
    struct buf text = BUF_INIT(CELL_MAXIMUM);
    int code = 0;

    words_worth(&text, worth);
    block_paragraph(page, "", &text);
    if (!worth->symbol) {
        buf_reset(&text);
        words_evidence(&text, worth->evidence);
        block_paragraph(page, "", &text);
        if (!isnan(worth->bcr)) {
            buf_reset(&text);
            buf_addf(&text,
                "Value for money by the Department for Transport's bands, indicative: %s",
                words_band(worth->bcr));
            block_paragraph(page, "class=\"small\"", &text);
        }
        add_box(page, published, programme, worth->n);
        code = add_waterfall(page, published, programme, err);
    }
    add_not_valued(page, published, programme);
    if (!worth->symbol)
        add_sensitivity(page, published, programme);
    add_basis(page, published, programme);
    buf_release(&text);
    return code;
}

int form_worth(struct buf *page, const struct published *published, int row, struct err *err)
{
    const char *programme = published_text(published, PROGRAMMES, row, "programme");
    const char *title = published_text(published, PROGRAMMES, row, "title");
    struct worth worth = worth_of(published, programme, title);

    html_element(page, "h3", "", "What it is estimated to be worth");
    if (published_has(published, WORTH, programme) && appraisal_of(published, programme) >= 0)
        return add_worth(page, published, programme, &worth, err);
    if (!add_missing(page, published, programme))
        block_note(page, has_failed(published, programme)
                             ? "It could not be estimated tonight: the data officer's log says why."
                             : "It has not been estimated.");
    return 0;
}

void form_worth_brief(struct buf *text, const struct published *published, const char *programme)
{
    struct worth worth = worth_of(published, programme, programme);
    char pence[FIGURE_TEXT], lower[FIGURE_TEXT], upper[FIGURE_TEXT];

    if (worth.symbol || isnan(worth.bcr) || isnan(worth.chance))
        return;
    buf_addf(text,
        " Estimated public value for each \xc2\xa3"
        "1: %s; it is %s that benefits exceed costs (by %s to %s, 95%% of what the uncertain "
        "figures allow",
        figure_pence(pence, worth.bcr), words_probability(worth.chance),
        figure_about(lower, worth.lower), figure_about(upper, worth.upper));
    words_prices(text, worth.year);
    buf_add_text(text, ").");
}
