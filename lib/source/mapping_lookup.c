/* Compiling what a value looks up in another table of the delivery. */
#include "base/json.h"
#include "base/memory.h"
#include "source/mapping_value.h"

#include <stdlib.h>
#include <string.h>

enum { ORDER_MAXIMUM = 1000 };

static int wrong(const struct mapping_place *place, struct err *err, const char *what)
{
    err_set(err, EX_CONFIG, "%s", what);
    return mapping_wrong(place, err);
}

static bool has_table(const struct source *source, const char *table)
{
    for (size_t i = 0; i < source->table_count; i++)
        if (strcmp(source->tables[i].name, table) == 0)
            return true;
    return false;
}

static int compile_place(
    const struct mapping_place *place, const cJSON *json, struct lookup *lookup, struct err *err)
{
    static const char *const known[] = {
        "table", "record", "key", "value", "prefer", "optional", NULL};
    const struct source *source = place->plan->source;
    struct plan *rows = lookup->rows;

    if (json_known(json, known, source->path, err) < 0 ||
        json_text(json, "table", NULL, &rows->table, source->path, err) < 0 ||
        json_text(json, "record", NULL, &rows->record, source->path, err) < 0 ||
        json_flag(json, "optional", false, &lookup->optional, source->path, err) < 0)
        return mapping_wrong(place, err);
    if ((source->table_count > 0) != (rows->table != NULL) ||
        (rows->table && !has_table(source, rows->table)))
        return wrong(
            place, err, "'lookup' must name one of the source's 'tables' where it has any");
    if ((source->format == FORMAT_XML) != (rows->record != NULL))
        return wrong(place, err, "'lookup' needs a 'record' in format xml, and only there");
    return 0;
}

static int compile_field(const struct mapping_place *place, const cJSON *json, const char *member,
    struct lookup *lookup, int field, struct err *err)
{
    struct mapping_place below = {lookup->rows, place->parts, place->field};
    struct value *value = mem_alloc(sizeof *value);

    lookup->rows->shapes[0].values[field] = value;
    return mapping_subject_compile(&below, json, member, value, err);
}

static int compile_order(
    const struct mapping_place *place, const cJSON *order, struct lookup *lookup, struct err *err)
{
    const cJSON *item;

    lookup->order = mem_array((size_t)cJSON_GetArraySize(order), sizeof *lookup->order);
    cJSON_ArrayForEach(item, order)
    {
        if (cJSON_IsString(item))
            lookup->order[lookup->order_count++] =
                (struct text){item->valuestring, strlen(item->valuestring)};
    }
    if (cJSON_IsArray(order) && lookup->order_count == (size_t)cJSON_GetArraySize(order) &&
        lookup->order_count <= ORDER_MAXIMUM)
        return 0;
    return wrong(place, err, "'order' of 'prefer' must be a list of texts, the best first");
}

static int compile_preference(
    const struct mapping_place *place, const cJSON *json, struct lookup *lookup, struct err *err)
{
    static const char *const known[] = {"by", "order", NULL};
    const cJSON *prefer = cJSON_GetObjectItemCaseSensitive(json, "prefer");

    if (!prefer)
        return 0;
    lookup->prefers = true;
    if (!cJSON_IsObject(prefer))
        return wrong(place, err, "'prefer' must be an object with 'order'");
    if (json_known(prefer, known, place->plan->source->path, err) < 0)
        return mapping_wrong(place, err);
    if (cJSON_HasObjectItem(prefer, "by") &&
        compile_field(place, prefer, "by", lookup, LOOKUP_BY, err))
        return err->code;
    return compile_order(place, cJSON_GetObjectItemCaseSensitive(prefer, "order"), lookup, err);
}

static void start_rows(const struct plan *plan, struct lookup *lookup)
{
    struct plan *rows = mem_alloc(sizeof *rows);

    mapping_start(rows, plan->source, plan->feed, plan->century);
    rows->field_count = LOOKUP_FIELDS;
    rows->shapes = mem_array(1, sizeof *rows->shapes);
    rows->shape_count = 1;
    rows->shapes[0].values = mem_array(LOOKUP_FIELDS, sizeof *rows->shapes[0].values);
    lookup->rows = rows;
}

static int compile_lookup(
    const struct mapping_place *place, const cJSON *json, struct lookup *lookup, struct err *err)
{
    *lookup = (struct lookup){.json = json};
    dictionary_init(&lookup->dictionary, LOOKUP_MAXIMUM);
    start_rows(place->plan, lookup);
    if (!cJSON_IsObject(json))
        return wrong(place, err, "'lookup' must be an object or a list of objects");
    if (!cJSON_HasObjectItem(json, "key") || !cJSON_HasObjectItem(json, "value"))
        return wrong(place, err, "'lookup' needs a 'key' and a 'value'");
    if (compile_place(place, json, lookup, err) ||
        compile_field(place, json, "key", lookup, LOOKUP_KEY, err) ||
        compile_field(place, json, "value", lookup, LOOKUP_VALUE, err))
        return err->code;
    return compile_preference(place, json, lookup, err);
}

/* The plan's lookup that says the same, or a new one. */
static int find_lookup(
    const struct mapping_place *place, const cJSON *json, size_t *at, struct err *err)
{
    struct plan *plan = place->plan;

    for (*at = 0; *at < plan->lookup_count; (*at)++)
        if (cJSON_Compare(plan->lookups[*at].json, json, true))
            return 0;
    plan->lookups = mem_grow(plan->lookups, plan->lookup_count + 1, sizeof *plan->lookups);
    return compile_lookup(place, json, &plan->lookups[plan->lookup_count++], err);
}

int mapping_lookups_compile(
    const struct mapping_place *place, const cJSON *json, struct value *value, struct err *err)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(json, "lookup");
    bool several = cJSON_IsArray(member);
    const cJSON *item = several ? member->child : member;

    value->lookups =
        mem_array(several ? (size_t)cJSON_GetArraySize(member) : 1, sizeof *value->lookups);
    for (; item; item = several ? item->next : NULL)
        if (find_lookup(place, item, &value->lookups[value->lookup_count++], err))
            return err->code;
    return 0;
}

void mapping_lookup_read(struct lookup *lookup)
{
    mapping_release(lookup->rows);
}

void mapping_lookup_release(struct lookup *lookup)
{
    mapping_release(lookup->rows);
    free(lookup->rows);
    free(lookup->order);
    dictionary_release(&lookup->dictionary);
}
