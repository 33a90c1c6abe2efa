/* declaration.h - what is analysed and how, as analyses/NAME.json declares it.
 *
 *   name         of the analysis: the file's name without .json. Every draw and every row of a result
 *                depends on it
 *   programmes   codes of programmes. One analysis for each: {programme} in any text of the file
 *                becomes the code, and the name of each is CODE-NAME. Without it there is one
 *   title, description, comparators, outcome, perspective, horizon, price_year
 *                what a reader must know of it
 *   seed         whole number: the other part of the key of every draw, where anything is drawn
 *   references   tables of ref that its figures rest on: the editions are kept with the result
 *   needs        query of two texts, what is missing and how to give it. Where it has a row the
 *                analysis is not made, and the rows say why
 *   tables       what the steps without a query take as files: {"outcomes": "select …"} is --outcomes
 *   steps        a list, one after the other:
 *     command    what `appraise` is called with, a list: ["frontier"]; {seed} is the seed
 *     query      the table on its standard input: select … from mart.…
 *     values     options whose value the database knows: {"lambda": "select …"} is --lambda; nothing
 *                where the query gives NULL
 *     into       the table that takes what it prints; its columns are found by name */
#ifndef ONTRACK_PIPELINE_DECLARATION_H
#define ONTRACK_PIPELINE_DECLARATION_H

#include "base/err.h"

#include <cjson/cJSON.h>
#include <stddef.h>

struct declarations {
    size_t count;
    cJSON **items; /* each a declaration of one analysis, checked, `name` its whole name */
};

/* All of a folder, in the order of the files and of their programmes. 0, EX_CONFIG or EX_NOINPUT; to be
 * released in either case. */
int declarations_read(struct declarations *declarations, const char *folder, struct err *err);
void declarations_release(struct declarations *declarations);

const char *declaration_name(const cJSON *declaration);

#endif
