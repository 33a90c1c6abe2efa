/* published.h - what the report reads: the tables of schema publish, and nothing else. */
#ifndef ONTRACK_OUTPUT_PUBLISHED_H
#define ONTRACK_OUTPUT_PUBLISHED_H

#include "base/err.h"

#include <libpq-fe.h>
#include <stdbool.h>

/* In the order of these names' texts in published.c. Rows come ordered as they are to be read. */
enum relation {
    EDITION,
    PROGRAMMES,
    SUMMARY,
    COSTS,
    LADDERS,
    COMPARISONS,
    BENEFITS,
    INDICATORS,
    RATES,
    MONEY,
    ACCEPTABILITY,
    QUADRANTS,
    DISTANCES,
    WORTH,
    FLOWS,
    SENSITIVITY,
    APPRAISALS,
    ANALYSES,
    REFERENCES,
    MISSING,
    QUALITY_NIGHT,
    QUALITY_CHANGES,
    QUALITY_UNAPPLIED,
    QUALITY_NEEDS,
    QUALITY_PROVIDERS,
    QUALITY_FIELDS,
    QUALITY_RULES,
    QUALITY_TIMELINESS,
    QUALITY_HISTORY,
    CONTRACTS,
    CONTRACT_INDICATORS,
    CONTRACT_PERIODS,
    CONTRACT_VALUES,
    CONTRACT_TARGETS,
    RELATIONS
};

struct published {
    PGresult *relations[RELATIONS];
};

/* Takes the commissioner's role, where the user may, and reads everything in one snapshot. The
 * connection is the caller's. 0, EX_NOINPUT where nothing has been published yet, or EX_UNAVAILABLE
 * or EX_NOPERM; release in any case. */
int published_read(struct published *published, PGconn *connection, struct err *err);
void published_release(struct published *published);

int published_rows(const struct published *published, enum relation relation);
/* Whether any row is the programme's. */
bool published_has(
    const struct published *published, enum relation relation, const char *programme);
/* The cell's text, NULL where it is NULL. The column must be there. */
const char *published_text(
    const struct published *published, enum relation relation, int row, const char *column);
/* NAN where it is NULL or no number (a symbol). */
double published_number(
    const struct published *published, enum relation relation, int row, const char *column);
bool published_is(const struct published *published, enum relation relation, int row,
    const char *column, const char *value);

#endif
