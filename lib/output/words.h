/* words.h - what the figures allow to be said. Sentences are made by rule, so that no page says more
 * than its numbers: a cost is never given without its interval and the number of young people, and
 * where a confidence set is no interval no cost is given at all. Nothing is said to be due to a
 * provider: the groups are not matched. Plain text, UTF-8. */
#ifndef ONTRACK_OUTPUT_WORDS_H
#define ONTRACK_OUTPUT_WORDS_H

#include "base/buf.h"

/* Cost per outcome of a programme or provider. */
struct outcome_cost {
    const char *symbol; /* "c", "x", or NULL where there are figures */
    double n, outcomes, cost;
    double ratio, lower, upper; /* NAN: not given */
    const char *set_type;       /* "interval", "complement", "line", "none" */
    double year;                /* financial year of the prices; 0 or NAN: not known */
};

/* "an outcome cost between £16,800 and £20,800", to follow a programme's name and a colon. */
void words_title(struct buf *text, const struct outcome_cost *cost);
/* "Between £16,800 and £20,800 per outcome (95% interval), based on 243 young people, in prices of
 * 2024/25" */
void words_cost(struct buf *text, const struct outcome_cost *cost);
/* "£18,621 (£16,828 to £20,809)", for a cell. */
void words_cell(struct buf *text, const struct outcome_cost *cost);

/* A provider against another. */
struct contrast {
    const char *name, *reference;
    double cost, cost_lower, cost_upper;
    double effect, effect_lower, effect_upper;
    double lower, upper; /* of the cost of one more outcome */
    const char *set_type;
    double n, n_reference; /* young people of each */
    double year;           /* as above */
};

/* "Skelby Farm Education compared with Brackwater Academy: …" */
void words_contrast(struct buf *text, const struct contrast *contrast);

/* ", in prices of 2024/25"; nothing where the year is not known. */
void words_prices(struct buf *text, double year);

/* "likely": bands .1, .33, .66, .9. */
const char *words_probability(double probability);

#endif
