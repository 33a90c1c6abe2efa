#include "source/mapping_value.h"
#include "base/json.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { MAP_MAXIMUM = 1024 * 1024, SCRATCH_MAXIMUM = 8 * 1024 * 1024 };

static int wrong(const struct mapping_place *place, struct err *err, const char *what)
{
    err_set(err, EX_CONFIG, "%s", what);
    return mapping_wrong(place, err);
}

/* A path stands for the value {"path": …}. */
int mapping_subject_compile(const struct mapping_place *place, const cJSON *json,
    const char *member, struct value *value, struct err *err)
{
    cJSON *item = cJSON_GetObjectItemCaseSensitive(json, member);
    cJSON *subject;
    int code;

    if (cJSON_IsObject(item))
        return mapping_value_compile(place, item, value, err);
    subject = cJSON_CreateObject();
    cJSON_AddItemReferenceToObject(subject, "path", item);
    code = mapping_value_compile(place, subject, value, err);
    cJSON_Delete(subject);
    return code;
}

static struct text text_of(const char *text)
{
    return (struct text){text, text ? strlen(text) : 0};
}

/* A member's text, or each of a list of texts; `item` starts at NULL. */
static const cJSON *next_text(const cJSON *member, const cJSON *item)
{
    if (cJSON_IsArray(member))
        return item ? item->next : member->child;
    return item ? NULL : member;
}

static size_t text_count(const cJSON *member)
{
    return cJSON_IsArray(member) ? (size_t)cJSON_GetArraySize(member) : member != NULL;
}

static int compile_paths(
    const struct mapping_place *place, const cJSON *json, struct value *value, struct err *err)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(json, "path");

    value->paths = mem_array(text_count(member), sizeof *value->paths);
    for (const cJSON *item = next_text(member, NULL); item; item = next_text(member, item)) {
        if (!cJSON_IsString(item) || !item->valuestring[0])
            return wrong(place, err, "'path' must be a text or a list of texts");
        value->paths[value->path_count++] = mapping_path(place->plan, item->valuestring);
    }
    return 0;
}

static int compile_file(
    const struct mapping_place *place, const cJSON *json, struct value *value, struct err *err)
{
    const struct source *source = place->plan->source;
    const char *part, *text;

    if (json_text(json, "file", NULL, &part, source->path, err) < 0)
        return mapping_wrong(place, err);
    if (!part)
        return 0;
    if (!source->file)
        return wrong(
            place, err, "'file' takes a part of the delivery's name, and the source has no 'file'");
    if (!place->parts) {
        err_set(err, EX_DATAERR, "the delivery's name does not fit '%.200s'", source->file);
        return err_hint(err, "feed '%s' takes its field '%s' from the name: rename the delivery",
            place->plan->feed, place->field);
    }
    text = parts_value(place->parts, part);
    if (!text) {
        err_set(
            err, EX_CONFIG, "'file' names '%.60s', which is no part of the source's 'file'", part);
        return mapping_wrong(place, err);
    }
    value->file = text_of(text);
    return 0;
}

static int compile_title(
    const struct mapping_place *place, const cJSON *json, struct value *value, struct err *err)
{
    struct plan *plan = place->plan;
    const char *title;

    value->title = PATH_ABSENT;
    if (json_text(json, "title", NULL, &title, plan->source->path, err) < 0)
        return mapping_wrong(place, err);
    if (!title)
        return 0;
    if (!source_is_sheet(plan->source) || !title[0])
        return wrong(
            place, err, "'title' must be what a cell above the header of a sheet begins with");
    for (value->title = 0; (size_t)value->title < plan->title_count; value->title++)
        if (strcmp(plan->titles[value->title], title) == 0)
            return 0;
    plan->titles = mem_grow(plan->titles, plan->title_count + 1, sizeof *plan->titles);
    plan->titles[plan->title_count++] = title;
    return 0;
}

static int compile_parts(
    const struct mapping_place *place, const cJSON *json, struct value *value, struct err *err)
{
    const cJSON *join = cJSON_GetObjectItemCaseSensitive(json, "join");
    const cJSON *first = cJSON_GetObjectItemCaseSensitive(json, "first");
    const cJSON *parts = join ? join : first;
    const cJSON *item;
    const char *with;

    if (json_text(json, "with", "", &with, place->plan->source->path, err) < 0)
        return mapping_wrong(place, err);
    value->with = text_of(with);
    value->first = first != NULL;
    if ((join && first) || (parts && (!cJSON_IsArray(parts) || !parts->child)))
        return wrong(
            place, err, "'join' and 'first' must be lists of values, and not both be there");
    value->parts = mem_array((size_t)cJSON_GetArraySize(parts), sizeof *value->parts);
    cJSON_ArrayForEach(item, parts)
    {
        if (mapping_value_compile(place, item, &value->parts[value->part_count++], err))
            return err->code;
    }
    return 0;
}

static int compile_nulls(
    const struct mapping_place *place, const cJSON *json, struct value *value, struct err *err)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(json, "null");
    const cJSON *item;

    if (list && !cJSON_IsArray(list))
        return wrong(place, err, "'null' must be a list of texts");
    value->nulls = mem_array((size_t)cJSON_GetArraySize(list), sizeof *value->nulls);
    cJSON_ArrayForEach(item, list)
    {
        if (!cJSON_IsString(item))
            return wrong(place, err, "'null' must be a list of texts");
        value->nulls[value->null_count++] = text_of(item->valuestring);
    }
    return 0;
}

/* The dates of a workbook's cells are canonical already, some of them with a time. */
static void accept_cells(const struct mapping_place *place, struct value *value)
{
    static const char *const patterns[] = {"YYYY-MM-DD", "YYYY-MM-DDThh:mm:ss"};

    if (place->plan->source->format != FORMAT_XLSX || !value->date_count)
        return;
    value->dates = mem_grow(value->dates, value->date_count + 2, sizeof *value->dates);
    for (size_t i = 0; i < 2; i++)
        date_pattern_compile(&value->dates[value->date_count++], patterns[i]);
}

static int compile_dates(
    const struct mapping_place *place, const cJSON *json, struct value *value, struct err *err)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(json, "date");

    value->dates = mem_array(text_count(member), sizeof *value->dates);
    for (const cJSON *item = next_text(member, NULL); item; item = next_text(member, item)) {
        struct date_pattern *pattern = &value->dates[value->date_count++];

        if (!cJSON_IsString(item) || !date_pattern_compile(pattern, item->valuestring))
            return wrong(place, err,
                "'date' must be a pattern (or a list of them) with one day, month and year, such "
                "as 'DD/MM/YYYY', or 'excel' or 'excel-1904'");
        if (pattern->short_year && place->plan->century < 0) {
            err_set(err, EX_USAGE, "--as-of is needed: a year of two digits is read by it");
            return mapping_wrong(place, err);
        }
    }
    return 0;
}

static void start_map(struct value *value, const char *rule)
{
    value->map = mem_alloc(sizeof *value->map);
    value->map_rule = rule;
    dictionary_init(value->map, MAP_MAXIMUM);
}

static int compile_map(
    const struct mapping_place *place, const cJSON *json, struct value *value, struct err *err)
{
    const cJSON *map = cJSON_GetObjectItemCaseSensitive(json, "map");
    const cJSON *item;
    const char *otherwise, *empty;

    if (json_text(json, "else", NULL, &otherwise, place->plan->source->path, err) < 0 ||
        json_text(json, "empty", NULL, &empty, place->plan->source->path, err) < 0)
        return mapping_wrong(place, err);
    value->otherwise = text_of(otherwise);
    value->empty = text_of(empty);
    if (!map)
        return otherwise || empty ? wrong(place, err, "'else' and 'empty' need a 'map'") : 0;
    if (!cJSON_IsObject(map))
        return wrong(place, err, "'map' must be an object of texts");
    start_map(value, otherwise ? NULL : "untranslated");
    cJSON_ArrayForEach(item, map)
    {
        if (!cJSON_IsString(item) || !item->string[0] ||
            !dictionary_add(value->map, text_of(item->string), text_of(item->valuestring)))
            return wrong(
                place, err, "'map' must be an object of texts (for no value, see 'empty')");
    }
    return 0;
}

static bool add_words(struct value *value, const cJSON *words, const char *meaning)
{
    const cJSON *item;

    if (!cJSON_IsArray(words))
        return false;
    cJSON_ArrayForEach(item, words)
    {
        if (!cJSON_IsString(item) ||
            !dictionary_add(value->map, text_of(item->valuestring), text_of(meaning)))
            return false;
    }
    return true;
}

static int compile_boolean(
    const struct mapping_place *place, const cJSON *json, struct value *value, struct err *err)
{
    static const char *const known[] = {"true", "false", NULL};
    const cJSON *boolean = cJSON_GetObjectItemCaseSensitive(json, "boolean");

    if (!boolean)
        return 0;
    if (value->map)
        return wrong(place, err, "a value has one of 'date', 'map', 'number' and 'boolean'");
    start_map(value, "boolean-format");
    if (json_known(boolean, known, place->plan->source->path, err) < 0)
        return mapping_wrong(place, err);
    if (!add_words(value, cJSON_GetObjectItemCaseSensitive(boolean, "true"), "t") ||
        !add_words(value, cJSON_GetObjectItemCaseSensitive(boolean, "false"), "f"))
        return wrong(place, err, "'boolean' must have two lists of texts, 'true' and 'false'");
    return 0;
}

static int compile_number(
    const struct mapping_place *place, const cJSON *json, struct value *value, struct err *err)
{
    const char *number;

    if (json_text(json, "number", NULL, &number, place->plan->source->path, err) < 0)
        return mapping_wrong(place, err);
    if (!number)
        return 0;
    if (place->plan->source->format == FORMAT_XLSX && strcmp(number, "1,234.50") != 0)
        return wrong(place, err, "'number' must be '1,234.50': a workbook's numbers have a point");
    if (strcmp(number, "1,234.50") == 0)
        value->number = NUMBER_POINT;
    else if (strcmp(number, "1.234,50") == 0)
        value->number = NUMBER_COMMA;
    else
        return wrong(place, err, "'number' must be '1,234.50' or '1.234,50'");
    return 0;
}

static int compile_conversion(
    const struct mapping_place *place, const cJSON *json, struct value *value, struct err *err)
{
    const char *path = place->plan->source->path;

    if (compile_dates(place, json, value, err))
        return err->code;
    accept_cells(place, value);
    if (compile_map(place, json, value, err) || compile_boolean(place, json, value, err) ||
        compile_number(place, json, value, err))
        return err->code;
    if ((value->date_count > 0) + (value->map != NULL) + (value->number != NUMBER_NONE) > 1)
        return wrong(place, err, "a value has one of 'date', 'map', 'number' and 'boolean'");
    if (spelling_compile(&value->spelling, json, path, err) ||
        json_flag(json, "optional", false, &value->optional, path, err) < 0)
        return mapping_wrong(place, err);
    return 0;
}

int mapping_value_compile(
    const struct mapping_place *place, const cJSON *json, struct value *value, struct err *err)
{
    static const char *const known[] = {"path", "file", "title", "first", "join", "with",
        "constant", "null", "upper", "digits", "split", "zeros", "lookup", "date", "map", "else",
        "empty", "number", "boolean", "optional", NULL};
    const char *constant;

    buf_init(&value->scratch, SCRATCH_MAXIMUM);
    if (!cJSON_IsObject(json))
        return wrong(place, err, "a value must be an object such as {\"path\": \"Date of birth\"}");
    if (json_known(json, known, place->plan->source->path, err) < 0 ||
        json_text(json, "constant", NULL, &constant, place->plan->source->path, err) < 0)
        return mapping_wrong(place, err);
    value->constant = text_of(constant);
    if (compile_paths(place, json, value, err) || compile_file(place, json, value, err) ||
        compile_title(place, json, value, err) || compile_parts(place, json, value, err) ||
        compile_nulls(place, json, value, err) ||
        mapping_lookups_compile(place, json, value, err) ||
        compile_conversion(place, json, value, err))
        return err->code;
    if (!value->path_count && !value->file.data && value->title == PATH_ABSENT &&
        !value->part_count && !constant)
        return wrong(place, err,
            "a value needs one of 'path', 'file', 'title', 'first', 'join' and 'constant'");
    value->verbatim = value->title == PATH_ABSENT && !value->file.data && !value->part_count &&
                      !constant && !value->lookup_count && !value->map;
    value->simple = value->verbatim && value->path_count == 1 && !value->date_count &&
                    !value->null_count && !spelling_any(&value->spelling) &&
                    value->number == NUMBER_NONE;
    return 0;
}

void mapping_value_release(struct value *value)
{
    for (size_t i = 0; i < value->part_count; i++)
        mapping_value_release(&value->parts[i]);
    if (value->map)
        dictionary_release(value->map);
    free(value->map);
    free(value->paths);
    free(value->parts);
    free(value->lookups);
    free(value->dates);
    free(value->nulls);
    buf_release(&value->scratch);
}
