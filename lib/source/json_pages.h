/* json_pages.h - JSON documents one after the other, white space between: the pages of a delivery that
 * was fetched in pages. One of them is in memory at a time, 16 MiB at most. */
#ifndef ONTRACK_SOURCE_JSON_PAGES_H
#define ONTRACK_SOURCE_JSON_PAGES_H

#include "base/buf.h"
#include "record/stream.h"
#include "source/decoder.h"

#include <stdbool.h>
#include <stdint.h>

struct json_pages {
    struct decoder decoder;
    struct buf text;       /* decoded, and not taken yet but for the first `taken` bytes */
    size_t taken, scanned; /* scanned: looked at for the end of the document */
    unsigned int depth;    /* of brackets that are open there */
    bool in_text, escaped;
    bool ended;     /* nothing follows `text` */
    uint64_t count; /* documents so far */
};

void json_pages_open(struct json_pages *pages, struct bytes *bytes);
/* The next document, from its first bracket to the one that closes it, valid until the next call: 1; 0 at
 * the end; -1 with EX_DATAERR where it is cut short, too large or begins with no bracket. */
int json_pages_next(struct json_pages *pages, struct text *document, struct err *err);
void json_pages_close(struct json_pages *pages);

#endif
