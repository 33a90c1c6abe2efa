/* JSON: a document with an array of records in it, read whole (what is larger comes as NDJSON, or in
 * pages, which are such documents one after the other). */
#include "base/memory.h"
#include "source/json_pages.h"
#include "source/json_path.h"
#include "source/rows.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64 * 1024 };

struct json_rows {
    const struct source *source;
    const char *name, *path; /* of the delivery; of the array */
    struct json_paths paths;
    bool paged;
    struct json_pages pages;
    cJSON *document;
    const cJSON *record; /* the next one */
    uint64_t ordinal;
};

/* The line that follows a text. */
static uint64_t line_of(const struct buf *text)
{
    uint64_t line = 1;

    for (size_t i = 0; i < text->length; i++)
        line += text->data[i] == '\n';
    return line;
}

static int read_document(struct decoder *decoder, struct buf *text, struct err *err)
{
    const char *name = bytes_name(decoder->bytes);
    char *block = mem_alloc(BLOCK);
    ssize_t got;

    while ((got = decoder_read(decoder, block, BLOCK, err)) > 0)
        if (!buf_add(text, block, (size_t)got)) {
            err_set(err, EX_DATAERR, "'%s' is a JSON document of more than 16 MiB", name);
            err_hint(err, "ask for it as NDJSON, one record a line, or in pages");
            break;
        }
    free(block);
    if (got < 0)
        decoder_line(err, line_of(text));
    if (got == 0 && !text->length)
        err_set(err, EX_DATAERR, "'%s' is empty", name);
    return err->code;
}

static int parse(struct json_rows *json, struct text text, struct err *err)
{
    static const char nul[] = "\\u0000";
    const char *end = NULL;
    size_t line = 1;

    cJSON_Delete(json->document);
    json->document =
        cJSON_ParseWithLengthOpts(text.data, text.length + !json->paged, &end, !json->paged);
    if (json->document && !memmem(text.data, text.length, nul, sizeof nul - 1))
        return 0;
    for (const char *at = text.data; !json->document && end && at < end; at++)
        line += *at == '\n';
    err_set(err, EX_DATAERR, "'%s' %s", json->name,
        json->document ? "has a NUL in a text" : "is not valid JSON, or cut short");
    if (json->paged)
        return err_detail(err, "on page %llu, at or before its line %zu",
            (unsigned long long)json->pages.count, line);
    return json->document ? err->code : err_detail(err, "at or before line %zu", line);
}

static int find_array(struct json_rows *json, struct err *err)
{
    const cJSON *array = json_path_follow(json->document, json->path);

    if (!cJSON_IsArray(array)) {
        err_set(err, EX_DATAERR, "'%s' has no array of records at '%.100s'", json->name,
            *json->path ? json->path : "its top");
        return err_detail(err, "which 'record' in '%s' says", json->source->path);
    }
    json->record = array->child;
    return 0;
}

/* Goes on to a page with records: 1, 0 at the end, -1. */
static int next_page(struct json_rows *json, struct err *err)
{
    struct text text;
    int got;

    while ((got = json_pages_next(&json->pages, &text, err)) > 0) {
        if (parse(json, text, err) || find_array(json, err))
            return -1;
        if (json->record)
            return 1;
    }
    return got;
}

static int json_rows_next(struct rows *rows, struct err *err)
{
    struct json_rows *json = rows->state;
    int got = json->record ? 1 : json->paged ? next_page(json, err) : 0;

    if (got <= 0)
        return got;
    rows->number = ++json->ordinal;
    rows->defect = cJSON_IsObject(json->record) ? NULL : "json-syntax";
    if (!rows->defect)
        json_paths_read(&json->paths, json->record);
    json->record = json->record->next;
    return 1;
}

static void json_rows_close(struct rows *rows)
{
    struct json_rows *json = rows->state;

    if (json->paged)
        json_pages_close(&json->pages);
    json_paths_release(&json->paths);
    cJSON_Delete(json->document);
    free(json);
}

/* The first page: there must be one, unless only what has changed was asked for. */
static int open_pages(struct json_rows *json, const struct rows_request *request, struct err *err)
{
    json_pages_open(&json->pages, request->bytes);
    if (next_page(json, err) < 0)
        return err->code;
    if (json->pages.count || request->partial)
        return 0;
    return err_set(err, EX_DATAERR, "'%s' is empty", json->name);
}

static int open_whole(struct json_rows *json, const struct rows_request *request, struct err *err)
{
    struct buf text = BUF_INIT(JSON_DOCUMENT_MAXIMUM);
    struct decoder decoder;

    decoder_open(&decoder, request->bytes, ENCODING_UTF8);
    if (read_document(&decoder, &text, err) == 0 &&
        parse(json, (struct text){buf_text(&text), text.length}, err) == 0)
        find_array(json, err);
    decoder_close(&decoder);
    buf_release(&text);
    return err->code;
}

int json_rows_open(struct rows *rows, const struct rows_request *request, struct err *err)
{
    static const struct rows_kind kind = {json_rows_next, json_rows_close};
    struct json_rows *json = mem_alloc(sizeof *json);

    rows->kind = &kind;
    rows->state = json;
    json->source = request->source;
    json->name = bytes_name(request->bytes);
    json->path = request->record ? request->record : "";
    json->paged = request->partial || request->source->http.paging.by != PAGING_NONE;
    json_paths_init(&json->paths, request->paths, request->path_count);
    rows->texts = json->paths.texts;
    return json->paged ? open_pages(json, request, err) : open_whole(json, request, err);
}
