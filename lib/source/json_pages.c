#include "source/json_pages.h"
#include "base/memory.h"
#include "source/rows.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64 * 1024 };

void json_pages_open(struct json_pages *pages, struct bytes *bytes)
{
    *pages = (struct json_pages){.count = 0};
    buf_init(&pages->text, JSON_DOCUMENT_MAXIMUM + BLOCK);
    decoder_open(&pages->decoder, bytes, ENCODING_UTF8);
}

void json_pages_close(struct json_pages *pages)
{
    decoder_close(&pages->decoder);
    buf_release(&pages->text);
}

static int fail(const struct json_pages *pages, const char *what, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' %s", bytes_name(pages->decoder.bytes), what);
    err_detail(err, "document %llu, or page, of it", (unsigned long long)pages->count + 1);
    return -1;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Drops what was taken, and white space behind it. */
static void drop_taken(struct json_pages *pages)
{
    struct buf *text = &pages->text;

    while (pages->taken < text->length && is_space(text->data[pages->taken]))
        pages->taken++;
    if (pages->taken)
        memmove(text->data, text->data + pages->taken, text->length - pages->taken);
    text->length -= pages->taken;
    pages->taken = pages->scanned = 0;
}

/* 1: more is there; 0: nothing follows; -1. */
static int read_more(struct json_pages *pages, struct err *err)
{
    struct buf *text = &pages->text;
    ssize_t got;

    if (pages->ended)
        return 0;
    if (!buf_reserve(text, BLOCK))
        return fail(pages, "has a JSON document, or page, of more than 16 MiB", err);
    got = decoder_read(&pages->decoder, text->data + text->length, BLOCK, err);
    if (got < 0)
        return -1;
    text->length += (size_t)got;
    pages->ended = got == 0;
    return got > 0;
}

/* Looks at one character; whether it closes the document. */
static bool closes(struct json_pages *pages, char c)
{
    if (pages->in_text) {
        pages->in_text = pages->escaped || c != '"';
        pages->escaped = !pages->escaped && c == '\\';
    } else if (c == '"') {
        pages->in_text = true;
    } else if (c == '{' || c == '[') {
        pages->depth++;
    } else if (c == '}' || c == ']') {
        return --pages->depth == 0;
    }
    return false;
}

/* Goes on to the end of the document: 1; 0 where it has not come yet. */
static int scan(struct json_pages *pages, struct text *document)
{
    struct buf *text = &pages->text;

    while (pages->scanned < text->length)
        if (closes(pages, text->data[pages->scanned++])) {
            *document = (struct text){text->data, pages->scanned};
            pages->taken = pages->scanned;
            pages->count++;
            return 1;
        }
    return 0;
}

int json_pages_next(struct json_pages *pages, struct text *document, struct err *err)
{
    int got;

    do {
        drop_taken(pages);
        got = pages->text.length ? 1 : read_more(pages, err);
    } while (got > 0 && (pages->text.length == 0 || is_space(*pages->text.data)));
    if (got <= 0)
        return got;
    if (*pages->text.data != '{' && *pages->text.data != '[')
        return fail(pages, "is not valid JSON: it begins with no bracket", err);
    while (!scan(pages, document)) {
        got = read_more(pages, err);
        if (got == 0)
            return fail(pages, "is not valid JSON, or cut short", err);
        if (got < 0)
            return -1;
    }
    return 1;
}
