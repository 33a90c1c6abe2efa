/* drift.h - columns that a delivery has and its source does not know, or the other way round. */
#ifndef ONTRACK_SOURCE_DRIFT_H
#define ONTRACK_SOURCE_DRIFT_H

#include "record/tally.h"
#include "source/rows.h"

/* Compares a table's header with all that the source's mappings name of it. By the source's policy new
 * columns stop (EX_DATAERR), are journalled as {"drift":["R","AB"]} with a warning, or are ignored.
 * They are told by their letters: what a header says may be data. */
int drift_check(const struct source *source, const char *table, const struct rows *rows,
    const char *file, struct tally *tally, struct err *err);

/* Journals the columns that the feed's mapping names and the table has not, by the names that the
 * mapping gives them: {"absent":["Email"]}. By the source's policy they stop (EX_DATAERR), are warned of, with
 * the letters of the new column that each may be now, or nothing more is said. Where `err` says already
 * that the feed can't be made without one of them, all are warned of. */
int drift_absent(const struct plan *plan, const struct rows *rows, const char *file,
    struct tally *tally, struct err *err);

#endif
