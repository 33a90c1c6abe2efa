#include "source/xml_path.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MAXIMUM = 8 * 1024 * 1024 };

static int malformed(const char *text, struct err *err)
{
    err_set(err, EX_CONFIG, "'%.200s' is not a path", text);
    return err_hint(err,
        "write names with slashes between, such as '../Learner/ULN', "
        "'Code[Kind=LDM]/Value' or '@id'; at most %d of them",
        (int)XML_STEPS);
}

static const xmlChar *intern(xmlTextReaderPtr reader, const char *text, size_t length)
{
    char name[256];

    if (!length || length >= sizeof name)
        return NULL;
    memcpy(name, text, length);
    name[length] = '\0';
    if (strpbrk(name, "[]=@") || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return NULL;
    return xmlTextReaderConstString(reader, (const xmlChar *)name);
}

/* One step, NAME or NAME[WHERE=EQUALS]. */
static bool compile_step(
    struct xml_step *step, const char *text, size_t length, xmlTextReaderPtr reader)
{
    const char *open = memchr(text, '[', length);
    const char *equals = open ? memchr(open, '=', length - (size_t)(open - text)) : NULL;
    const char *end = text + length;

    *step = (struct xml_step){.name = NULL};
    if (!open) {
        step->name = intern(reader, text, length);
        return step->name != NULL;
    }
    if (!equals || end[-1] != ']')
        return false;
    step->name = intern(reader, text, (size_t)(open - text));
    step->where = intern(reader, open + 1, (size_t)(equals - open - 1));
    step->equals = intern(reader, equals + 1, (size_t)(end - equals - 2));
    return step->name && step->where && step->equals;
}

static int compile(struct xml_path *path, const char *text, bool absolute, xmlTextReaderPtr reader,
    struct err *err)
{
    const char *at = text;

    *path = (struct xml_path){.absolute = absolute || *text == '/'};
    buf_init(&path->scratch, TEXT_MAXIMUM);
    buf_init(&path->best, TEXT_MAXIMUM);
    at += *text == '/';
    while (!path->absolute && strncmp(at, "../", 3) == 0) {
        path->up++;
        at += 3;
    }
    if (!path->absolute && strcmp(at, ".") == 0)
        return 0;
    while (*at) {
        size_t length = strcspn(at, "/");

        if (*at == '@' && !at[length]) {
            path->attribute = intern(reader, at + 1, length - 1);
            return path->attribute ? 0 : malformed(text, err);
        }
        if (path->count == XML_STEPS ||
            !compile_step(&path->steps[path->count++], at, length, reader))
            return malformed(text, err);
        at += length;
        if (*at == '/' && !*++at)
            return malformed(text, err);
    }
    return path->count ? 0 : malformed(text, err);
}

int xml_path_compile(struct xml_path *path, const char *text, bool absolute,
    xmlTextReaderPtr reader, struct err *err)
{
    static const char function[] = "min(";
    size_t length = strlen(text), start = sizeof function - 1;
    char *inner;
    int code;

    if (absolute || strncmp(text, function, start) != 0 || text[length - 1] != ')')
        return compile(path, text, absolute, reader, err);
    inner = mem_text_n(text + start, length - start - 1);
    code = compile(path, inner, false, reader, err);
    free(inner);
    path->least = true;
    return !code && path->absolute ? malformed(text, err) : code;
}

void xml_path_release(struct xml_path *path)
{
    buf_release(&path->scratch);
    buf_release(&path->best);
}

xmlNodePtr xml_child(xmlNodePtr parent, xmlNodePtr after, const xmlChar *name)
{
    xmlNodePtr node = after ? after->next : parent->children;

    while (node && (node->type != XML_ELEMENT_NODE || node->name != name))
        node = node->next;
    return node;
}

static bool is_text(const xmlNode *node)
{
    return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

/* An element's (or attribute's) text: that of its only child where it is a text, else of all that are,
 * put together. */
static struct text text_of(const xmlNode *first, struct buf *scratch)
{
    if (first && !first->next && is_text(first)) {
        const char *content = (const char *)first->content;

        return (struct text){content, content ? strlen(content) : 0};
    }
    buf_reset(scratch);
    for (const xmlNode *node = first; node; node = node->next)
        if (is_text(node) && node->content)
            buf_add_text(scratch, (const char *)node->content);
    return (struct text){scratch->length ? scratch->data : NULL, scratch->length};
}

static bool has_text(xmlNodePtr element, const xmlChar *text, struct buf *scratch)
{
    struct text own = text_of(element->children, scratch);

    return own.data && strlen((const char *)text) == own.length &&
           memcmp(text, own.data, own.length) == 0;
}

/* The first child that the step fits, after another one or NULL. */
static xmlNodePtr follow(
    xmlNodePtr node, xmlNodePtr child, const struct xml_step *step, struct buf *scratch)
{
    while ((child = xml_child(node, child, step->name)) != NULL) {
        xmlNodePtr other = NULL;

        if (!step->where)
            return child;
        while ((other = xml_child(child, other, step->where)) != NULL)
            if (has_text(other, step->equals, scratch))
                return child;
    }
    return NULL;
}

struct text xml_path_own_text(struct xml_path *path, xmlNodePtr element)
{
    if (!path->attribute)
        return text_of(element->children, &path->scratch);
    for (const xmlAttr *attribute = element->properties; attribute; attribute = attribute->next)
        if (attribute->name == path->attribute)
            return text_of(attribute->children, &path->scratch);
    return (struct text){NULL, 0};
}

static void keep_less(struct xml_path *path, struct text text)
{
    struct buf *best = &path->best;
    size_t shorter = text.length < best->length ? text.length : best->length;
    int order = best->length && text.length ? memcmp(text.data, best->data, shorter) : 0;

    if (!text.length ||
        (best->length && (order > 0 || (order == 0 && text.length >= best->length))))
        return;
    buf_reset(best);
    buf_add(best, text.data, text.length);
}

static void find_least(struct xml_path *path, xmlNodePtr node, size_t step)
{
    xmlNodePtr child = NULL;

    if (step == path->count) {
        keep_less(path, xml_path_own_text(path, node));
        return;
    }
    while ((child = follow(node, child, &path->steps[step], &path->scratch)) != NULL)
        find_least(path, child, step + 1);
}

static struct text least_text(struct xml_path *path, xmlNodePtr node)
{
    buf_reset(&path->best);
    find_least(path, node, 0);
    return (struct text){path->best.length ? path->best.data : NULL, path->best.length};
}

struct text xml_path_text(struct xml_path *path, xmlNodePtr record)
{
    xmlNodePtr node = record;

    for (size_t i = 0; node && i < path->up; i++)
        node = node->parent;
    if (node && path->least)
        return least_text(path, node);
    for (size_t i = 0; node && i < path->count; i++)
        node = follow(node, NULL, &path->steps[i], &path->scratch);
    return node ? xml_path_own_text(path, node) : (struct text){NULL, 0};
}
