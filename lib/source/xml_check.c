#include "source/xml_check.h"
#include "base/json.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { REQUIRED_MAXIMUM = 64, DEPTH_MAXIMUM = 260 /* libxml2's own is 256 */ };

/* A name that may stand below an element. */
struct allowed {
    const xmlChar *name;
    uint64_t bit;            /* of the required ones; 0: optional */
    struct element *element; /* what may stand below it; NULL: anything */
};

struct element {
    const char *path;
    size_t allowed_count, required_count;
    struct allowed *allowed;
    uint64_t required;
};

/* An open element of the file. */
struct level {
    const struct element *element; /* NULL: not checked */
    uint64_t seen;
    long line;
};

struct xml_check {
    const char *rule;
    size_t count;
    struct element *elements;
    struct level levels[DEPTH_MAXIMUM];
};

static int wrong(const struct source *source, const char *what, const char *path, struct err *err)
{
    err_set(err, EX_CONFIG, "'check' of '%.150s': %s", path, what);
    return err_detail(err, "in '%s'", source->path);
}

static struct element *find(struct xml_check *check, const char *parent, const char *name)
{
    for (size_t i = 0; i < check->count; i++) {
        const char *path = check->elements[i].path;
        size_t length = strlen(parent);

        if (strncmp(path, parent, length) == 0 && path[length] == '/' &&
            strcmp(path + length + 1, name) == 0)
            return &check->elements[i];
    }
    return NULL;
}

static int add_names(const struct source *source, struct element *element, const cJSON *names,
    bool required, xmlTextReaderPtr reader, struct err *err)
{
    const cJSON *name;

    if (names && !cJSON_IsArray(names))
        return wrong(
            source, "'required' and 'optional' must be lists of names", element->path, err);
    cJSON_ArrayForEach(name, names)
    {
        struct allowed *allowed = &element->allowed[element->allowed_count++];

        if (!cJSON_IsString(name))
            return wrong(
                source, "'required' and 'optional' must be lists of names", element->path, err);
        allowed->name = xmlTextReaderConstString(reader, (const xmlChar *)name->valuestring);
        if (!required)
            continue;
        if (element->required_count == REQUIRED_MAXIMUM)
            return wrong(source, "more than 64 names are required", element->path, err);
        allowed->bit = UINT64_C(1) << element->required_count++;
        element->required |= allowed->bit;
    }
    return 0;
}

static int load_element(const struct source *source, struct element *element, const cJSON *json,
    xmlTextReaderPtr reader, struct err *err)
{
    static const char *const known[] = {"required", "optional", NULL};
    const cJSON *required = cJSON_GetObjectItemCaseSensitive(json, "required");
    const cJSON *optional = cJSON_GetObjectItemCaseSensitive(json, "optional");

    element->path = json->string;
    element->allowed =
        mem_array((size_t)(cJSON_GetArraySize(required) + cJSON_GetArraySize(optional)),
            sizeof *element->allowed);
    if (json_known(json, known, source->path, err) < 0 ||
        add_names(source, element, required, true, reader, err) ||
        add_names(source, element, optional, false, reader, err))
        return err->code;
    return 0;
}

static void connect(struct xml_check *check)
{
    for (size_t i = 0; i < check->count; i++) {
        struct element *element = &check->elements[i];

        for (size_t j = 0; j < element->allowed_count; j++)
            element->allowed[j].element =
                find(check, element->path, (const char *)element->allowed[j].name);
    }
}

static int load(struct xml_check *check, const struct source *source, const cJSON *json,
    xmlTextReaderPtr reader, struct err *err)
{
    static const char *const known[] = {"rule", "elements", NULL};
    const cJSON *elements = cJSON_GetObjectItemCaseSensitive(json, "elements");
    const cJSON *element;

    if (json_known(json, known, source->path, err) < 0 ||
        json_required(json, "rule", &check->rule, source->path, err) < 0)
        return err->code;
    if (!cJSON_IsObject(elements))
        return wrong(source, "an object of paths is missing", "elements", err);
    check->elements = mem_array((size_t)cJSON_GetArraySize(elements), sizeof *check->elements);
    cJSON_ArrayForEach(element, elements)
    {
        if (load_element(source, &check->elements[check->count++], element, reader, err))
            return err->code;
    }
    connect(check);
    return 0;
}

struct xml_check *xml_check_new(
    const struct source *source, xmlTextReaderPtr reader, struct err *err)
{
    const cJSON *json = cJSON_GetObjectItemCaseSensitive(source->json, "check");
    struct xml_check *check;

    if (!json)
        return NULL;
    check = mem_alloc(sizeof *check);
    if (load(check, source, json, reader, err) == 0)
        return check;
    xml_check_release(check);
    return NULL;
}

void xml_check_release(struct xml_check *check)
{
    if (!check)
        return;
    for (size_t i = 0; i < check->count; i++)
        free(check->elements[i].allowed);
    free(check->elements);
    free(check);
}

static int unknown(const struct xml_check *check, const struct element *parent, xmlNodePtr element,
    const char *file, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' breaks %s: unknown element '%.100s' below '%s'", file,
        check->rule, (const char *)element->name, parent->path);
    return err_detail(err, "on line %ld", xmlGetLineNo(element));
}

static int missing(
    const struct xml_check *check, const struct level *level, const char *file, struct err *err)
{
    const struct element *element = level->element;
    const char *name = "";

    for (size_t i = 0; i < element->allowed_count; i++)
        if (element->allowed[i].bit & ~level->seen) {
            name = (const char *)element->allowed[i].name;
            break;
        }
    err_set(err, EX_DATAERR, "'%s' breaks %s: '%s' has no element '%s'", file, check->rule,
        element->path, name);
    return err_detail(err, "in the one that begins on line %ld", level->line);
}

/* The root is checked by name alone: a path without a slash. */
static const struct element *find_root(const struct xml_check *check, const char *name)
{
    for (size_t i = 0; i < check->count; i++)
        if (strcmp(check->elements[i].path, name) == 0)
            return &check->elements[i];
    return NULL;
}

int xml_check_begin(
    struct xml_check *check, xmlNodePtr element, size_t depth, const char *file, struct err *err)
{
    struct level *parent;

    if (!check || depth >= DEPTH_MAXIMUM)
        return 0;
    check->levels[depth] = (struct level){.line = xmlGetLineNo(element)};
    if (depth == 1) {
        check->levels[1].element = find_root(check, (const char *)element->name);
        return 0;
    }
    parent = &check->levels[depth - 1];
    if (!parent->element)
        return 0;
    for (size_t i = 0; i < parent->element->allowed_count; i++) {
        const struct allowed *allowed = &parent->element->allowed[i];

        if (allowed->name != element->name)
            continue;
        parent->seen |= allowed->bit;
        check->levels[depth].element = allowed->element;
        return 0;
    }
    return unknown(check, parent->element, element, file, err);
}

int xml_check_end(struct xml_check *check, size_t depth, const char *file, struct err *err)
{
    const struct level *level;

    if (!check || depth >= DEPTH_MAXIMUM)
        return 0;
    level = &check->levels[depth];
    if (!level->element || !(level->element->required & ~level->seen))
        return 0;
    return missing(check, level, file, err);
}

int xml_check_tree(
    struct xml_check *check, xmlNodePtr element, size_t depth, const char *file, struct err *err)
{
    if (!check || depth >= DEPTH_MAXIMUM || !check->levels[depth].element)
        return 0;
    for (xmlNodePtr node = element->children; node; node = node->next)
        if (node->type == XML_ELEMENT_NODE &&
            (xml_check_begin(check, node, depth + 1, file, err) ||
                xml_check_tree(check, node, depth + 1, file, err)))
            return err->code;
    return xml_check_end(check, depth, file, err);
}
