/* page.h - what a page of a delivery says of itself and of the next one. Records are counted, not
 * looked into. */
#ifndef ONTRACK_SOURCE_PAGE_H
#define ONTRACK_SOURCE_PAGE_H

#include "base/buf.h"
#include "base/err.h"
#include "source/source.h"

enum { PAGE_NDJSON_MAXIMUM = 64 * 1024 * 1024 };

struct page {
    uint64_t records;
    /* json only; each NULL where there is none, or the source's paging asks for none */
    char *next; /* the cursor or URL */
    char *version, *total_pages, *total_records;
};

/* Reads a page. An empty one of json is EX_DATAERR, and so is one that is cut short, has no array where a
 * feed's "record" is, or nothing where the source's paging says that something is. Messages call it
 * `name`. A line of ndjson that is no JSON is none of our business, but for a last one without a line
 * feed, which must be whole. */
int page_read(struct page *page, const struct source *source, const struct buf *text,
    const char *name, struct err *err);
void page_release(struct page *page);

/* The most that a page of the source may hold, in bytes. */
size_t page_maximum(const struct source *source);

#endif
