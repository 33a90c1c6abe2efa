#include "source/part.h"
#include "base/memory.h"

#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>

struct part {
    const char *workbook;
    char *path;
    struct bytes *bytes;
    xmlTextReaderPtr reader;
    xmlNodePtr node;
    bool closing;     /* the element that was opened is empty: its end is next */
    struct err input; /* what the bytes failed with, which libxml2 cannot carry */
    int error_code;
};

static int read_input(void *context, char *data, int capacity)
{
    struct part *part = context;

    return (int)bytes_read(part->bytes, data, (size_t)capacity, &part->input);
}

/* libxml2's own messages quote the file: only the first error's number is kept. */
static void keep_error(void *context, xmlErrorPtr error)
{
    struct part *part = context;

    if (error->level >= XML_ERR_ERROR && !part->error_code)
        part->error_code = error->code;
}

static int damaged(const struct part *part, const char *why, struct err *err)
{
    if (part->input.code) {
        *err = part->input;
        return -1;
    }
    err_set(err, EX_DATAERR, "the workbook '%s' is damaged: its part '%.150s' %s", part->workbook,
        part->path, why);
    if (part->error_code)
        err_detail(err, "libxml2's error %d", part->error_code);
    err_hint(err, "open it in the program that made it, save it again, and deliver that");
    return -1;
}

struct part *part_open(
    struct archive *archive, const char *path, const char *workbook, struct err *err)
{
    struct bytes *bytes = archive_part(archive, path, err);
    struct part *part;

    if (!bytes)
        return NULL;
    part = mem_alloc(sizeof *part);
    part->workbook = workbook;
    part->path = mem_text(path);
    part->bytes = bytes;
    part->reader =
        xmlReaderForIO(read_input, NULL, part, NULL, NULL, XML_PARSE_NONET | XML_PARSE_COMPACT);
    if (part->reader) {
        xmlTextReaderSetStructuredErrorHandler(part->reader, keep_error, part);
        return part;
    }
    damaged(part, "is empty or not XML", err);
    part_close(part);
    return NULL;
}

/* The zip's check sum stands behind the last byte. */
static int finish(struct part *part, struct err *err)
{
    char rest[256];
    ssize_t got;

    do
        got = bytes_read(part->bytes, rest, sizeof rest, err);
    while (got > 0);
    return got < 0 ? -1 : PART_END;
}

int part_next(struct part *part, struct err *err)
{
    if (part->closing) {
        part->closing = false;
        return PART_CLOSE;
    }
    for (;;) {
        int got = xmlTextReaderRead(part->reader);

        if (got < 0 || part->input.code)
            return damaged(part, "is not well-formed XML, or cut short", err);
        if (got == 0)
            return finish(part, err);
        part->node = xmlTextReaderCurrentNode(part->reader);
        switch (xmlTextReaderNodeType(part->reader)) {
        case XML_READER_TYPE_ELEMENT:
            part->closing = xmlTextReaderIsEmptyElement(part->reader) == 1;
            return PART_OPEN;
        case XML_READER_TYPE_END_ELEMENT:
            return PART_CLOSE;
        case XML_READER_TYPE_TEXT:
        case XML_READER_TYPE_CDATA:
        case XML_READER_TYPE_WHITESPACE:
        case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
            return PART_TEXT;
        case XML_READER_TYPE_DOCUMENT_TYPE:
            return damaged(part, "has a document type declaration, which is not accepted", err);
        default:
            break;
        }
    }
}

bool part_is(const struct part *part, const char *name)
{
    return strcmp((const char *)part->node->name, name) == 0;
}

const char *part_attribute(const struct part *part, const char *name)
{
    for (xmlAttrPtr attribute = part->node->properties; attribute; attribute = attribute->next)
        if (strcmp((const char *)attribute->name, name) == 0)
            return attribute->children && attribute->children->content
                       ? (const char *)attribute->children->content
                       : "";
    return NULL;
}

struct text part_text(const struct part *part)
{
    const char *text = (const char *)xmlTextReaderConstValue(part->reader);

    return (struct text){text ? text : "", text ? strlen(text) : 0};
}

void part_close(struct part *part)
{
    if (!part)
        return;
    if (part->reader)
        xmlFreeTextReader(part->reader);
    bytes_close(part->bytes);
    free(part->path);
    free(part);
}
