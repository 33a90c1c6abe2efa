#include "source/table_check.h"
#include "base/json.h"
#include "base/memory.h"
#include "record/dates.h"
#include "source/mapping_value.h"
#include "source/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXPECTED_MAXIMUM = 64 };

struct check {
    const struct source *source;
    struct tables *tables;
    const struct parts *parts;
    const char *rule;
    char *period; /* YYYY-MM, or NULL */
    const cJSON *same, *version;
};

/* A column of the table in hand that must have one text in all its rows. */
struct expectation {
    const char *column, *says;
    bool of_date;
    char text[EXPECTED_MAXIMUM];
};

static int misconfigured(const struct check *check, struct err *err, const char *what)
{
    err_set(err, EX_CONFIG, "'check': %s", what);
    return err_detail(err, "in '%s'", check->source->path);
}

static const char *text_of(const cJSON *object, const char *member)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, member));
}

static bool is_of(const cJSON *same, const char *table)
{
    const char *own = text_of(same, "table");

    return !own || (table && strcmp(own, table) == 0);
}

/* Months since the year 0 of "YYYY-MM"; -1 where it is none. */
static int month_number(const char *text)
{
    char *first = mem_format("%.20s-01", text ? text : "");
    int32_t days;
    int year = 0, month = 0, day;
    bool valid = date_parse(first, strlen(first), &days);

    if (valid)
        date_split(days, &year, &month, &day);
    free(first);
    return valid ? year * 12 + month - 1 : -1;
}

static int check_members(const struct check *check, const cJSON *same, struct err *err)
{
    static const char *const known[] = {"table", "column", "says", "date", "months", NULL};
    const cJSON *months = cJSON_GetObjectItemCaseSensitive(same, "months");

    if (!cJSON_IsObject(same))
        return misconfigured(check, err, "'same' must be a list of objects");
    if (json_known(same, known, check->source->path, err) < 0)
        return err->code;
    if (!text_of(same, "column") || !text_of(same, "says"))
        return misconfigured(check, err, "each of 'same' needs a 'column' and what it 'says'");
    if (months &&
        (month_number(cJSON_GetStringValue(months)) < 0 || cJSON_HasObjectItem(same, "date")))
        return misconfigured(
            check, err, "'months' must be the month that is 1, such as '1900-04', without 'date'");
    return 0;
}

/* What the column must say: the filled text, or for `months` its number. */
static int expect(
    const struct check *check, const cJSON *same, struct expectation *to, struct err *err)
{
    const char *first = text_of(same, "months");
    char *filled;
    int code = 0;

    to->column = text_of(same, "column");
    to->says = text_of(same, "says");
    to->of_date = cJSON_HasObjectItem(same, "date");
    if (!check->parts && strchr(to->says, '{'))
        return err_set(err, EX_DATAERR, "the delivery's name does not fit '%.200s'",
            check->source->file ? check->source->file : "");
    filled = parts_fill(check->parts, to->says, err);
    if (!filled)
        return err->code;
    snprintf(to->text, sizeof to->text, "%s", filled);
    if ((first || to->of_date) && month_number(filled) < 0)
        code = err_set(err, EX_DATAERR, "the delivery's name has no month of the form YYYY-MM");
    else if (first)
        snprintf(to->text, sizeof to->text, "%d", month_number(filled) - month_number(first) + 1);
    free(filled);
    return code;
}

static int differs(const struct check *check, const struct expectation *expected, const char *table,
    uint64_t row, struct err *err)
{
    err_set(err, EX_DATAERR,
        "'%s' breaks %s: column '%.60s' of table '%s' is not %s'%s' in row %llu",
        check->tables->name, check->rule, expected->column, table,
        expected->of_date ? "a date in " : "", expected->text, (unsigned long long)row);
    err_detail(
        err, "by the delivery's name, of which the source says '%.100s'", check->source->file);
    return err_hint(err, "nothing of it is taken: name it by what it holds, or send what it "
                         "is named by");
}

static bool agrees(const struct expectation *expected, const struct result *got)
{
    size_t length = strlen(expected->text);

    return got->text.data && !got->rule &&
           (expected->of_date ? got->text.length > length : got->text.length == length) &&
           memcmp(got->text.data, expected->text, length) == 0;
}

/* Reads the table to its end. At least one row must be there where the check names the table. */
static int compare_rows(const struct check *check, struct plan *plan,
    const struct expectation *expected, struct rows *rows, struct err *err)
{
    uint64_t count = 0;
    int got;

    while ((got = rows_next(rows, err)) > 0) {
        count++;
        for (size_t i = 0; i < plan->field_count && !rows->defect; i++) {
            struct result result;

            struct value *value = plan->shapes[0].values[i];

            if (!value || !value->path_count)
                continue;
            mapping_value(plan, value, rows->texts, &result);
            if (!agrees(&expected[i], &result))
                return differs(check, &expected[i], plan->table, rows->number, err);
        }
    }
    if (got < 0)
        return err->code;
    for (size_t i = 0; i < plan->field_count && !count; i++)
        if (text_of(cJSON_GetArrayItem(check->same, (int)i), "table") &&
            is_of(cJSON_GetArrayItem(check->same, (int)i), plan->table))
            return err_set(err, EX_DATAERR, "'%s' breaks %s: table '%s' has no row",
                check->tables->name, check->rule, plan->table);
    return 0;
}

/* {"path": COLUMN, "date": PATTERNS}: a column that only some tables have may be absent. */
static int compile_value(struct plan *plan, const cJSON *same, struct value *value, struct err *err)
{
    const struct mapping_place place = {plan, NULL, "check"};
    cJSON *json = cJSON_CreateObject();
    cJSON *date = cJSON_GetObjectItemCaseSensitive(same, "date");
    int code;

    cJSON_AddItemReferenceToObject(json, "path", cJSON_GetObjectItemCaseSensitive(same, "column"));
    if (date)
        cJSON_AddItemReferenceToObject(json, "date", date);
    cJSON_AddBoolToObject(json, "optional", !text_of(same, "table"));
    code = mapping_value_compile(&place, json, value, err);
    cJSON_Delete(json);
    return code;
}

/* A plan of the table's rows with a value for each of `same` that is about it. */
static int compile_rows(const struct check *check, const char *table, struct plan *plan,
    struct expectation *expected, struct err *err)
{
    const cJSON *same;
    size_t at = 0;

    mapping_start(plan, check->source, "check", -1);
    plan->table = table ? table : check->tables->name;
    plan->field_count = (size_t)cJSON_GetArraySize(check->same);
    plan->shape_count = 1;
    plan->shapes = mem_array(1, sizeof *plan->shapes);
    plan->shapes[0].values = mem_array(plan->field_count, sizeof *plan->shapes[0].values);
    cJSON_ArrayForEach(same, check->same)
    {
        struct value *value;

        if (check_members(check, same, err) || expect(check, same, &expected[at], err))
            return err->code;
        if (is_of(same, table)) {
            value = plan->shapes[0].values[at] = mem_alloc(sizeof *value);
            if (compile_value(plan, same, value, err))
                return err->code;
        }
        at++;
    }
    return 0;
}

static bool has_column(const struct check *check, const struct rows *rows, const char *column)
{
    for (size_t i = 0; i < rows->column_count; i++)
        if (source_same_column(check->source, rows->columns[i], column))
            return true;
    return false;
}

static int other_version(const struct check *check, const char *table, const char *column,
    bool required, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' breaks %s: table '%s' %s column '%.60s'", check->tables->name,
        check->rule, table, required ? "lacks the" : "has the", column);
    err_detail(err, "which version %s, in force in %s, %s", text_of(check->version, "name"),
        check->period, required ? "has" : "does not have");
    return err_hint(err,
        "nothing of it is taken: name the delivery by its month, or send that month's "
        "tables");
}

/* The columns of one table that the version must have, or must not. */
static int compare_columns(const struct check *check, const char *table, const struct rows *rows,
    bool required, struct err *err)
{
    const char *member = required ? "required" : "absent";
    const cJSON *tables = cJSON_GetObjectItemCaseSensitive(check->version, member);
    const cJSON *columns = cJSON_GetObjectItemCaseSensitive(tables, table ? table : "");
    const cJSON *column;

    cJSON_ArrayForEach(column, columns)
    {
        if (!cJSON_IsString(column))
            return misconfigured(check, err,
                "'required' and 'absent' of a version must be objects of lists of columns");
        if (has_column(check, rows, column->valuestring) != required)
            return other_version(check, table, column->valuestring, required, err);
    }
    return 0;
}

/* What the check reads by the table's name must be there. */
static int needs_columns(
    const struct check *check, const char *table, const struct rows *rows, struct err *err)
{
    const cJSON *same;

    cJSON_ArrayForEach(same, check->same)
    {
        if (!text_of(same, "table") || !is_of(same, table) ||
            has_column(check, rows, text_of(same, "column")))
            continue;
        err_set(err, EX_DATAERR, "'%s' breaks %s: table '%s' lacks the column '%.60s'",
            check->tables->name, check->rule, table, text_of(same, "column"));
        return err_detail(err, "which says whose the delivery is, and of which month");
    }
    return 0;
}

static bool any_column(const struct rows *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rows->positions[i] != PATH_ABSENT)
            return true;
    return false;
}

/* Tells in *whole whether the table has been read to its end. */
static int check_rows(const struct check *check, struct plan *plan, struct bytes *bytes,
    const struct expectation *expected, bool *whole, struct err *err)
{
    struct rows_request request = {.source = check->source,
        .bytes = bytes,
        .paths = plan->paths,
        .path_count = plan->path_count};
    const char *table = check->source->table_count ? plan->table : NULL;
    struct rows rows;
    int code = rows_open(&rows, &request, err);

    if (code)
        return code;
    code = needs_columns(check, table, &rows, err);
    if (!code)
        code = compare_columns(check, table, &rows, true, err);
    if (!code)
        code = compare_columns(check, table, &rows, false, err);
    *whole = any_column(&rows, plan->path_count);
    if (!code)
        code = mapping_bind(plan, rows.positions, bytes_name(bytes), err);
    if (!code && *whole)
        code = compare_rows(check, plan, expected, &rows, err);
    rows_close(&rows);
    return code;
}

static int check_table(const struct check *check, const char *table, struct err *err)
{
    struct expectation *expected =
        mem_array((size_t)cJSON_GetArraySize(check->same), sizeof *expected);
    struct plan plan = {.source = NULL};
    struct bytes *bytes = NULL;
    bool whole = false;
    int code = compile_rows(check, table, &plan, expected, err);

    if (!code) {
        bytes = tables_read(check->tables, table, err);
        code = bytes ? check_rows(check, &plan, bytes, expected, &whole, err) : err->code;
    }
    if (!code && whole)
        code = tables_done(check->tables, bytes, err);
    else if (bytes)
        bytes_close(bytes);
    mapping_release(&plan);
    free(expected);
    return code;
}

/* Whether the check can't do without the table. */
static bool is_needed(const struct check *check, const char *table)
{
    const cJSON *same;

    cJSON_ArrayForEach(same, check->same)
    {
        if (text_of(same, "table") && is_of(same, table))
            return !source_may_lack(check->source, table);
    }
    return false;
}

static int check_tables(const struct check *check, struct err *err)
{
    const struct source *source = check->source;

    if (!source->table_count)
        return check_table(check, NULL, err);
    for (size_t i = 0; i < source->table_count; i++) {
        const char *table = source->tables[i].name;

        if ((is_needed(check, table) || tables_has(check->tables, table)) &&
            check_table(check, table, err))
            return err->code;
    }
    return 0;
}

static bool in_force(const struct check *check, const cJSON *version)
{
    const char *from = text_of(version, "from"), *to = text_of(version, "to");

    return (!from || strcmp(check->period, from) >= 0) && (!to || strcmp(check->period, to) <= 0);
}

/* The version that was in force in the delivery's period. */
static int find_version(struct check *check, const cJSON *versions, struct err *err)
{
    static const char *const known[] = {"name", "from", "to", "required", "absent", NULL};
    const cJSON *version;

    if (!cJSON_IsArray(versions) || !check->source->period)
        return misconfigured(check, err, "'versions' must be a list, and needs a 'period'");
    if (!check->parts)
        return err_set(err, EX_DATAERR, "the delivery's name does not fit '%.200s'",
            check->source->file ? check->source->file : "");
    check->period = parts_fill(check->parts, check->source->period, err);
    if (!check->period)
        return err->code;
    cJSON_ArrayForEach(version, versions)
    {
        if (json_known(version, known, check->source->path, err) < 0)
            return err->code;
        if (!text_of(version, "name"))
            return misconfigured(check, err, "each of 'versions' needs a 'name'");
        if (in_force(check, version))
            check->version = version;
    }
    if (check->version)
        return 0;
    err_set(err, EX_DATAERR, "'%s' breaks %s: its month is of no version that the source knows",
        check->tables->name, check->rule);
    return err_detail(err, "see 'versions' in '%s'", check->source->path);
}

int table_check(
    const struct source *source, struct tables *tables, const struct parts *parts, struct err *err)
{
    static const char *const known[] = {"rule", "same", "versions", NULL};
    const cJSON *json = cJSON_GetObjectItemCaseSensitive(source->json, "check");
    const cJSON *versions = cJSON_GetObjectItemCaseSensitive(json, "versions");
    struct check check = {.source = source,
        .tables = tables,
        .parts = parts,
        .same = cJSON_GetObjectItemCaseSensitive(json, "same")};
    int code = 0;

    if (!json || source->format != FORMAT_CSV)
        return 0;
    if (json_known(json, known, source->path, err) < 0 ||
        json_required(json, "rule", &check.rule, source->path, err) < 0)
        return err->code;
    if (check.same && !cJSON_IsArray(check.same))
        return misconfigured(&check, err, "'same' must be a list of objects");
    if (versions)
        code = find_version(&check, versions, err);
    if (!code)
        code = check_tables(&check, err);
    free(check.period);
    return code;
}

bool table_check_names(const struct source *source, const char *table, const char *column)
{
    const cJSON *check = cJSON_GetObjectItemCaseSensitive(source->json, "check");
    const cJSON *same;

    cJSON_ArrayForEach(same, cJSON_GetObjectItemCaseSensitive(check, "same"))
    {
        const char *own = text_of(same, "column");

        if (own && is_of(same, table) && source_same_column(source, own, column))
            return true;
    }
    return false;
}
