#include "source/define.h"

#include <stdbool.h>
#include <string.h>

/* Definitions that use one another twice each would double with every step. */
enum { NODES_MAXIMUM = 100 * 1000 };

struct expansion {
    const cJSON *definitions;
    const char *path;
    const char *name; /* of the definition that is being expanded; NULL: all may be used */
    size_t nodes;
};

static int wrong(
    const struct expansion *expansion, const char *name, const char *what, struct err *err)
{
    err_set(err, EX_CONFIG, "'use' names '%.60s', %s", name, what);
    return err_detail(err, "in '%s'", expansion->path);
}

static size_t count_nodes(const cJSON *json)
{
    const cJSON *item;
    size_t count = 1;

    cJSON_ArrayForEach(item, json) count += count_nodes(item);
    return count;
}

/* What the name stands for: a definition uses those before it only, so that none uses itself. */
static const cJSON *find(struct expansion *expansion, const char *name, struct err *err)
{
    const cJSON *definition;

    cJSON_ArrayForEach(definition, expansion->definitions)
    {
        const char *own = definition->string ? definition->string : "";

        if (expansion->name && strcmp(own, expansion->name) == 0)
            break;
        if (strcmp(own, name) != 0)
            continue;
        expansion->nodes += count_nodes(definition);
        if (expansion->nodes <= NODES_MAXIMUM)
            return definition;
        wrong(expansion, name, "and all that is used comes to too much", err);
        return NULL;
    }
    wrong(expansion, name,
        expansion->name ? "which 'define' does not have before it" : "which 'define' does not have",
        err);
    return NULL;
}

/* The object gains the definition's members that it does not have itself. */
static void merge(cJSON *object, const cJSON *definition)
{
    const cJSON *member;

    cJSON_ArrayForEach(member, definition)
    {
        if (member->string && !cJSON_GetObjectItemCaseSensitive(object, member->string))
            cJSON_AddItemToObject(object, member->string, cJSON_Duplicate(member, true));
    }
}

static int replace(struct expansion *expansion, cJSON *parent, cJSON **item, struct err *err)
{
    cJSON *use = cJSON_DetachItemFromObjectCaseSensitive(*item, "use");
    const cJSON *definition = find(expansion, use->valuestring, err);
    cJSON *copy;
    int code = definition ? 0 : err->code;

    if (!code && cJSON_IsObject(definition)) {
        merge(*item, definition);
    } else if (!code && (*item)->child) {
        code = wrong(
            expansion, use->valuestring, "which is no object to which members can be added", err);
    } else if (!code) {
        copy = cJSON_Duplicate(definition, true);
        if ((*item)->string)
            cJSON_ReplaceItemInObjectCaseSensitive(parent, (*item)->string, copy);
        else
            cJSON_ReplaceItemViaPointer(parent, *item, copy);
        *item = copy;
    }
    cJSON_Delete(use);
    return code;
}

static int expand(struct expansion *expansion, cJSON *parent, cJSON *item, struct err *err)
{
    if (cJSON_IsObject(item) && cJSON_IsString(cJSON_GetObjectItemCaseSensitive(item, "use")) &&
        replace(expansion, parent, &item, err))
        return err->code;
    for (cJSON *child = item->child, *next; child; child = next) {
        next = child->next; /* a child that is replaced is freed */
        if (expand(expansion, item, child, err))
            return err->code;
    }
    return 0;
}

int define_expand(cJSON *source, const char *path, struct err *err)
{
    cJSON *definitions = cJSON_GetObjectItemCaseSensitive(source, "define");
    struct expansion expansion = {.definitions = definitions, .path = path};

    if (!definitions)
        return 0;
    if (!cJSON_IsObject(definitions)) {
        err_set(err, EX_CONFIG, "'define' must be an object of named parts");
        return err_detail(err, "in '%s'", path);
    }
    for (cJSON *definition = definitions->child, *next; definition; definition = next) {
        next = definition->next;
        expansion.name = definition->string;
        if (expand(&expansion, definitions, definition, err))
            return err->code;
    }
    expansion.name = NULL;
    for (cJSON *member = source->child, *next; member; member = next) {
        next = member->next;
        if (member != definitions && expand(&expansion, source, member, err))
            return err->code;
    }
    return 0;
}
