/* pages.h - a delivery that comes page by page, into one content: the pages one after the other, each
 * ended by a line feed; or, of a delivery without pages, its bytes as they are. */
#ifndef ONTRACK_SOURCE_PAGES_H
#define ONTRACK_SOURCE_PAGES_H

#include "base/err.h"
#include "source/content.h"
#include "source/http.h"
#include "source/source.h"

/* What of the answers is told on. */
struct told {
    uint64_t pages;
    char *date; /* of the first answer: the header Date, as it came; or NULL */
};

/* Reads all pages from `url` on, again from the first where they changed meanwhile. `partial`: only what
 * has changed since some time is asked for, so that there may be nothing.
 * 0; EX_TEMPFAIL where they did not stop changing; EX_DATAERR for pages that go in circles or elsewhere,
 * too many, too large or not what the source says; and what http_fetch() returns. */
int pages_fetch(struct http *http, const struct source *source, const char *url, bool partial,
    struct content *content, struct told *told, struct err *err);

/* Adds the pages from `url` on, which ask for what has changed since a whole began to be read, to what
 * `content` holds of that. */
int pages_append(struct http *http, const struct source *source, const char *url,
    struct content *content, struct told *told, struct err *err);

#endif
