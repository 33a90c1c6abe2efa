#include "output/words.h"
#include "output/figures.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

static bool is_interval(const struct outcome_cost *cost)
{
    return !cost->symbol && is(cost->set_type, "interval") && cost->lower > 0;
}

void words_title(struct buf *text, const struct outcome_cost *cost)
{
    char lower[FIGURE_TEXT], upper[FIGURE_TEXT];

    if (is(cost->symbol, "x"))
        buf_add_text(text, "cost per outcome is not collected");
    else if (cost->symbol)
        buf_add_text(text, "too few young people to say what an outcome cost");
    else if (!is_interval(cost))
        buf_add_text(text, "the data cannot yet say what an outcome cost");
    else if (isnan(cost->upper))
        buf_addf(text, "an outcome cost at least %s", figure_about(lower, cost->lower));
    else
        buf_addf(text, "an outcome cost between %s and %s", figure_about(lower, cost->lower),
            figure_about(upper, cost->upper));
}

void words_prices(struct buf *text, double year)
{
    if (year > 0)
        buf_addf(text, ", in prices of %.0f/%02d", year, ((int)year + 1) % 100);
}

static void add_basis(struct buf *text, const struct outcome_cost *cost)
{
    char count[FIGURE_TEXT];

    buf_addf(text, "based on %s young people", figure_count(count, cost->n));
    words_prices(text, cost->year);
}

void words_cost(struct buf *text, const struct outcome_cost *cost)
{
    char lower[FIGURE_TEXT], upper[FIGURE_TEXT];

    if (is(cost->symbol, "x")) {
        buf_add_text(text, "Costs or outcomes are not collected");
    } else if (cost->symbol) {
        buf_add_text(text, "Suppressed: made from a count that may not be shown");
    } else if (is_interval(cost) && cost->outcomes == 0) {
        buf_addf(text, "%s spent, no outcomes recorded; at best %s each (95%% limit), ",
            figure_about(upper, cost->cost), figure_about(lower, cost->lower));
        add_basis(text, cost);
    } else if (is_interval(cost) && !isnan(cost->upper)) {
        buf_addf(text, "Between %s and %s per outcome (95%% interval), ",
            figure_about(lower, cost->lower), figure_about(upper, cost->upper));
        add_basis(text, cost);
    } else {
        buf_add_text(text, "Not estimable: outcomes are too few to bound the cost of one, ");
        add_basis(text, cost);
    }
}

void words_cell(struct buf *text, const struct outcome_cost *cost)
{
    char value[FIGURE_TEXT], lower[FIGURE_TEXT], upper[FIGURE_TEXT];

    if (cost->symbol)
        buf_add_text(text, cost->symbol);
    else if (is_interval(cost) && !isnan(cost->upper) && !isnan(cost->ratio))
        buf_addf(text, "%s (%s to %s)", figure_pounds(value, cost->ratio),
            figure_pounds(lower, cost->lower), figure_pounds(upper, cost->upper));
    else if (is_interval(cost))
        buf_addf(text, "at least %s", figure_pounds(lower, cost->lower));
    else
        buf_add_text(text, "not estimable");
}

static void add_more_effective(struct buf *text, const struct contrast *c)
{
    char lower[FIGURE_TEXT], upper[FIGURE_TEXT];

    buf_add_text(text, "a greater share had the outcome");
    if (c->cost_upper < 0)
        buf_add_text(text, ", at a lower cost for each young person");
    else if (c->cost_lower > 0 && is(c->set_type, "interval") && c->lower > 0)
        buf_addf(text, ", and each further outcome cost between %s and %s (95%% interval)",
            figure_about(lower, c->lower), figure_about(upper, c->upper));
    else
        buf_add_text(text, "; the data do not separate the costs");
}

static void add_less_effective(struct buf *text, const struct contrast *c)
{
    char lower[FIGURE_TEXT], upper[FIGURE_TEXT];

    buf_add_text(text, "a smaller share had the outcome");
    if (c->cost_lower > 0)
        buf_add_text(text, ", at a higher cost for each young person");
    else if (c->cost_upper < 0 && is(c->set_type, "interval") && c->lower > 0)
        buf_addf(text,
            ", and between %s and %s was spared for each outcome forgone (95%% interval)",
            figure_about(lower, c->lower), figure_about(upper, c->upper));
    else
        buf_add_text(text, "; the data do not separate the costs");
}

void words_contrast(struct buf *text, const struct contrast *c)
{
    char own[FIGURE_TEXT], other[FIGURE_TEXT];

    buf_addf(text, "%s compared with %s: ", c->name, c->reference);
    if (c->effect_lower > 0)
        add_more_effective(text, c);
    else if (c->effect_upper < 0)
        add_less_effective(text, c);
    else if (is(c->set_type, "complement") || is(c->set_type, "line"))
        buf_add_text(text, "the data cannot rule out that it is no more effective, so a cost per "
                           "extra outcome cannot be given");
    else
        buf_add_text(text, "the data do not separate these providers");
    if (c->n > 0 && c->n_reference > 0) {
        buf_addf(text, ". Based on %s and %s young people", figure_count(own, c->n),
            figure_count(other, c->n_reference));
        words_prices(text, c->year);
    }
}

const char *words_probability(double probability)
{
    if (probability < .1)
        return "very unlikely";
    if (probability < .33)
        return "unlikely";
    if (probability <= .66)
        return "about as likely as not";
    return probability <= .9 ? "likely" : "very likely";
}
