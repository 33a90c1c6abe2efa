/* quality_tables.h - the tables of quality.html, and what is said of them in a sentence. */
#ifndef ONTRACK_OUTPUT_QUALITY_TABLES_H
#define ONTRACK_OUTPUT_QUALITY_TABLES_H

#include "base/buf.h"
#include "output/published.h"

/* Rows of a table that the page shows at most; the rest is in the CSV that it names. */
enum { QUALITY_ROWS = 15 };

void quality_changes(struct buf *page, const struct published *published);
/* Nothing where all is applied. */
void quality_unapplied(struct buf *page, const struct published *published);
void quality_needs(struct buf *page, const struct published *published);
void quality_providers(struct buf *page, const struct published *published);
/* Of the fields that a provider fills at all, those that it fills worst. */
void quality_fields(struct buf *page, const struct published *published);
void quality_rules(struct buf *page, const struct published *published);
void quality_timeliness(struct buf *page, const struct published *published);

#endif
