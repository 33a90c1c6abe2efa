/* words_value.h - what funnels, acceptability curves and benefits allow to be said, by the rules of
 * words.h. A figure comes with the number of young people it stands on, its interval or simulation error,
 * and its prices. What is estimated is never called a saving, and nothing is said to be due to a programme
 * unless the evidence compares like with like. */
#ifndef ONTRACK_OUTPUT_WORDS_VALUE_H
#define ONTRACK_OUTPUT_WORDS_VALUE_H

#include "base/buf.h"

#include <stddef.h>

/* "within the limits", "worth asking why" (between 95% and 99.8%), "different from expected" (beyond);
 * "too few to judge" for NULL. */
const char *words_label(const char *label);

/* What a funnel of providers shows. */
struct funnel_words {
    size_t providers, asking, different; /* judged; between the limits; beyond */
    double phi;                          /* NAN: not known */
};
void words_funnel(struct buf *text, const struct funnel_words *funnel);

/* A provider at one value of an outcome. */
struct choice {
    const char *name;
    double n, lambda, chance, replicates;
};
enum { CHOICE_LEAST = 10 }; /* fewer young people are never called the best buy */
/* "At £25,000 for one more outcome it is about as likely as not that X is the best buy (54%, ±1.4 points of
 * simulation error), based on its 53 young people and those of the others" */
void words_choice(struct buf *text, const struct choice *choice);

/* What a programme is estimated to be worth. */
struct worth {
    const char *title;
    double n, year; /* young people; financial year of the prices */
    double npsv, lower, upper;
    double bcr, fiscal, chance, chance_se;
    int evidence; /* Maryland scale; below 3 nothing compares like with like */
    const char *symbol;
};
/* "estimated value of £1.35 for each £1 spent, …" */
void words_worth(struct buf *text, const struct worth *worth);
/* What may be said of the reason, by the level of evidence. */
void words_evidence(struct buf *text, int evidence);
/* The Department for Transport's bands of a benefit-cost ratio, indicative: a boundary belongs to the
 * higher one. */
const char *words_band(double bcr);

#endif
