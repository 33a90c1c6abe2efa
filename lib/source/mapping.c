#include "source/mapping.h"
#include "base/json.h"
#include "base/memory.h"
#include "record/dates.h"
#include "source/drift_policy.h"
#include "source/mapping_value.h"

#include <stdlib.h>
#include <string.h>

int mapping_wrong(const struct mapping_place *place, struct err *err)
{
    const char *feed = place->plan->feed;

    if (place->field)
        return err_detail(
            err, "in '%s', feed '%s', field '%s'", place->plan->source->path, feed, place->field);
    return err_detail(err, "in '%s', feed '%s'", place->plan->source->path, feed);
}

int mapping_path(struct plan *plan, const char *path)
{
    for (size_t i = 0; i < plan->path_count; i++)
        if (strcmp(plan->paths[i], path) == 0)
            return (int)i;
    plan->paths = mem_grow(plan->paths, plan->path_count + 1, sizeof *plan->paths);
    plan->paths[plan->path_count] = path;
    return (int)plan->path_count++;
}

static int compile_texts(const struct mapping_place *place, const cJSON *array, const char *member,
    struct condition *condition, struct err *err)
{
    const cJSON *item;

    condition->texts = mem_array((size_t)cJSON_GetArraySize(array), sizeof *condition->texts);
    cJSON_ArrayForEach(item, array)
    {
        if (cJSON_IsString(item))
            condition->texts[condition->count++] =
                (struct text){item->valuestring, strlen(item->valuestring)};
    }
    if (cJSON_IsArray(array) && condition->count == (size_t)cJSON_GetArraySize(array))
        return 0;
    err_set(err, EX_CONFIG, "'%s' of a condition must be a list of texts", member);
    return mapping_wrong(place, err);
}

/* What a condition is about: a value, or a path, which is the value {"path": …}. */
static int compile_subject(const struct mapping_place *place, const cJSON *json,
    struct condition *condition, struct err *err)
{
    static const char *const path_only[] = {"path", "present", "in", "not", "before", NULL};
    static const char *const value_only[] = {"value", "present", "in", "not", "before", NULL};
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(json, "value");

    if (json_known(json, value ? value_only : path_only, place->plan->source->path, err) < 0)
        return mapping_wrong(place, err);
    condition->value = mem_alloc(sizeof *condition->value);
    if (value)
        return mapping_value_compile(place, value, condition->value, err);
    return mapping_subject_compile(place, json, "path", condition->value, err);
}

static int compile_condition(const struct mapping_place *place, const cJSON *json,
    struct condition *condition, struct err *err)
{
    const cJSON *present = cJSON_GetObjectItemCaseSensitive(json, "present");
    const cJSON *in = cJSON_GetObjectItemCaseSensitive(json, "in");
    const cJSON *not = cJSON_GetObjectItemCaseSensitive(json, "not");
    const cJSON *before = cJSON_GetObjectItemCaseSensitive(json, "before");

    if (compile_subject(place, json, condition, err))
        return err->code;
    if (!present + !in + !not +!before != 3 || (present && !cJSON_IsBool(present))) {
        err_set(err, EX_CONFIG,
            "a condition of 'where' needs one of 'present' (true or false), 'in', 'not', 'before'");
        return mapping_wrong(place, err);
    }
    if (present) {
        condition->kind = cJSON_IsTrue(present) ? CONDITION_PRESENT : CONDITION_ABSENT;
        return 0;
    }
    if (before) {
        condition->kind = CONDITION_BEFORE;
        condition->other = mem_alloc(sizeof *condition->other);
        return mapping_value_compile(place, before, condition->other, err);
    }
    condition->kind = in ? CONDITION_IN : CONDITION_NOT;
    return compile_texts(place, in ? in : not, in ? "in" : "not", condition, err);
}

static int compile_where(const struct mapping_place *place, const cJSON *mapping,
    struct conditions *where, struct err *err)
{
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(mapping, "where");
    const cJSON *item;

    if (array && !cJSON_IsArray(array)) {
        err_set(err, EX_CONFIG, "'where' must be a list of conditions");
        return mapping_wrong(place, err);
    }
    where->items = mem_array((size_t)cJSON_GetArraySize(array), sizeof *where->items);
    cJSON_ArrayForEach(item, array)
    {
        if (compile_condition(place, item, &where->items[where->count++], err))
            return err->code;
    }
    return 0;
}

static size_t field_index(struct plan *plan, const char *name)
{
    for (size_t i = 0; i < plan->field_count; i++)
        if (strcmp(plan->fields[i], name) == 0)
            return i;
    plan->fields = mem_grow(plan->fields, plan->field_count + 1, sizeof *plan->fields);
    plan->fields[plan->field_count] = name;
    return plan->field_count++;
}

/* The feed's fields are known before the first shape is compiled. */
static int name_fields(const struct mapping_place *place, const cJSON *fields, struct err *err)
{
    const cJSON *field;

    if (!cJSON_IsObject(fields) || !fields->child) {
        err_set(err, EX_CONFIG, "'fields' must be an object of values, one at least");
        return mapping_wrong(place, err);
    }
    cJSON_ArrayForEach(field, fields) field_index(place->plan, field->string);
    return 0;
}

/* The field of the number of rows comes last, and is no other's. */
static int name_count(const struct mapping_place *place, struct err *err)
{
    struct plan *plan = place->plan;
    size_t last = plan->field_count;

    if (!plan->count || field_index(plan, plan->count) == last)
        return 0;
    err_set(err, EX_CONFIG, "'count' names a field that 'fields' gives a value already");
    return mapping_wrong(place, err);
}

/* `unless`: fields that have their values already. */
static int compile_fields(struct mapping_place *place, const cJSON *fields, const cJSON *unless,
    struct shape *shape, struct err *err)
{
    const cJSON *field;

    cJSON_ArrayForEach(field, fields)
    {
        struct value *value;

        if (cJSON_GetObjectItemCaseSensitive(unless, field->string))
            continue;
        value = mem_alloc(sizeof *value);
        shape->values[field_index(place->plan, field->string)] = value;
        place->field = field->string;
        if (mapping_value_compile(place, field, value, err))
            return err->code;
        place->field = NULL;
    }
    return 0;
}

/* A record's own fields, and those that all records have in common. */
static int compile_shape(struct mapping_place *place, const cJSON *json, const cJSON *common,
    struct shape *shape, struct err *err)
{
    const cJSON *fields = cJSON_GetObjectItemCaseSensitive(json, "fields");

    shape->values = mem_array(place->plan->field_count, sizeof *shape->values);
    if (compile_where(place, json, &shape->where, err) ||
        compile_fields(place, fields, NULL, shape, err))
        return err->code;
    return compile_fields(place, common, fields, shape, err);
}

static int compile_records(
    struct mapping_place *place, const cJSON *records, const cJSON *common, struct err *err)
{
    static const char *const known[] = {"where", "fields", NULL};
    struct plan *plan = place->plan;
    const cJSON *record;

    if (!cJSON_IsArray(records) || !records->child) {
        err_set(err, EX_CONFIG, "'records' must be a list of one or more");
        return mapping_wrong(place, err);
    }
    if (common && name_fields(place, common, err))
        return err->code;
    cJSON_ArrayForEach(record, records)
    {
        if (json_known(record, known, plan->source->path, err) < 0 ||
            name_fields(place, cJSON_GetObjectItemCaseSensitive(record, "fields"), err))
            return err->code;
    }
    if (name_count(place, err))
        return err->code;
    plan->shapes = mem_array((size_t)cJSON_GetArraySize(records), sizeof *plan->shapes);
    cJSON_ArrayForEach(record, records)
    {
        if (compile_shape(place, record, common, &plan->shapes[plan->shape_count++], err))
            return err->code;
    }
    return 0;
}

/* `records`, each with its own `where`, or `fields` alone as the one shape. */
static int compile_shapes(struct mapping_place *place, const cJSON *mapping, struct err *err)
{
    const cJSON *records = cJSON_GetObjectItemCaseSensitive(mapping, "records");
    const cJSON *fields = cJSON_GetObjectItemCaseSensitive(mapping, "fields");
    struct plan *plan = place->plan;

    if (records)
        return compile_records(place, records, fields, err);
    if (name_fields(place, fields, err) || name_count(place, err))
        return err->code;
    plan->shapes = mem_array(1, sizeof *plan->shapes);
    plan->shapes[0].values = mem_array(plan->field_count, sizeof *plan->shapes[0].values);
    plan->shape_count = 1;
    return compile_fields(place, fields, NULL, &plan->shapes[0], err);
}

static int needs_table(const struct mapping_place *place, struct err *err)
{
    const struct source *source = place->plan->source;
    const char *table = place->plan->table;

    for (size_t i = 0; table && i < source->table_count; i++)
        if (strcmp(source->tables[i].name, table) == 0)
            return 0;
    if (!table && !source->table_count)
        return 0;
    if (table)
        err_set(err, EX_CONFIG, "'table' names '%.60s', which is not among 'tables'", table);
    else
        err_set(err, EX_CONFIG, "'table' is missing: the source has several tables");
    return mapping_wrong(place, err);
}

static int needs_record(const struct mapping_place *place, struct err *err)
{
    enum source_format format = place->plan->source->format;
    const char *record = place->plan->record;

    if (format == FORMAT_JSON || (record != NULL) == (format == FORMAT_XML))
        return 0;
    err_set(err, EX_CONFIG,
        record ? "'record' is for formats xml and json only" : "'record' is missing: xml needs it");
    return mapping_wrong(place, err);
}

static int compile_members(struct mapping_place *place, const cJSON *mapping, struct err *err)
{
    static const char *const known[] = {"table", "record", "where", "fields", "records", "count",
        "unused", "title", "description", NULL};
    struct plan *plan = place->plan;
    const char *path = plan->source->path;

    if (json_known(mapping, known, path, err) < 0 ||
        json_text(mapping, "table", NULL, &plan->table, path, err) < 0 ||
        json_text(mapping, "record", NULL, &plan->record, path, err) < 0 ||
        json_text(mapping, "count", NULL, &plan->count, path, err) < 0)
        return mapping_wrong(place, err);
    if (needs_table(place, err) || needs_record(place, err) ||
        compile_where(place, mapping, &plan->where, err))
        return err->code;
    return compile_shapes(place, mapping, err);
}

static void copy_nulls(struct plan *plan)
{
    const struct source *source = plan->source;

    plan->nulls = mem_array(source->null_count, sizeof *plan->nulls);
    for (; plan->null_count < source->null_count; plan->null_count++)
        plan->nulls[plan->null_count] =
            (struct text){source->nulls[plan->null_count], strlen(source->nulls[plan->null_count])};
}

void mapping_start(struct plan *plan, const struct source *source, const char *feed, int century)
{
    *plan = (struct plan){.source = source, .feed = feed, .century = century};
    copy_nulls(plan);
}

int mapping_compile(struct plan *plan, const struct source *source, const char *feed,
    const struct parts *parts, int32_t as_of, struct err *err)
{
    const cJSON *feeds = cJSON_GetObjectItemCaseSensitive(source->json, "feeds");
    const cJSON *mapping = cJSON_GetObjectItemCaseSensitive(feeds, feed);
    struct mapping_place place = {.plan = plan, .parts = parts};
    int year = 0, month, day;

    *plan = (struct plan){.source = NULL};
    if (!mapping) {
        err_set(err, EX_USAGE, "source '%s' has no feed '%.60s'", source->name, feed);
        return err_hint(err, "see 'feeds' in '%s'", source->path);
    }
    if (as_of != INT32_MIN)
        date_split(as_of, &year, &month, &day);
    mapping_start(plan, source, feed, as_of != INT32_MIN ? year - 79 : -1);
    if (compile_members(&place, mapping, err)) {
        mapping_release(plan);
        return err->code;
    }
    return 0;
}

static void release_where(struct conditions *where)
{
    for (size_t i = 0; i < where->count; i++) {
        if (where->items[i].value)
            mapping_value_release(where->items[i].value);
        if (where->items[i].other)
            mapping_value_release(where->items[i].other);
        free(where->items[i].value);
        free(where->items[i].other);
        free(where->items[i].texts);
    }
    free(where->items);
}

void mapping_release(struct plan *plan)
{
    for (size_t i = 0; i < plan->shape_count; i++) {
        for (size_t j = 0; plan->shapes[i].values && j < plan->field_count; j++)
            if (plan->shapes[i].values[j]) {
                mapping_value_release(plan->shapes[i].values[j]);
                free(plan->shapes[i].values[j]);
            }
        free(plan->shapes[i].values);
        release_where(&plan->shapes[i].where);
    }
    for (size_t i = 0; i < plan->lookup_count; i++)
        mapping_lookup_release(&plan->lookups[i]);
    release_where(&plan->where);
    free(plan->shapes);
    free(plan->lookups);
    free(plan->paths);
    free(plan->titles);
    free(plan->fields);
    free(plan->nulls);
    *plan = (struct plan){.source = NULL};
}

static int missing(
    const struct plan *plan, const char *file, const int *paths, size_t count, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' has no column '%.100s'", file, plan->paths[paths[0]]);
    if (count > 1)
        err_detail(err, "nor any of the %zu other names that '%s' gives for it", count - 1,
            plan->source->path);
    return err_hint(err, "restore the column, or change the mapping of feed '%s' in '%s'",
        plan->feed, plan->source->path);
}

static int bind_title(
    const struct plan *plan, struct value *value, const char *file, struct err *err)
{
    if (value->title == PATH_ABSENT)
        return 0;
    value->titled = plan->found_titles[value->title];
    if (value->titled.data || value->optional)
        return 0;
    err_set(err, EX_DATAERR, "'%s' has no cell above its header that begins with '%.100s'", file,
        plan->titles[value->title]);
    return err_hint(err, "restore the title, or change the mapping of feed '%s' in '%s'",
        plan->feed, plan->source->path);
}

/* Whether the source lets a delivery come without any of a value's columns. */
static bool may_miss(const struct plan *plan, const struct value *value)
{
    for (size_t i = 0; i < value->path_count; i++)
        if (drift_policy(plan->source, DRIFT_MISSING, plan->paths[value->paths[i]]) ==
            SOURCE_DRIFT_STOP)
            return false;
    return true;
}

static int bind_value(const struct plan *plan, struct value *value, const int *positions,
    const char *file, struct err *err)
{
    size_t kept = 0;

    for (size_t i = 0; i < value->path_count; i++)
        kept += positions[value->paths[i]] != PATH_ABSENT;
    if (value->path_count && !kept && !value->optional && !may_miss(plan, value))
        return missing(plan, file, value->paths, value->path_count, err);
    kept = 0;
    for (size_t i = 0; i < value->path_count; i++)
        if (positions[value->paths[i]] != PATH_ABSENT)
            value->paths[kept++] = positions[value->paths[i]];
    value->path_count = kept;
    value->simple = value->simple && kept == 1;
    if (bind_title(plan, value, file, err))
        return err->code;
    for (size_t i = 0; i < value->part_count; i++)
        if (bind_value(plan, &value->parts[i], positions, file, err))
            return err->code;
    return 0;
}

static int bind_where(const struct plan *plan, struct conditions *where, const int *positions,
    const char *file, struct err *err)
{
    for (size_t i = 0; i < where->count; i++)
        if (bind_value(plan, where->items[i].value, positions, file, err) ||
            (where->items[i].other &&
                bind_value(plan, where->items[i].other, positions, file, err)))
            return err->code;
    return 0;
}

int mapping_bind(struct plan *plan, const int *positions, const char *file, struct err *err)
{
    if (bind_where(plan, &plan->where, positions, file, err))
        return err->code;
    for (size_t i = 0; i < plan->shape_count; i++) {
        if (bind_where(plan, &plan->shapes[i].where, positions, file, err))
            return err->code;
        for (size_t j = 0; j < plan->field_count; j++)
            if (plan->shapes[i].values[j] &&
                bind_value(plan, plan->shapes[i].values[j], positions, file, err))
                return err->code;
    }
    return 0;
}
