/* fetcher.h - starting `fetch` for a delivery that is not on this machine. */
#ifndef ONTRACK_SOURCE_FETCHER_H
#define ONTRACK_SOURCE_FETCHER_H

#include "base/err.h"
#include "source/spool.h"

#include <stdbool.h>

bool is_remote(const char *location);

struct fetcher {
    const char *source, *url;
    const char *journal; /* or NULL */
    int spool, key;      /* descriptors: of the spool's file, to be written; of its key */
    int output;          /* where the content's hash goes, on a line */
};

/* Waits for it to end. 0 or its exit code, whose message it has printed itself. */
int fetcher_run(const struct fetcher *fetcher, struct err *err);

/* Fetches into a spool without a name, under a key of its own, and opens that. NULL with an error. */
struct spool *fetcher_open(const char *source, const char *url, const char *name, struct err *err);

#endif
