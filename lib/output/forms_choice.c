/* forms_choice.c - which provider is the best buy, and how sure that is. */
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

enum { CELL_MAXIMUM = 4096, LAMBDAS_MAXIMUM = 200 };

void form_quadrants(struct buf *page, const struct published *published, const char *programme)
{
    static const struct table_view views[] = {{"name", "Provider", KIND_TEXT},
        {"n", "Young people", KIND_COUNT},
        {"cheaper_greater", "Cheaper, greater share", KIND_SHARE},
        {"dearer_greater", "Dearer, greater share", KIND_SHARE},
        {"cheaper_smaller", "Cheaper, smaller share", KIND_SHARE},
        {"dearer_smaller", "Dearer, smaller share", KIND_SHARE}};

    if (!published_has(published, QUADRANTS, programme))
        return;
    table_begin(page,
        "Where the bootstrap's replicates lie, beside the provider that each is compared with",
        views, 6);
    for (int row = 0; row < published_rows(published, QUADRANTS); row++) {
        const char *symbol = published_text(published, QUADRANTS, row, "symbol");

        if (!published_is(published, QUADRANTS, row, "programme", programme))
            continue;
        buf_add_text(page, "<tr>");
        html_element(
            page, "th", "scope=\"row\"", published_text(published, QUADRANTS, row, "name"));
        for (size_t i = 1; i < 6; i++) {
            buf_add_text(page, "<td class=\"number\">");
            table_cell_text(page,
                symbol ? symbol : published_text(published, QUADRANTS, row, views[i].column),
                views[i].kind);
            buf_add_text(page, "</td>");
        }
        table_row_end(page);
    }
    table_end(page);
}

/* What the rows of a programme say, by provider. */
struct curves {
    size_t count;
    struct curve *items;
    double *numbers; /* of all curves */
    size_t used;
    struct curve frontier;
    double lambda[LAMBDAS_MAXIMUM], greatest[LAMBDAS_MAXIMUM];
    const char *best[LAMBDAS_MAXIMUM]; /* with the greatest mean net benefit */
    const char *code[LAMBDAS_MAXIMUM]; /* of that one */
    double evpi[LAMBDAS_MAXIMUM];
    const char *last; /* the code of the last curve */
    double replicates;
};

static void add_point(struct curves *curves, const struct published *published, int row)
{
    const char *name = published_text(published, ACCEPTABILITY, row, "name");
    const char *code = published_text(published, ACCEPTABILITY, row, "provider");
    size_t rows = (size_t)published_rows(published, ACCEPTABILITY);
    double *lambda = curves->numbers, *chance = curves->numbers + rows;
    struct curve *curve;

    if (!curves->count || strcmp(curves->last, code) != 0)
        curves->items[curves->count++] =
            (struct curve){name, 0, lambda + curves->used, chance + curves->used};
    curves->last = code;
    curves->replicates = published_number(published, ACCEPTABILITY, row, "replicates");
    curve = &curves->items[curves->count - 1];
    if (curve->count == LAMBDAS_MAXIMUM)
        return;
    lambda[curves->used] = published_number(published, ACCEPTABILITY, row, "lambda");
    chance[curves->used] = published_number(published, ACCEPTABILITY, row, "p_best");
    curves->lambda[curve->count] = lambda[curves->used];
    curves->evpi[curve->count] = published_number(published, ACCEPTABILITY, row, "evpi");
    if (published_text(published, ACCEPTABILITY, row, "ceaf")) {
        curves->greatest[curve->count] = chance[curves->used];
        curves->best[curve->count] = name;
        curves->code[curve->count] = code;
    }
    curve->count++;
    curves->used++;
}

static void gather(struct curves *curves, const struct published *published, const char *programme)
{
    size_t rows = (size_t)published_rows(published, ACCEPTABILITY);

    curves->items = mem_array(rows + 1, sizeof *curves->items);
    curves->numbers = mem_array(2 * rows + 1, sizeof *curves->numbers);
    for (int row = 0; row < published_rows(published, ACCEPTABILITY); row++)
        if (published_is(published, ACCEPTABILITY, row, "programme", programme) &&
            !published_text(published, ACCEPTABILITY, row, "symbol"))
            add_point(curves, published, row);
    if (curves->count)
        curves->frontier =
            (struct curve){"", curves->items[0].count, curves->lambda, curves->greatest};
}

static double peak(const struct curve *curve)
{
    double greatest = 0;

    for (size_t i = 0; i < curve->count; i++)
        greatest = fmax(greatest, curve->chance[i]);
    return greatest;
}

/* Of many providers a chart can show those whose chance is ever the greatest; the table has the others. */
static size_t choose(const struct curves *curves, struct curve chosen[CURVES_MAXIMUM])
{
    size_t count = 0;

    for (size_t i = 0; i < curves->count; i++) {
        size_t at = count < CURVES_MAXIMUM ? count++ : CURVES_MAXIMUM;

        while (at > 0 && peak(&chosen[at - 1]) < peak(&curves->items[i])) {
            if (at < CURVES_MAXIMUM)
                chosen[at] = chosen[at - 1];
            at--;
        }
        if (at < CURVES_MAXIMUM)
            chosen[at] = curves->items[i];
    }
    return count;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct curve *)a)->name, ((const struct curve *)b)->name);
}

/* Where the best buy by the mean changes as an outcome is worth more. */
static void say_frontier(struct buf *text, const struct curves *curves)
{
    char from[FIGURE_TEXT], to[FIGURE_TEXT];

    for (size_t i = 0, start = 0; i < curves->frontier.count; i++) {
        if (i + 1 < curves->frontier.count && curves->best[i + 1] && curves->best[start] &&
            strcmp(curves->best[i + 1], curves->best[start]) == 0)
            continue;
        if (curves->best[start])
            buf_addf(text,
                "%s%s has the greatest mean net benefit where one more outcome is worth %s to %s",
                text->length ? "; " : "", curves->best[start],
                figure_pounds(from, curves->lambda[start]), figure_pounds(to, curves->lambda[i]));
        start = i + 1;
    }
}

/* Only what commissioners say that an outcome is worth allows to call any provider the best buy. */
static void say_thresholds(struct buf *page, const struct published *published,
    const char *programme, const struct curves *curves)
{
    struct buf text = BUF_INIT(CELL_MAXIMUM);
    bool said = false;

    for (int row = 0; row < published_rows(published, REFERENCES); row++) {
        double value = published_number(published, REFERENCES, row, "value");
        char analysis[80];

        snprintf(analysis, sizeof analysis, "%.40s-acceptability", programme);
        if (!published_is(published, REFERENCES, row, "analysis", analysis) ||
            !published_is(published, REFERENCES, row, "reference", "threshold"))
            continue;
        for (size_t i = 0; i < curves->frontier.count; i++) {
            struct choice choice = {
                curves->best[i], NAN, value, curves->greatest[i], curves->replicates};
            int cost;

            if (curves->lambda[i] < value || curves->lambda[i] > value || !curves->best[i])
                continue;
            cost = table_find(published, COSTS, programme, curves->code[i]);
            if (cost >= 0)
                choice.n = published_number(published, COSTS, cost, "n");
            buf_reset(&text);
            words_choice(&text, &choice);
            buf_addf(&text, " (the value is from: %s)",
                published_text(published, REFERENCES, row, "source"));
            block_paragraph(page, "", &text);
            said = true;
        }
    }
    if (!said)
        block_note(page,
            "No commissioner has said what one more outcome is worth (threshold.csv of the "
            "figures), so that no provider is called worth its cost.");
    buf_release(&text);
}

/* The page has every ten thousand pounds, and where another provider comes first. */
static bool tells(const struct curves *curves, size_t i)
{
    return fmod(curves->lambda[i], 10000) < .5 ||
           (i && curves->code[i - 1] && strcmp(curves->code[i - 1], curves->code[i]) != 0);
}

static void add_table(struct buf *page, const struct curves *curves)
{
    static const struct table_view views[] = {{"", "One more outcome is worth", KIND_POUNDS},
        {"", "Greatest mean net benefit", KIND_TEXT},
        {"", "Chance that it is the best buy", KIND_SHARE},
        {"", "Worth of knowing for certain, a young person", KIND_POUNDS}};
    char text[FIGURE_TEXT];

    table_begin(page,
        "The best buy by what one more outcome is worth; acceptability.csv has every provider and "
        "value",
        views, 4);
    for (size_t i = 0; i < curves->frontier.count; i++) {
        if (!curves->best[i] || !tells(curves, i))
            continue;
        buf_add_text(page, "<tr>");
        html_element(
            page, "th", "scope=\"row\" class=\"number\"", figure_pounds(text, curves->lambda[i]));
        html_element(page, "td", "", curves->best[i]);
        html_element(page, "td", "class=\"number\"", figure_share(text, curves->greatest[i]));
        html_element(page, "td", "class=\"number\"", figure_pounds(text, curves->evpi[i]));
        table_row_end(page);
    }
    table_end(page);
}

static int add_chart(
    struct buf *page, const struct curves *curves, const char *programme, struct err *err)
{
    struct buf text = BUF_INIT(BLOCK_TEXT), svg = BUF_INIT(BLOCK_CHART);
    struct curve chosen[CURVES_MAXIMUM];
    size_t count = choose(curves, chosen);
    char id[64];
    struct chart chart = {.id = id,
        .title = "Chance that each provider is the best buy, by what one more outcome is worth",
        .width = CHART_WIDTH,
        .height = 360};
    int code;

    qsort(chosen, count, sizeof *chosen, by_name);
    say_frontier(&text, curves);
    chart.description = buf_text(&text);
    snprintf(id, sizeof id, "%.40s-acceptability", programme);
    block_paragraph(page, "", &text);
    code = chart_acceptability(&chart, chosen, count, &curves->frontier, &svg, err);
    block_figure(page, &svg,
        count < curves->count
            ? "Acceptability of the providers with the greatest chances; the broad grey line is "
              "the chance of "
              "the one with the greatest mean net benefit. acceptability.csv has them all."
            : "Acceptability of each provider; the broad grey line is the chance of the one with "
              "the "
              "greatest mean net benefit. acceptability.csv has the figures.");
    buf_release(&text);
    buf_release(&svg);
    return code;
}

int form_acceptability(
    struct buf *page, const struct published *published, const char *programme, struct err *err)
{
    struct curves curves = {0};
    int code = 0;

    if (!published_has(published, ACCEPTABILITY, programme))
        return 0;
    html_element(
        page, "h3", "", "Which provider is the best buy depends on what an outcome is worth");
    gather(&curves, published, programme);
    if (curves.count > 1) {
        code = add_chart(page, &curves, programme, err);
        say_thresholds(page, published, programme, &curves);
        add_table(page, &curves);
        block_note(page,
            "Providers with fewer than ten young people with, or without, the outcome are too "
            "small to be called best and are left out.");
    } else {
        block_note(page,
            curves.count ? "Only one provider is large enough to be compared."
                         : "Suppressed: the chances of all providers are made together, and the "
                           "counts of one of them may not be shown.");
    }
    free(curves.items);
    free(curves.numbers);
    return code;
}
