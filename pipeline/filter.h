/* filter.h - the rows of queries through a program and into a table, on one connection. */
#ifndef ONTRACK_PIPELINE_FILTER_H
#define ONTRACK_PIPELINE_FILTER_H

#include "pipeline/spawn.h"

#include <libpq-fe.h>

/* A table that the program takes as a file, by an option. It is held in memory, never on disk. */
struct filter_table {
    const char *option, *query; /* "--outcomes" */
};

struct filter {
    const char *program;
    struct arguments *arguments;
    const char *query; /* its standard input; NULL: nothing */
    size_t table_count;
    struct filter_table tables[KEEP_MAXIMUM];
    const char *into;
    int log; /* descriptor for what the program says */
};

/* Within the caller's transaction; adds the options of `tables` to the arguments. 0 or an exit code. */
int filter_run(PGconn *connection, const struct filter *filter, struct err *err);

#endif
