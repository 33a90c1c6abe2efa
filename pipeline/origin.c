#include "pipeline/origin.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <cjson/cJSON.h>
#include <string.h>

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static const cJSON *mapping_of(const struct source *source, const char *feed)
{
    return member(member(source->json, "feeds"), feed);
}

/* The next of what has "fields": the mapping itself, then its "records". `shape` starts at NULL. */
static const cJSON *next_shape(const cJSON *mapping, const cJSON *shape)
{
    const cJSON *records = member(mapping, "records");

    if (!shape)
        return mapping;
    if (shape == mapping)
        return records ? records->child : NULL;
    return shape->next;
}

/* Whether the field is the number of rows that made the record. */
static bool is_count(const cJSON *mapping, const char *field)
{
    const char *count = cJSON_GetStringValue(member(mapping, "count"));

    return count && strcmp(count, field) == 0;
}

bool origin_known(const struct source *source, const char *feed, const char *field)
{
    const cJSON *mapping = mapping_of(source, feed);

    for (const cJSON *shape = next_shape(mapping, NULL); shape; shape = next_shape(mapping, shape))
        if (member(member(shape, "fields"), field))
            return true;
    return is_count(mapping, field);
}

const char **origin_fields(const struct source *source, const char *feed, size_t *count)
{
    const cJSON *mapping = mapping_of(source, feed), *field;
    const char **names = NULL;

    *count = 0;
    for (const cJSON *shape = next_shape(mapping, NULL); shape; shape = next_shape(mapping, shape))
        cJSON_ArrayForEach(field, member(shape, "fields"))
        {
            names = mem_grow(names, *count + 1, sizeof *names);
            names[(*count)++] = field->string;
        }
    return names;
}

const char *origin_table(const struct source *source, const char *feed)
{
    return cJSON_GetStringValue(member(mapping_of(source, feed), "table"));
}

static void add_text(struct buf *text, const char *before, const cJSON *item, const char *after)
{
    if (cJSON_IsString(item))
        buf_addf(text, "%s%s%s", before, item->valuestring, after);
}

static void describe(const cJSON *value, struct buf *text);

/* A list's items, or the one that stands for a list. */
static void add_list(const cJSON *list, const char *between, struct buf *text)
{
    const char *separator = "";

    for (const cJSON *item = cJSON_IsArray(list) ? list->child : list; item;
         item = cJSON_IsArray(list) ? item->next : NULL) {
        buf_add_text(text, separator);
        add_text(text, "", item, "");
        if (cJSON_IsObject(item))
            describe(item, text);
        separator = between;
    }
}

/* Of the members that say what becomes of the text, the names; "with", "else" and the like belong to
 * another one. */
static void add_steps(const cJSON *value, struct buf *text)
{
    static const char *const no_steps[] = {
        "path", "file", "constant", "first", "join", "with", "optional", "else", "empty", NULL};
    const cJSON *item;

    cJSON_ArrayForEach(item, value)
    {
        const char *const *name = no_steps;

        while (*name && strcmp(*name, item->string) != 0)
            name++;
        if (!*name)
            buf_addf(text, ", %s", item->string);
    }
}

static void describe(const cJSON *value, struct buf *text)
{
    add_list(member(value, "path"), " | ", text);
    add_text(text, "{", member(value, "file"), "} of the name");
    add_list(member(value, "first"), " | ", text);
    add_list(member(value, "join"), " + ", text);
    add_text(text, "'", member(value, "constant"), "'");
    add_steps(value, text);
}

static bool has_item(const struct buf *list, const char *item)
{
    size_t length = strlen(item);

    for (const char *at = buf_text(list); (at = strstr(at, item)) != NULL; at++)
        if ((at == buf_text(list) || (at[-1] == ' ' && at[-2] == ',')) &&
            (!at[length] || (at[length] == ',' && at[length + 1] == ' ')))
            return true;
    return false;
}

/* The paths of a value, and of its parts. */
static void add_columns(const cJSON *value, struct buf *columns)
{
    static const char *const lists[] = {"path", "first", "join"};

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const cJSON *list = member(value, lists[i]);

        for (const cJSON *item = cJSON_IsArray(list) ? list->child : list; item;
             item = cJSON_IsArray(list) ? item->next : NULL) {
            if (cJSON_IsString(item) && !has_item(columns, item->valuestring))
                buf_addf(columns, "%s%s", columns->length ? ", " : "", item->valuestring);
            if (cJSON_IsObject(item))
                add_columns(item, columns);
        }
    }
}

void origin_columns(
    const struct source *source, const char *feed, const char *field, struct buf *columns)
{
    const cJSON *mapping = mapping_of(source, feed);

    for (const cJSON *shape = next_shape(mapping, NULL); shape; shape = next_shape(mapping, shape))
        add_columns(member(member(shape, "fields"), field), columns);
}

void origin_describe(
    const struct source *source, const char *feed, const char *field, struct buf *text)
{
    const cJSON *mapping = mapping_of(source, feed);

    buf_reset(text);
    for (const cJSON *shape = next_shape(mapping, NULL); shape;
         shape = next_shape(mapping, shape)) {
        const cJSON *value = member(member(shape, "fields"), field);
        struct buf one = BUF_INIT(text->maximum);

        if (value)
            describe(value, &one);
        if (one.length && !strstr(buf_text(text), buf_text(&one)))
            buf_addf(text, "%s%s", text->length ? " / " : "", buf_text(&one));
        buf_release(&one);
    }
    if (is_count(mapping, field))
        buf_add_text(text, "the number of rows");
    if (text->length)
        utf8_clean(text->data);
}
