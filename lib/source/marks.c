#include "source/marks.h"
#include "base/log.h"
#include "base/memory.h"
#include "source/drift_policy.h"

#include <stdlib.h>
#include <string.h>

enum { PATHS_MAXIMUM = 200 };

/* All that source.h marks a value with. */
static const struct {
    const char *name, *text;
    enum drift_kind kind; /* of drift that it may be a sign of; DRIFT_KINDS: none */
} rules[] = {
    {"excel-number",
        "Excel has shown the number in scientific notation and lost its last digits: "
        "format the column as text in the original and export it again",
        DRIFT_KINDS},
    {"excel-error",
        "the cell holds an error of Excel's, or a formula without a result: mend it and "
        "save the workbook again",
        DRIFT_KINDS},
    {"date-format",
        "not a date as the mapping's 'date' has it: correct them, or add how they are "
        "written to 'date' (Excel's own count of days is \"excel\")",
        DRIFT_RETYPED},
    {"number-format",
        "not a number as the mapping's 'number' has it: correct them, or change 'number'",
        DRIFT_RETYPED},
    {"untranslated", "no code that the mapping's 'map' has: add it there, or correct them",
        DRIFT_CODES},
    {"boolean-format", "no word that the mapping's 'boolean' has: add it there, or correct them",
        DRIFT_RETYPED},
    {"lookup-ambiguous",
        "found with two different values: correct the table that they are looked up in",
        DRIFT_KINDS},
};
enum { RULES = sizeof rules / sizeof *rules };

void marks_init(struct marks *marks, const struct plan *plan)
{
    *marks = (struct marks){.plan = plan};
    marks->items = mem_array(plan->field_count * RULES, sizeof *marks->items);
    marks->seen = mem_array(plan->field_count, sizeof *marks->seen);
}

void marks_release(struct marks *marks)
{
    free(marks->items);
    free(marks->seen);
    marks->items = NULL;
    marks->seen = NULL;
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

/* What the source says of the columns of a value: of several, what stops first. */
static enum source_drift policy_of(const struct marks *marks, const struct value *value,
    const struct rows *rows, enum drift_kind kind)
{
    enum source_drift policy = SOURCE_DRIFT_IGNORE;
    bool any = false;

    for (size_t i = 0; i < value->path_count; i++)
        for (size_t j = 0; j < marks->plan->path_count; j++)
            if (rows->positions[j] == value->paths[i]) {
                enum source_drift own =
                    drift_policy(marks->plan->source, kind, marks->plan->paths[j]);

                policy = own < policy ? own : policy;
                any = true;
            }
    return any ? policy : marks->plan->source->drift.kinds[kind];
}

/* One kind of drift of one field. */
struct strays {
    uint64_t count;
    const struct value *value;
};

static struct strays find_strays(const struct marks *marks, size_t field, enum drift_kind kind)
{
    struct strays found = {0};

    for (size_t i = 0; i < RULES; i++) {
        const struct mark *mark = &marks->items[field * RULES + i];

        if (rules[i].kind != kind || !mark->count)
            continue;
        found.count += mark->count;
        found.value = mark->value;
    }
    return found;
}

static int stop(const struct marks *marks, size_t field, const struct rows *rows, const char *file,
    const struct strays *found, const char *what, struct err *err)
{
    struct buf paths = BUF_INIT(PATHS_MAXIMUM);

    list_paths(marks, found->value, rows, &paths);
    err_set(err, EX_DATAERR, "'%.100s', field '%s'%s: %llu of %llu values %s", file,
        marks->plan->fields[field], buf_text(&paths), (unsigned long long)found->count,
        (unsigned long long)marks->seen[field], what);
    buf_release(&paths);
    return err_hint(err,
        "nothing is loaded: correct the delivery or the mapping in '%s', whose 'drift' says stop",
        marks->plan->source->path);
}

static int judge_type(const struct marks *marks, size_t field, const struct rows *rows,
    const char *file, struct err *err)
{
    static const char what[] = "are not of its type: the column may hold something else now";
    const struct drift_policy *drift = &marks->plan->source->drift;
    struct strays found = find_strays(marks, field, DRIFT_RETYPED);
    enum source_drift policy;

    if (!found.count || marks->seen[field] < drift->minimum ||
        (double)found.count <= drift->share * (double)marks->seen[field])
        return 0;
    policy = policy_of(marks, found.value, rows, DRIFT_RETYPED);
    if (policy == SOURCE_DRIFT_STOP)
        return stop(marks, field, rows, file, &found, what, err);
    if (policy == SOURCE_DRIFT_WARN)
        log_warning("'%s', field '%s': %llu of %llu values %s", file, marks->plan->fields[field],
            (unsigned long long)found.count, (unsigned long long)marks->seen[field], what);
    return 0;
}

static int judge_codes(const struct marks *marks, size_t field, const struct rows *rows,
    const char *file, struct err *err)
{
    struct strays found = find_strays(marks, field, DRIFT_CODES);

    if (!found.count || policy_of(marks, found.value, rows, DRIFT_CODES) != SOURCE_DRIFT_STOP)
        return 0;
    return stop(
        marks, field, rows, file, &found, "have codes that the mapping's 'map' does not", err);
}

static bool is_ignored(const struct marks *marks, size_t at, const struct rows *rows)
{
    return rules[at % RULES].kind == DRIFT_CODES &&
           policy_of(marks, marks->items[at].value, rows, DRIFT_CODES) == SOURCE_DRIFT_IGNORE;
}

static void report_rows(const struct marks *marks, const struct rows *rows, const char *file)
{
    if (marks->ragged.count)
        log_warning("'%s': %llu x ragged-row, the first in row %llu, with %zu cells where the "
                    "header has %zu: a delimiter or line break in a text needs quotes around it",
            file, (unsigned long long)marks->ragged.count, (unsigned long long)marks->ragged.first,
            marks->ragged_cells, rows->column_count);
    if (marks->syntax.count)
        log_warning("'%s': %llu x json-syntax, the first in row %llu: each record must be a JSON "
                    "object, in NDJSON on a line of its own",
            file, (unsigned long long)marks->syntax.count, (unsigned long long)marks->syntax.first);
}

int marks_report(
    const struct marks *marks, const struct rows *rows, const char *file, struct err *err)
{
    struct buf paths = BUF_INIT(PATHS_MAXIMUM);

    report_rows(marks, rows, file);
    for (size_t i = 0; i < marks->plan->field_count * RULES; i++)
        if (marks->items[i].count && !is_ignored(marks, i, rows))
            report_mark(marks, i, rows, file, &paths);
    buf_release(&paths);
    for (size_t i = 0; i < marks->plan->field_count; i++)
        if (judge_type(marks, i, rows, file, err) || judge_codes(marks, i, rows, file, err))
            return err->code;
    return 0;
}
