/* http.h - asking one server over HTTP(S), one request after the other: with TLS verified, time-outs, a
 * size limit, and retries where the server or the way to it failed for now. Linked into `fetch` only
 * (libcurl and what it brings would double the memory of every other stage). */
#ifndef ONTRACK_SOURCE_HTTP_H
#define ONTRACK_SOURCE_HTTP_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct http_settings {
    const char
        *url; /* of the delivery. Messages name it without its query, and no other: that of a page
                        is the server's, and may hold what is in a record */
    const char *key; /* "Name: value" that carries the key, or NULL; never shown */
    bool follow;     /* redirects; never with a key */
    long connect_seconds, stall_seconds;
    long total_seconds; /* for all requests together, from http_open() */
};

struct http_request {
    const char *url;
    const char *etag, *last_modified; /* asked on condition that these have changed; or NULL */
    bool compressed;                  /* ask for gzip */
    bool ends_itself;                 /* the content shows where it ends; else the answer must */
    bool may_be_empty;                /* 204 is an answer, too */
    uint64_t maximum;                 /* bytes of the content; more is EX_DATAERR */
    /* Where the content goes, unpacked. `restart` is called before each attempt, `write` then for each
     * part; both return 0 or an exit code with `err` filled in, which ends the fetch. */
    int (*restart)(void *state, struct err *err);
    int (*write)(void *state, const char *data, size_t length, struct err *err);
    void *state;
};

struct http;

/* NULL with EX_USAGE (not a URL that we fetch) or EX_SOFTWARE. The settings are not copied. */
struct http *http_open(const struct http_settings *settings, struct err *err);
/* What messages call the delivery. */
const char *http_name(const struct http *http);
void http_close(struct http *http);

/* 0; EX_NOINPUT (404, 410), EX_NOPERM (401, 403, 407), EX_DATAERR (too large), EX_UNAVAILABLE for the rest, and what `restart` and `write` return.
 *
 * Attempts: five; between them half a second, doubled each time up to half a minute, of which a random
 * half is left out; or what Retry-After says, up to two minutes. Tried again: no connection, a
 * connection lost, time-outs, compressed content cut short, and the answers 408, 425, 429, 500, 502,
 * 503, 504.
 *
 * Content-Encoding gzip is unpacked and checked; another is refused. An answer that tells neither its
 * length nor comes in chunks is refused, unless its content shows where it ends. */
int http_fetch(struct http *http, const struct http_request *request, struct err *err);

/* Of the last answer: 200, 204 or 304; and a header's value, or NULL; valid until the next request. */
long http_status(struct http *http);
const char *http_header(struct http *http, const char *name);

#endif
