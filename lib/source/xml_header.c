#include "source/xml_header.h"
#include "base/json.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { SAID_MAXIMUM = 8 * 1024 * 1024 };

/* Elements that must say the same. */
struct same {
    const char *rule;
    const char *part; /* of the delivery's name, NULL: none */
    size_t path_count;
    const char **texts; /* the paths as they are written */
    struct xml_path *paths;
    const char *first; /* where `said` comes from: a path, NULL before there is one */
    struct buf said;
};

struct xml_header {
    size_t count;
    struct same *sames;
};

static int wrong(const struct source *source, const char *what, struct err *err)
{
    err_set(err, EX_CONFIG, "'header' of 'check': %s", what);
    return err_detail(err, "in '%s'", source->path);
}

static int load_paths(const struct source *source, struct same *same, const cJSON *list,
    xmlTextReaderPtr reader, struct err *err)
{
    const cJSON *item;

    if (!cJSON_IsArray(list) || !list->child)
        return wrong(source, "'same' must be a list of paths such as '/Message/Header/Year'", err);
    same->texts = mem_array((size_t)cJSON_GetArraySize(list), sizeof *same->texts);
    same->paths = mem_array((size_t)cJSON_GetArraySize(list), sizeof *same->paths);
    cJSON_ArrayForEach(item, list)
    {
        struct xml_path *path = &same->paths[same->path_count];

        if (!cJSON_IsString(item) || item->valuestring[0] != '/')
            return wrong(
                source, "'same' must be a list of paths such as '/Message/Header/Year'", err);
        same->texts[same->path_count++] = item->valuestring;
        if (xml_path_compile(path, item->valuestring, true, reader, err))
            return err_detail(err, "in 'header' of 'check' of '%s'", source->path);
    }
    return 0;
}

/* What the delivery's name says comes first: elements are compared with it. */
static int load_part(
    const struct source *source, struct same *same, const struct parts *parts, struct err *err)
{
    const char *value;

    if (!same->part || !parts)
        return 0;
    value = parts_value(parts, same->part);
    if (!value)
        return wrong(source, "'file' names no part of the source's 'file'", err);
    buf_add_text(&same->said, value);
    return 0;
}

static int load_same(const struct source *source, const struct parts *parts, struct same *same,
    const cJSON *json, xmlTextReaderPtr reader, struct err *err)
{
    static const char *const known[] = {"rule", "same", "file", NULL};

    buf_init(&same->said, SAID_MAXIMUM);
    if (json_known(json, known, source->path, err) < 0 ||
        json_required(json, "rule", &same->rule, source->path, err) < 0 ||
        json_text(json, "file", NULL, &same->part, source->path, err) < 0)
        return err->code;
    if (same->part && !source->file)
        return wrong(source, "'file' takes a part of the name, and the source has no 'file'", err);
    if (load_paths(source, same, cJSON_GetObjectItemCaseSensitive(json, "same"), reader, err))
        return err->code;
    return load_part(source, same, parts, err);
}

struct xml_header *xml_header_new(const struct source *source, const struct parts *parts,
    xmlTextReaderPtr reader, struct err *err)
{
    const cJSON *check = cJSON_GetObjectItemCaseSensitive(source->json, "check");
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(check, "header");
    struct xml_header *header;
    const cJSON *item;
    int code = 0;

    if (!list)
        return NULL;
    header = mem_alloc(sizeof *header);
    header->sames = mem_array((size_t)cJSON_GetArraySize(list), sizeof *header->sames);
    if (!cJSON_IsArray(list))
        code = wrong(source, "it must be a list of objects", err);
    for (item = list->child; item && !code; item = item->next)
        code = load_same(source, parts, &header->sames[header->count++], item, reader, err);
    if (!code)
        return header;
    xml_header_release(header);
    return NULL;
}

void xml_header_release(struct xml_header *header)
{
    if (!header)
        return;
    for (size_t i = 0; i < header->count; i++) {
        struct same *same = &header->sames[i];

        for (size_t j = 0; j < same->path_count; j++)
            xml_path_release(&same->paths[j]);
        buf_release(&same->said);
        free(same->paths);
        free(same->texts);
    }
    free(header->sames);
    free(header);
}

static bool begins_with(const struct xml_path *path, const struct xml_path *record, size_t tree)
{
    for (size_t i = 0; i < tree; i++)
        if (i >= path->count || path->steps[i].name != record->steps[i].name)
            return false;
    return true;
}

int xml_header_outside(const struct xml_header *header, const struct xml_path *record, size_t tree,
    const struct source *source, struct err *err)
{
    for (size_t i = 0; header && i < header->count; i++)
        for (size_t j = 0; j < header->sames[i].path_count; j++)
            if (begins_with(&header->sames[i].paths[j], record, tree))
                return wrong(
                    source, "a path of 'same' leads into a record or what '../' leads to", err);
    return 0;
}

static bool fits(const struct xml_path *path, const xmlChar *const *open, size_t depth)
{
    if (path->count != depth)
        return false;
    for (size_t i = 0; i < depth; i++)
        if (open[i + 1] != path->steps[i].name)
            return false;
    return true;
}

bool xml_header_wants(const struct xml_header *header, const xmlChar *const *open, size_t depth)
{
    for (size_t i = 0; header && i < header->count; i++)
        for (size_t j = 0; j < header->sames[i].path_count; j++)
            if (fits(&header->sames[i].paths[j], open, depth))
                return true;
    return false;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static struct text trim(struct text text)
{
    while (text.length && is_space(text.data[0])) {
        text.data++;
        text.length--;
    }
    while (text.length && is_space(text.data[text.length - 1]))
        text.length--;
    return text;
}

static int differs(const struct same *same, const char *path, xmlNodePtr element, const char *file,
    struct err *err)
{
    if (same->first)
        err_set(err, EX_DATAERR, "'%s' breaks %s: '%s' differs from '%s'", file, same->rule, path,
            same->first);
    else
        err_set(err, EX_DATAERR, "'%s' breaks %s: '%s' differs from {%s} of the file's name", file,
            same->rule, path, same->part);
    err_detail(err, "on line %ld", xmlGetLineNo(element));
    return err_hint(err, "have the return, or its name, corrected and sent again");
}

/* Whether nothing has been said before: neither by the name nor by an element. */
static bool is_new(const struct same *same)
{
    return !same->first && !same->said.length;
}

int xml_header_take(struct xml_header *header, const xmlChar *const *open, size_t depth,
    xmlNodePtr element, const char *file, struct err *err)
{
    for (size_t i = 0; i < header->count; i++)
        for (size_t j = 0; j < header->sames[i].path_count; j++) {
            struct same *same = &header->sames[i];
            struct text text;

            if (!fits(&same->paths[j], open, depth))
                continue;
            text = trim(xml_path_own_text(&same->paths[j], element));
            if (is_new(same)) {
                buf_add(&same->said, text.data, text.length);
                same->first = same->texts[j];
            } else if (text.length != same->said.length ||
                       (text.length && memcmp(text.data, same->said.data, text.length) != 0)) {
                return differs(same, same->texts[j], element, file, err);
            }
        }
    return 0;
}
