/* fetch.h - a remote delivery, asked for as its source says, into a content. */
#ifndef ONTRACK_SOURCE_FETCH_H
#define ONTRACK_SOURCE_FETCH_H

#include "base/err.h"
#include "source/content.h"
#include "source/source.h"

#include <stdbool.h>

struct fetch_order {
    const struct source *source;
    const char *url;
    const char *since;                /* only what has changed since; NULL: all */
    const char *etag, *last_modified; /* only if these have changed; NULL: whatever */
};

/* What came, and what the server said of it. Each text may be NULL. */
struct fetched {
    bool unchanged; /* nothing came: the delivery is as it was */
    uint64_t pages;
    char *date; /* when the server began to answer, by its own clock: YYYY-MM-DDThh:mm:ssZ */
    /* For the next time, where the delivery is not in pages. An ETag that is weak, and a delivery that
     * was changed less than a minute before it was fetched, can change without their changing. */
    char *etag, *last_modified;
};

/* 0, or an exit code: see http.h and pages.h; EX_USAGE where the order does not fit the source. */
int fetch_run(const struct fetch_order *order, struct content *content, struct fetched *fetched,
    struct err *err);
void fetched_release(struct fetched *fetched);

#endif
