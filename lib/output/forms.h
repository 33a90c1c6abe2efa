/* forms.h - the three forms of value for money as parts of a programme's section: funnels beside the forest
 * plot; acceptability beside the ladder and the plane; the box of benefits and its waterfall. And what they
 * rest on. Each adds nothing where nothing is published of it. 0, or the exit code of a chart that could
 * not be drawn. */
#ifndef ONTRACK_OUTPUT_FORMS_H
#define ONTRACK_OUTPUT_FORMS_H

#include "base/buf.h"
#include "base/err.h"
#include "output/published.h"

/* Shares with the outcome: limits, funnel, the same mix of young people. */
int form_rates(
    struct buf *page, const struct published *published, const char *programme, struct err *err);
/* Outcomes against those that the money would have bought: cost per outcome as a funnel. */
int form_money(
    struct buf *page, const struct published *published, const char *programme, struct err *err);
void form_distance(struct buf *page, const struct published *published, const char *programme);

/* Where the replicates lie on the plane. */
void form_quadrants(struct buf *page, const struct published *published, const char *programme);
int form_acceptability(
    struct buf *page, const struct published *published, const char *programme, struct err *err);

/* `row` is of PROGRAMMES. What nobody has given is named, with how to give it. */
int form_worth(struct buf *page, const struct published *published, int row, struct err *err);
/* One sentence for the head of the page, with its full stop; nothing where there is none to be said. */
void form_worth_brief(struct buf *text, const struct published *published, const char *programme);

/* The assumptions and the analyses: a section of their own. */
void form_basis(struct buf *page, const struct published *published);

#endif
