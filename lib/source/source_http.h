/* source_http.h - the member `http` of a source: how the server of a delivery that is a URL is asked.
 *
 *   maximum      bytes of the whole delivery, unpacked; more is an error (default 64 GiB)
 *   timeout      {"connect": 20, "stall": 60, "total": 14400}: seconds until a connection stands; without
 *                a byte; for the whole delivery, with all pages and attempts
 *   paging       (ndjson, json) how one page leads to the next:
 *     by           number  "parameter" of the query counts 1, 2, 3 … from "first" (default 1), up to
 *                          the told total, else to a page without a record
 *                  cursor  (json) the text or number at "path" of a page asks for the next one, as
 *                          "parameter"; null, an empty one or false: the last page
 *                  url     (json) the URL at "path" of a page, whole or relative, is the next one; null
 *                          or an empty one: the last page
 *                  link    the header Link with rel="next" has the next URL
 *     optional     (cursor, url) a page without anything at "path" is the last one, too; without this it
 *                  is an error, as a path that is misspelt would look just so
 *     total_pages, total_records   (json) dotted paths of what a page tells of the whole: must stay the
 *                  same from page to page, and be what was read
 *     version      {"header": NAME} or (json) {"path": P}: what must stay the same from page to page
 *     twice        read all pages until two readings in succession are equal; default true for "number"
 *                  without "version", else false
 *     maximum      pages (default 100000, a million at most)
 *   since        (mode delta) ask for what has changed only:
 *     parameter    of the query: takes YYYY-MM-DDThh:mm:ssZ
 *     path         of a record's own time stamp, ISO 8601 with offset
 *     overlap      how far before the greatest time stamp of the last applied delivery to ask from:
 *                  "90 seconds", "12 hours" or "2 days" (default)
 *   full         with since: each N nights all is asked for, and what is missing in it is retired
 *                (default 7, from 1)
 *
 * Pages of json are documents of 16 MiB at most, those of ndjson of 64 MiB. A next page is asked only of
 * the same scheme, host and port. What changes between pages makes all of them be read again, four times
 * in all. */
#ifndef ONTRACK_SOURCE_SOURCE_HTTP_H
#define ONTRACK_SOURCE_SOURCE_HTTP_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum paging_by { PAGING_NONE, PAGING_NUMBER, PAGING_CURSOR, PAGING_URL, PAGING_LINK };

struct paging {
    enum paging_by by;
    const char *parameter, *path;            /* NULL where `by` needs none */
    const char *total_pages, *total_records; /* each may be NULL, as the next two */
    const char *version_header, *version_path;
    uint64_t first, maximum;
    bool optional, twice;
};

struct source_http {
    struct paging paging;
    uint64_t maximum;
    long connect_seconds, stall_seconds, total_seconds;
    const char *since_parameter, *since_path; /* NULL: always all */
    int64_t overlap_seconds;
    unsigned int full_nights;
};

struct source;

/* Fills source->http, of a source whose other members are read. 0, or -1 with EX_CONFIG. */
int source_http_load(struct source *source, struct err *err);

#endif
