/* blame.h - which stage of a chain was the first to fail, and what it said. */
#ifndef ONTRACK_PIPELINE_BLAME_H
#define ONTRACK_PIPELINE_BLAME_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct process {
    const char *name;
    pid_t pid;
    int code; /* exit code; 128 + n for signal n */
    bool ended;
    bool stopped; /* killed by us, as another had failed */
};

/* The one that is to blame, with what it said by the chain's log in `err` (whose code is the
 * process's); or NULL where all ended with 0. */
const struct process *blame(
    const struct process *processes, size_t count, const char *log, struct err *err);

#endif
