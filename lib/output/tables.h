/* tables.h - what was published, as tables of the page. */
#ifndef ONTRACK_OUTPUT_TABLES_H
#define ONTRACK_OUTPUT_TABLES_H

#include "base/buf.h"
#include "output/published.h"
#include "output/words.h"

enum kind { KIND_TEXT, KIND_COUNT, KIND_POUNDS, KIND_SHARE, KIND_POINTS, KIND_RATIO };

struct table_view {
    const char *column, *heading;
    enum kind kind;
};

/* One cell: a figure of its kind, the symbol with what it stands for, or the text. NULL is "not
 * collected". */
void table_cell_text(struct buf *page, const char *text, enum kind kind);
void table_begin(
    struct buf *page, const char *caption, const struct table_view *views, size_t count);
/* A row of the relation; the first column heads it. The caller may add cells before ending it. */
void table_row(struct buf *page, const struct published *published, enum relation relation, int row,
    const struct table_view *views, size_t count);
/* A whole table: the programme's rows of a relation, of every one where it is NULL. */
void table_of(struct buf *page, const struct published *published, enum relation relation,
    const char *programme, const char *caption, const struct table_view *views, size_t count);
void table_row_end(struct buf *page);
void table_end(struct buf *page);

/* The figures of a row of COSTS. */
struct outcome_cost table_cost(const struct published *published, int row);
/* The financial year of a programme's prices; NAN where it has none. */
double table_year(const struct published *published, const char *programme);
/* The row of a relation for a programme and provider, or -1. */
int table_find(const struct published *published, enum relation relation, const char *programme,
    const char *provider);

void table_flow(struct buf *page, const struct published *published, const char *programme);
void table_attendance(struct buf *page, const struct published *published, const char *programme);
void table_costs(struct buf *page, const struct published *published, const char *programme);
void table_ladder(struct buf *page, const struct published *published, const char *programme,
    const char *caption);
void table_benefits(struct buf *page, const struct published *published, const char *programme);
void table_indicators(struct buf *page, const struct published *published);

#endif
