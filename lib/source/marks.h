/* marks.h - what a table's marked values and rejected rows are told as: one warning for each field and
 * rule, with how many, where the first stands, what it means and what to do. Never a value. Memory is
 * that of the mapping's fields, not of the table. */
#ifndef ONTRACK_SOURCE_MARKS_H
#define ONTRACK_SOURCE_MARKS_H

#include "source/rows.h"

struct mark {
    uint64_t count, first;     /* first: its source_row */
    const struct value *value; /* of the first */
};

struct marks {
    const struct plan *plan; /* not owned */
    struct mark *items;      /* the rules of each field, one field after the other */
    uint64_t *seen;          /* of each field: values that are not NULL; counted by the caller */
    struct mark ragged, syntax;
    size_t ragged_cells; /* of the first ragged row */
};

void marks_init(struct marks *marks, const struct plan *plan);
/* A value of plan->fields[field] that is marked with a rule of source.h. */
void marks_add(struct marks *marks, size_t field, const struct value *value, const char *rule,
    uint64_t source_row);
/* The row that rows_next() gave, which has a defect. */
void marks_defect(struct marks *marks, const struct rows *rows);
/* Logs them, after the table's end, as far as the source's "drift" does not say otherwise. `rows` is what they
 * were read from, bound to the plan. EX_DATAERR where a field has another type or unknown codes now, and
 * the source says stop. */
int marks_report(
    const struct marks *marks, const struct rows *rows, const char *file, struct err *err);
void marks_release(struct marks *marks);

#endif
