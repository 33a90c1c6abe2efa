/* XML, one record's tree at a time. The reader (libxml2's xmlTextReader) runs through the file; at the
 * element that holds all that a record's paths can reach, a record or the ancestor that "../" leads to,
 * it builds the tree of that element alone, 8 MiB at most. Where there are several record paths, each
 * has its own trees; a tree that would hold another's is taken for both. */
#include "base/memory.h"
#include "source/rows.h"
#include "source/window.h"
#include "source/xml_check.h"
#include "source/xml_header.h"
#include "source/xml_path.h"

#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

enum { RECORDS_MAXIMUM = 8 };

struct record {
    struct xml_path path;
    size_t tree; /* depth of the element whose tree is built */
};

struct xml_rows {
    xmlTextReaderPtr reader;
    struct bytes *bytes;
    struct xml_check *check;
    struct xml_header *header;
    size_t record_count;
    struct record records[RECORDS_MAXIMUM];
    size_t path_count;
    struct xml_path *paths;
    struct text *texts;
    struct buf *kept;                   /* texts of the absolute paths */
    const xmlChar *open[XML_STEPS + 1]; /* names of the open elements, by depth from 1 */
    bool in_tree, rooted;
    size_t node_count, node_next, node_capacity;
    xmlNodePtr *nodes; /* the records of the tree */
    uint64_t ordinal, read, tree_start;
    struct err input; /* what the bytes failed with, which libxml2 cannot carry */
    int error_code, error_line;
};

static int read_input(void *context, char *data, int capacity)
{
    struct xml_rows *xml = context;
    ssize_t got;

    if (xml->in_tree && xml->read - xml->tree_start > RECORD_MAXIMUM) {
        err_set(&xml->input, EX_DATAERR, "'%s' has a record of more than 8 MiB",
            bytes_name(xml->bytes));
        return -1;
    }
    got = bytes_read(xml->bytes, data, (size_t)capacity, &xml->input);
    if (got > 0)
        xml->read += (uint64_t)got;
    return (int)got;
}

/* libxml2's own messages quote the file: only the first error's number and line are kept. */
static void keep_error(void *context, xmlErrorPtr error)
{
    struct xml_rows *xml = context;

    if (error->level < XML_ERR_ERROR || xml->error_code)
        return;
    xml->error_code = error->code;
    xml->error_line = error->line;
}

static const char *explain(int code)
{
    switch (code) {
    case XML_ERR_DOCUMENT_EMPTY:
        return "is empty or not XML";
    case XML_ERR_DOCUMENT_END:
    case XML_ERR_TAG_NOT_FINISHED:
    case XML_ERR_GT_REQUIRED:
    case XML_ERR_LTSLASH_REQUIRED:
        return "is cut short: an element is not closed";
    case XML_ERR_TAG_NAME_MISMATCH:
        return "has a closing tag of another name than the opening one";
    case XML_ERR_INVALID_CHAR:
    case XML_ERR_INVALID_ENCODING:
    case XML_ERR_UNKNOWN_ENCODING:
    case XML_ERR_UNSUPPORTED_ENCODING:
    case XML_I18N_CONV_FAILED:
    case XML_I18N_NO_NAME:
        return "has a character that is not in the encoding it declares, or not allowed in XML";
    case XML_ERR_ENTITY_LOOP:
    case XML_ERR_UNDECLARED_ENTITY:
    case XML_WAR_UNDECLARED_ENTITY:
        return "uses an entity, which is not accepted";
    default:
        return "is not well-formed XML";
    }
}

static int not_well_formed(const struct xml_rows *xml, struct err *err)
{
    if (!xml->input.code && !xml->read) {
        err_set(err, EX_DATAERR, "'%s' is empty", bytes_name(xml->bytes));
        return -1;
    }
    if (xml->input.code)
        *err = xml->input;
    else
        err_set(err, EX_DATAERR, "'%s' %s", bytes_name(xml->bytes), explain(xml->error_code));
    err_detail(err, "on line %d (libxml2's error %d)", xml->error_line, xml->error_code);
    return -1;
}

static int has_doctype(const struct xml_rows *xml, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' has a document type declaration, which is not accepted",
        bytes_name(xml->bytes));
    err_hint(err, "entities and outside definitions can be used for attacks: have it taken out");
    return -1;
}

/* All that stands in the current element. */
static xmlNodePtr expand(struct xml_rows *xml, struct err *err)
{
    xmlNodePtr node;

    xml->tree_start = xml->read;
    xml->in_tree = true;
    node = xmlTextReaderExpand(xml->reader);
    xml->in_tree = false;
    if (!node)
        not_well_formed(xml, err);
    return node;
}

/* Keeps the texts of the absolute paths that lead to this element. */
static int keep_absolute(struct xml_rows *xml, size_t depth, struct err *err)
{
    for (size_t i = 0; i < xml->path_count; i++) {
        struct xml_path *path = &xml->paths[i];
        size_t same = 0;
        struct text text;
        xmlNodePtr node;

        if (!path->absolute || path->count != depth || xml->kept[i].length)
            continue;
        while (same < depth && xml->open[same + 1] == path->steps[same].name)
            same++;
        if (same < depth)
            continue;
        node = expand(xml, err);
        if (!node)
            return -1;
        text = xml_path_own_text(path, node);
        if (text.data)
            buf_add(&xml->kept[i], text.data, text.length);
    }
    return 0;
}

static int check_header(struct xml_rows *xml, size_t depth, struct err *err)
{
    xmlNodePtr node;

    if (!xml_header_wants(xml->header, xml->open, depth))
        return 0;
    node = expand(xml, err);
    if (!node || xml_header_take(xml->header, xml->open, depth, node, bytes_name(xml->bytes), err))
        return -1;
    return 0;
}

static void add_node(struct xml_rows *xml, xmlNodePtr node)
{
    xml->nodes = mem_room(xml->nodes, xml->node_count, &xml->node_capacity, sizeof *xml->nodes);
    xml->nodes[xml->node_count++] = node;
}

/* The records below (or at) an element of the record path at this depth. */
static void find_records(
    struct xml_rows *xml, const struct xml_path *path, xmlNodePtr node, size_t depth)
{
    xmlNodePtr child = NULL;

    if (depth == path->count) {
        add_node(xml, node);
        return;
    }
    while ((child = xml_child(node, child, path->steps[depth].name)) != NULL)
        find_records(xml, path, child, depth + 1);
}

static bool on_path(const struct xml_rows *xml, const struct xml_path *path, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        if (i >= path->count || xml->open[i + 1] != path->steps[i].name)
            return false;
    return true;
}

static bool has_tree(const struct xml_rows *xml, const struct record *record, size_t depth)
{
    return record->tree == depth && on_path(xml, &record->path, depth);
}

static int build_tree(struct xml_rows *xml, size_t depth, struct err *err)
{
    xmlNodePtr node = expand(xml, err);

    if (!node)
        return -1;
    xml->in_tree = true;
    xml->node_count = xml->node_next = 0;
    for (size_t i = 0; i < xml->record_count; i++)
        if (has_tree(xml, &xml->records[i], depth))
            find_records(xml, &xml->records[i].path, node, depth);
    return xml_check_tree(xml->check, node, depth, bytes_name(xml->bytes), err) ? -1 : 0;
}

static int wrong_root(const struct xml_rows *xml, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' is not such a file: its root element is not '%s'",
        bytes_name(xml->bytes), (const char *)xml->records[0].path.steps[0].name);
    return -1;
}

static bool is_tree(const struct xml_rows *xml, size_t depth)
{
    for (size_t i = 0; i < xml->record_count; i++)
        if (has_tree(xml, &xml->records[i], depth))
            return true;
    return false;
}

/* An element begins: 0, or -1. */
static int begin(struct xml_rows *xml, struct err *err)
{
    size_t depth = (size_t)xmlTextReaderDepth(xml->reader) + 1;
    xmlNodePtr node = xmlTextReaderCurrentNode(xml->reader);
    const char *file = bytes_name(xml->bytes);

    if (depth <= XML_STEPS)
        xml->open[depth] = node->name;
    if (depth == 1 && node->name != xml->records[0].path.steps[0].name)
        return wrong_root(xml, err);
    xml->rooted = true;
    if (xml_check_begin(xml->check, node, depth, file, err))
        return -1;
    if (is_tree(xml, depth))
        return build_tree(xml, depth, err);
    if (depth <= XML_STEPS && (keep_absolute(xml, depth, err) || check_header(xml, depth, err)))
        return -1;
    if (xmlTextReaderIsEmptyElement(xml->reader) == 1 &&
        xml_check_end(xml->check, depth, file, err))
        return -1;
    return 0;
}

/* Goes on to the next tree with records: 1, 0 at the end, -1. */
static int next_tree(struct xml_rows *xml, struct err *err)
{
    while (xml->node_next == xml->node_count) {
        int got = xml->in_tree ? xmlTextReaderNext(xml->reader) : xmlTextReaderRead(xml->reader);
        int type;

        xml->in_tree = false;
        if (got < 0 || (got == 0 && !xml->rooted) || xml->input.code)
            return not_well_formed(xml, err);
        if (got == 0)
            return 0;
        type = xmlTextReaderNodeType(xml->reader);
        if (type == XML_READER_TYPE_DOCUMENT_TYPE)
            return has_doctype(xml, err);
        if (type == XML_READER_TYPE_ELEMENT && begin(xml, err) < 0)
            return -1;
        if (type == XML_READER_TYPE_END_ELEMENT &&
            xml_check_end(xml->check, (size_t)xmlTextReaderDepth(xml->reader) + 1,
                bytes_name(xml->bytes), err))
            return -1;
    }
    return 1;
}

/* libxml2 lets sequences pass that UTF-8 does not have (overlong ones). */
static int check_texts(const struct xml_rows *xml, xmlNodePtr record, struct err *err)
{
    for (size_t i = 0; i < xml->path_count; i++) {
        if (utf8_valid(xml->texts[i].data, xml->texts[i].length))
            continue;
        err_set(
            err, EX_DATAERR, "'%s' %s", bytes_name(xml->bytes), explain(XML_ERR_INVALID_ENCODING));
        err_detail(err, "in the record on line %ld", xmlGetLineNo(record));
        return -1;
    }
    return 1;
}

static int xml_rows_next(struct rows *rows, struct err *err)
{
    struct xml_rows *xml = rows->state;
    int got = next_tree(xml, err);
    xmlNodePtr record;

    if (got <= 0)
        return got;
    record = xml->nodes[xml->node_next++];
    for (size_t i = 0; i < xml->path_count; i++)
        if (xml->paths[i].absolute)
            xml->texts[i] =
                (struct text){xml->kept[i].length ? xml->kept[i].data : NULL, xml->kept[i].length};
        else
            xml->texts[i] = xml_path_text(&xml->paths[i], record);
    rows->number = ++xml->ordinal;
    return check_texts(xml, record, err);
}

static void xml_rows_close(struct rows *rows)
{
    struct xml_rows *xml = rows->state;

    for (size_t i = 0; i < xml->path_count; i++) {
        xml_path_release(&xml->paths[i]);
        buf_release(&xml->kept[i]);
    }
    for (size_t i = 0; i < xml->record_count; i++)
        xml_path_release(&xml->records[i].path);
    xml_check_release(xml->check);
    xml_header_release(xml->header);
    if (xml->reader)
        xmlFreeTextReader(xml->reader);
    free(xml->nodes);
    free(xml->paths);
    free(xml->texts);
    free(xml->kept);
    free(xml);
}

static int wrong_record(const struct rows_request *request, const char *what, struct err *err)
{
    err_set(err, EX_CONFIG, "%s", what);
    return err_detail(err, "'%.150s' in '%s'", request->record, request->source->path);
}

static int compile_record(
    struct xml_rows *xml, const struct rows_request *request, const char *text, struct err *err)
{
    struct xml_path *path = &xml->records[xml->record_count++].path;

    if (xml_path_compile(path, text, true, xml->reader, err))
        return err->code;
    if (path->attribute || path->steps[0].name != xml->records[0].path.steps[0].name)
        return wrong_record(
            request, "'record' names an attribute or elements of different roots", err);
    return 0;
}

/* One path, or several with | between. */
static int compile_records(
    struct xml_rows *xml, const struct rows_request *request, struct err *err)
{
    char *all = mem_text(request->record), *rest = all, *text;
    int code = 0;

    while (!code && (text = strsep(&rest, "|")) != NULL)
        code = xml->record_count < RECORDS_MAXIMUM
                   ? compile_record(xml, request, text, err)
                   : wrong_record(request, "'record' has more than 8 paths", err);
    free(all);
    return code;
}

/* Whether the elements that the one's trees stand at are among those in which the other's do. */
static bool holds(const struct record *outer, const struct record *inner)
{
    if (outer->tree >= inner->tree)
        return false;
    for (size_t i = 0; i < outer->tree; i++)
        if (outer->path.steps[i].name != inner->path.steps[i].name)
            return false;
    return true;
}

static int place_trees(
    struct xml_rows *xml, const struct rows_request *request, size_t up, struct err *err)
{
    for (size_t i = 0; i < xml->record_count; i++) {
        if (up >= xml->records[i].path.count)
            return wrong_record(request, "'../' of a path leads out of the document", err);
        xml->records[i].tree = xml->records[i].path.count - up;
    }
    for (size_t i = 0; i < xml->record_count; i++)
        for (size_t j = 0; j < xml->record_count; j++)
            if (holds(&xml->records[j], &xml->records[i]))
                xml->records[i].tree = xml->records[j].tree;
    for (size_t i = 0; i < xml->record_count; i++)
        if (xml_header_outside(
                xml->header, &xml->records[i].path, xml->records[i].tree, request->source, err))
            return err->code;
    return 0;
}

static int compile_paths(struct xml_rows *xml, const struct rows_request *request, struct err *err)
{
    size_t up = 0;

    if (compile_records(xml, request, err))
        return err->code;
    xml->paths = mem_array(request->path_count, sizeof *xml->paths);
    xml->texts = mem_array(request->path_count, sizeof *xml->texts);
    xml->kept = mem_array(request->path_count, sizeof *xml->kept);
    while (xml->path_count < request->path_count) {
        struct xml_path *path = &xml->paths[xml->path_count];

        buf_init(&xml->kept[xml->path_count], RECORD_MAXIMUM);
        if (xml_path_compile(path, request->paths[xml->path_count++], false, xml->reader, err))
            return err->code;
        if (path->up > up)
            up = path->up;
    }
    return place_trees(xml, request, up, err);
}

int xml_rows_open(struct rows *rows, const struct rows_request *request, struct err *err)
{
    static const struct rows_kind kind = {xml_rows_next, xml_rows_close};
    struct xml_rows *xml = mem_alloc(sizeof *xml);

    rows->kind = &kind;
    rows->state = xml;
    xml->bytes = request->bytes;
    xml->reader = xmlReaderForIO(read_input, NULL, xml, NULL, NULL,
        XML_PARSE_NONET | XML_PARSE_BIG_LINES | XML_PARSE_COMPACT);
    if (!xml->reader)
        return err_set(err, EX_DATAERR, "'%s' is empty or not XML", bytes_name(request->bytes));
    xmlTextReaderSetStructuredErrorHandler(xml->reader, keep_error, xml);
    xml->check = xml_check_new(request->source, xml->reader, err);
    if (!err->code)
        xml->header = xml_header_new(request->source, request->parts, xml->reader, err);
    if (err->code || compile_paths(xml, request, err))
        return err->code;
    rows->texts = xml->texts;
    return 0;
}
