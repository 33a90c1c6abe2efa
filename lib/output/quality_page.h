/* quality_page.h - how the night went and how good the data are, for the data officer: quality.html. From
 * what is published, so that small counts are suppressed here as everywhere. */
#ifndef ONTRACK_OUTPUT_QUALITY_PAGE_H
#define ONTRACK_OUTPUT_QUALITY_PAGE_H

#include "base/err.h"
#include "output/published.h"

/* Writes DIR/quality.html, replacing it whole; sections of which nothing is published say so. 0 or an exit
 * code. */
int quality_page_write(const struct published *published, const char *directory, struct err *err);

#endif
