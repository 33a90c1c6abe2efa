/* http.h - fetching a delivery over HTTP(S): with TLS verified, time-outs, a size limit, and retries
 * where the server or the way to it failed for now. Linked into `fetch` only (libcurl and what it
 * brings would double the memory of every other stage). */
#ifndef ONTRACK_SOURCE_HTTP_H
#define ONTRACK_SOURCE_HTTP_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct http_request {
    const char *url;
    const char *header; /* "Name: value" that carries the key, or NULL; never shown */
    uint64_t maximum;   /* bytes; a larger answer is EX_DATAERR */
    /* Where the content goes. `restart` is called before each attempt, `write` then for each part; both
     * return 0 or an exit code with `err` filled in, which ends the fetch. */
    int (*restart)(void *state, struct err *err);
    int (*write)(void *state, const char *data, size_t length, struct err *err);
    void *state;
};

/* 0; EX_NOINPUT (404, 410), EX_NOPERM (401, 403, 407), EX_DATAERR (too large), EX_USAGE (not a URL that
 * we fetch), EX_UNAVAILABLE for the rest, and what `restart` and `write` return.
 *
 * Attempts: five; between them half a second, doubled each time up to half a minute, of which a random
 * half is left out; or what Retry-After says, up to two minutes. Tried again: no connection, a
 * connection lost, time-outs, and the answers 408, 425, 429, 500, 502, 503, 504. */
int http_fetch(const struct http_request *request, struct err *err);

/* The URL as messages may show it: without query and fragment, to be freed. NULL with EX_USAGE where it
 * is not http(s) or has a user's name or password in it. */
char *http_shown(const char *url, struct err *err);

#endif
