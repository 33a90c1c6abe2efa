/* page.h - the commissioner's report: one page that needs nothing but itself, and the tables behind
 * it as CSV. Both are the same bytes for the same published tables: nothing asks the clock. */
#ifndef ONTRACK_OUTPUT_PAGE_H
#define ONTRACK_OUTPUT_PAGE_H

#include "base/buf.h"
#include "base/err.h"
#include "output/published.h"

/* What each page begins and ends with: notice, title and date; the caller ends the header. */
void page_begin(struct buf *page, const struct published *published, const char *title);
void page_end(struct buf *page, const struct published *published);
/* Writes DIR/NAME beside its place first, then into it. 0, EX_CANTCREAT, EX_IOERR, or EX_SOFTWARE where
 * the content has reached its maximum. */
int page_put(const char *directory, const char *name, const struct buf *content, struct err *err);
/* The same of a relation as CSV: of one provider's rows, or with provider NULL of all. */
int page_put_table(const struct published *published, enum relation relation, const char *provider,
    const char *directory, const char *name, struct err *err);

/* Writes DIR/index.html and DIR/quality.html, replacing each whole. 0 or an exit code. */
int page_write(const struct published *published, const char *directory, struct err *err);
/* Writes DIR/summary.csv and the others: first line the notice, then a header, then the rows. A
 * figure that is not given has its symbol. */
int page_write_tables(const struct published *published, const char *directory, struct err *err);

#endif
