/* page.h - the commissioner's report: one page that needs nothing but itself, and the tables behind
 * it as CSV. Both are the same bytes for the same published tables: nothing asks the clock. */
#ifndef ONTRACK_OUTPUT_PAGE_H
#define ONTRACK_OUTPUT_PAGE_H

#include "base/err.h"
#include "output/published.h"

/* Writes DIR/index.html, replacing it whole. 0 or an exit code. */
int page_write(const struct published *published, const char *directory, struct err *err);
/* Writes DIR/summary.csv and the others: first line the notice, then a header, then the rows. A
 * figure that is not given has its symbol. */
int page_write_tables(const struct published *published, const char *directory, struct err *err);

#endif
