#include "source/marks.h"
#include "base/log.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { PATHS_MAXIMUM = 200 };

/* All that source.h marks a value with. */
static const struct {
    const char *name, *text;
} rules[] = {
    {"excel-number", "Excel has shown the number in scientific notation and lost its last digits: "
                     "format the column as text in the original and export it again"},
    {"excel-error",
        "the cell holds an error of Excel's, or a formula without a result: mend it and "
        "save the workbook again"},
    {"date-format", "not a date as the mapping's 'date' has it: correct them, or add how they are "
                    "written to 'date' (Excel's own count of days is \"excel\")"},
    {"number-format",
        "not a number as the mapping's 'number' has it: correct them, or change 'number'"},
    {"untranslated", "no code that the mapping's 'map' has: add it there, or correct them"},
    {"boolean-format", "no word that the mapping's 'boolean' has: add it there, or correct them"},
    {"lookup-ambiguous",
        "found with two different values: correct the table that they are looked up in"},
};
enum { RULES = sizeof rules / sizeof *rules };

void marks_init(struct marks *marks, const struct plan *plan)
{
    *marks = (struct marks){.plan = plan};
    marks->items = mem_array(plan->field_count * RULES, sizeof *marks->items);
}

void marks_release(struct marks *marks)
{
    free(marks->items);
    marks->items = NULL;
}

static void count(struct mark *mark, const struct value *value, uint64_t source_row)
{
    if (mark->count++)
        return;
    mark->first = source_row;
    mark->value = value;
}

void marks_add(struct marks *marks, size_t field, const struct value *value, const char *rule,
    uint64_t source_row)
{
    for (size_t i = 0; i < RULES; i++)
        if (strcmp(rules[i].name, rule) == 0)
            count(&marks->items[field * RULES + i], value, source_row);
}

void marks_defect(struct marks *marks, const struct rows *rows)
{
    if (strcmp(rows->defect, "ragged-row") != 0) {
        count(&marks->syntax, NULL, rows->number);
        return;
    }
    if (!marks->ragged.count)
        marks->ragged_cells = rows->found;
    count(&marks->ragged, NULL, rows->number);
}

/* The paths of a value as the mapping names them: a list of those that fit. */
static void list_paths(
    const struct marks *marks, const struct value *value, const struct rows *rows, struct buf *list)
{
    for (size_t i = 0; i < value->path_count; i++)
        for (size_t j = 0; j < marks->plan->path_count; j++)
            if (rows->positions[j] == value->paths[i]) {
                buf_addf(list, "%s'%s'", list->length ? ", " : " from ", marks->plan->paths[j]);
                break;
            }
    for (size_t i = 0; i < value->part_count; i++)
        list_paths(marks, &value->parts[i], rows, list);
}

static void report_mark(const struct marks *marks, size_t at, const struct rows *rows,
    const char *file, struct buf *paths)
{
    const struct mark *mark = &marks->items[at];

    buf_reset(paths);
    list_paths(marks, mark->value, rows, paths);
    log_warning("'%s', field '%s'%s: %llu x %s, the first in row %llu: %s", file,
        marks->plan->fields[at / RULES], buf_text(paths), (unsigned long long)mark->count,
        rules[at % RULES].name, (unsigned long long)mark->first, rules[at % RULES].text);
}

void marks_report(const struct marks *marks, const struct rows *rows, const char *file)
{
    struct buf paths = BUF_INIT(PATHS_MAXIMUM);

    if (marks->ragged.count)
        log_warning("'%s': %llu x ragged-row, the first in row %llu, with %zu cells where the "
                    "header has %zu: a delimiter or line break in a text needs quotes around it",
            file, (unsigned long long)marks->ragged.count, (unsigned long long)marks->ragged.first,
            marks->ragged_cells, rows->column_count);
    if (marks->syntax.count)
        log_warning("'%s': %llu x json-syntax, the first in row %llu: each record must be a JSON "
                    "object, in NDJSON on a line of its own",
            file, (unsigned long long)marks->syntax.count, (unsigned long long)marks->syntax.first);
    for (size_t i = 0; i < marks->plan->field_count * RULES; i++)
        if (marks->items[i].count)
            report_mark(marks, i, rows, file, &paths);
    buf_release(&paths);
}
