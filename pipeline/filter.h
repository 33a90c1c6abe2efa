/* filter.h - a query's rows through a program and into a table, on one connection. */
#ifndef ONTRACK_PIPELINE_FILTER_H
#define ONTRACK_PIPELINE_FILTER_H

#include "pipeline/spawn.h"

#include <libpq-fe.h>

struct filter {
    const char *program;
    struct arguments *arguments;
    const char *query, *into;
    int log; /* descriptor for what the program says */
};

/* Within the caller's transaction. 0 or an exit code. */
int filter_run(PGconn *connection, const struct filter *filter, struct err *err);

#endif
