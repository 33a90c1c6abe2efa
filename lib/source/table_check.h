/* table_check.h - what must hold of a delivery of tables before anything of it is taken: whose it is,
 * of which month, and that it has the columns of the version that was in force then. */
#ifndef ONTRACK_SOURCE_TABLE_CHECK_H
#define ONTRACK_SOURCE_TABLE_CHECK_H

#include "source/delivery.h"
#include "source/source.h"
#include "source/tables.h"

#include <stdbool.h>

/* The source's `check` (csv; source.h), over all tables that are there. Headers are read, and the whole of
 * a table that has a column of `same`. `parts` are those of the delivery's name, NULL where it does
 * not fit. 0 also without a `check`; EX_DATAERR names table, column, row and what was expected there;
 * EX_CONFIG. */
int table_check(
    const struct source *source, struct tables *tables, const struct parts *parts, struct err *err);

/* Whether the check is about the column, which is then known. */
bool table_check_names(const struct source *source, const char *table, const char *column);

#endif
