/* fetcher.h - starting `fetch` for a delivery that is not on this machine. */
#ifndef ONTRACK_SOURCE_FETCHER_H
#define ONTRACK_SOURCE_FETCHER_H

#include "base/err.h"
#include "source/spool.h"

#include <stdbool.h>

bool is_remote(const char *location);

struct fetcher {
    const char *source, *url;
    const char *journal; /* this and the next three: as fetch's options, or NULL */
    const char *since, *etag, *last_modified;
    int spool, key; /* descriptors: of the spool's file, to be written; of its key */
    int output;     /* where the content's hash goes, and what the server said, a line each */
};

/* Waits for it to end. 0 or its exit code, whose message it has printed itself. */
int fetcher_run(const struct fetcher *fetcher, struct err *err);

/* Fetches into a spool without a name, under a key of its own, and opens that. `since` may be NULL. NULL
 * with an error. */
struct spool *fetcher_open(
    const char *source, const char *url, const char *since, const char *name, struct err *err);

#endif
