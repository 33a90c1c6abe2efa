/* contract_tables.h - the tables of a contract report. */
#ifndef ONTRACK_OUTPUT_CONTRACT_TABLES_H
#define ONTRACK_OUTPUT_CONTRACT_TABLES_H

#include "base/buf.h"
#include "output/published.h"

/* The rows of CONTRACT_VALUES of one provider and programme: from first, up to and without last. They
 * come by indicator and, within one, by period. */
struct contract_rows {
    const char *programme;
    int first, last;
};
struct contract_rows contract_find(const struct published *published, int contract);

enum contract_span { CONTRACT_MONTHS, CONTRACT_LONG };

/* A row for each indicator that has a figure in one of the span's periods, a column for each period. */
void contract_periods(struct buf *page, const struct published *published,
    const struct contract_rows *rows, enum contract_span span);
/* Indicators that are not collected, and those that nothing may be shown of. */
void contract_gaps(
    struct buf *page, const struct published *published, const struct contract_rows *rows);
void contract_definitions(
    struct buf *page, const struct published *published, const struct contract_rows *rows);

/* The targets of a row of CONTRACTS with their traffic lights, in words and signs too. */
void contract_targets(struct buf *page, const struct published *published, int contract);
/* How many of them are reached, nearly, not, and can't be judged: a cell each. */
void contract_lights(struct buf *page, const struct published *published, int contract);

#endif
