/* change_tools.c - a row a tool: what each rater's tools together say of a person's referral. */
#include "change.h"
#include "command.h"
#include "method/reliable_change.h"

#include <math.h>

enum { PRE, POST, THRESHOLD, DIRECTION };
static const struct table_column columns[] = {{"person", COLUMN_TEXT},
    {"rater", COLUMN_TEXT | COLUMN_OPTIONAL}, {"tool", COLUMN_TEXT},
    {"pre", COLUMN_NUMBER | COLUMN_NULLABLE}, {"post", COLUMN_NUMBER | COLUMN_NULLABLE},
    {"threshold", COLUMN_NUMBER | COLUMN_NULLABLE}, {"direction", COLUMN_NUMBER}};

static int check_tool(const struct row *row, struct err *err)
{
    if (row->number[DIRECTION] != 1 && row->number[DIRECTION] != -1) {
        row_error(row, "'direction' is neither 1 nor -1", err);
        return err_hint(err, "1 where a higher score is better, -1 where a lower one is");
    }
    if (row->number[THRESHOLD] < 0)
        return row_error(row, "'threshold' is negative", err);
    return 0;
}

static enum change_status tool_status(const struct row *row)
{
    struct change_rule rule = {
        .direction = row->number[DIRECTION],
        .points = isnan(row->number[THRESHOLD]) ? 0 : row->number[THRESHOLD],
        .cutoff = NAN,
    };

    return change_status(&rule, row->number[PRE], row->number[POST]);
}

static void write_verdict(struct table_writer *writer, const struct row *rows, size_t count)
{
    struct verdict verdict = {0};

    for (size_t i = 0; i < count; i++)
        verdict_add(&verdict, tool_status(&rows[i]));
    table_text(writer, rows->text[0]);
    table_text(writer, rows->text[1]);
    table_number(writer, (double)verdict.tools);
    table_number(writer, (double)verdict.paired);
    table_number(writer, (double)verdict.improved);
    table_number(writer, (double)verdict.unchanged);
    table_number(writer, (double)verdict.deteriorated);
    table_text(writer, change_status_name(verdict_status(&verdict)));
}

static int write_all(const struct gathered *rows, struct err *err)
{
    static const char *const names[] = {
        "person", "rater", "tools", "paired", "improved", "unchanged", "deteriorated", "status"};
    struct table_writer writer;

    COMMAND_OUTPUT(&writer, names);
    for (size_t i = 0, next; i < rows->count; i = next) {
        next = gathered_group(rows, i, 2);
        write_verdict(&writer, &rows->items[i], next - i);
    }
    return table_finish(&writer, err);
}

const struct change_form change_tools = {columns, sizeof columns / sizeof *columns, check_tool, 3,
    "'person', 'rater' and 'tool'", write_all};
