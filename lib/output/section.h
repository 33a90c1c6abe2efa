/* section.h - the page's sections: one a programme, one between programmes. */
#ifndef ONTRACK_OUTPUT_SECTION_H
#define ONTRACK_OUTPUT_SECTION_H

#include "base/buf.h"
#include "base/err.h"
#include "output/published.h"

/* `row` is of PROGRAMMES. 0 or an exit code: a chart that could not be drawn. */
int section_programme(
    struct buf *page, const struct published *published, int row, struct err *err);
/* Nothing where fewer than two programmes stand on the ladder. */
int section_between(struct buf *page, const struct published *published, struct err *err);

/* "59% (144 of 243) were in education, employment or training at exit"; nothing where it may not be
 * said. `row` is of PROGRAMMES. */
void section_share(struct buf *text, const struct published *published, int row);

#endif
