/* JSON: one document with an array of records in it, read whole (what is larger comes as NDJSON). */
#include "base/memory.h"
#include "source/decoder.h"
#include "source/json_path.h"
#include "source/rows.h"

#include <stdlib.h>
#include <string.h>

enum { DOCUMENT_MAXIMUM = 16 * 1024 * 1024, BLOCK = 64 * 1024 };

struct json_rows {
    struct json_paths paths;
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
            err_hint(err, "ask for it as NDJSON, one record a line");
            break;
        }
    free(block);
    if (got < 0)
        decoder_line(err, line_of(text));
    if (got == 0 && !text->length)
        err_set(err, EX_DATAERR, "'%s' is empty", name);
    return err->code;
}

static int parse(struct json_rows *json, const struct buf *text, const char *name, struct err *err)
{
    const char *end = NULL;
    size_t line = 1;

    json->document = cJSON_ParseWithOpts(text->data, &end, 1);
    if (json->document && !strstr(text->data, "\\u0000"))
        return 0;
    for (const char *at = text->data; !json->document && end && at < end; at++)
        line += *at == '\n';
    err_set(err, EX_DATAERR, "'%s' %s", name,
        json->document ? "has a NUL in a text" : "is not valid JSON, or cut short");
    return json->document ? err->code : err_detail(err, "at or before line %zu", line);
}

static int find_array(struct json_rows *json, const struct rows_request *request, struct err *err)
{
    const char *path = request->record ? request->record : "";
    const cJSON *array = json_path_follow(json->document, path);

    if (!cJSON_IsArray(array)) {
        err_set(err, EX_DATAERR, "'%s' has no array of records at '%.100s'",
            bytes_name(request->bytes), *path ? path : "its top");
        return err_detail(err, "which 'record' in '%s' says", request->source->path);
    }
    json->record = array->child;
    return 0;
}

static int json_rows_next(struct rows *rows, struct err *err)
{
    struct json_rows *json = rows->state;

    (void)err;
    if (!json->record)
        return 0;
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

    json_paths_release(&json->paths);
    cJSON_Delete(json->document);
    free(json);
}

int json_rows_open(struct rows *rows, const struct rows_request *request, struct err *err)
{
    static const struct rows_kind kind = {json_rows_next, json_rows_close};
    struct json_rows *json = mem_alloc(sizeof *json);
    struct buf text = BUF_INIT(DOCUMENT_MAXIMUM);
    struct decoder decoder;

    rows->kind = &kind;
    rows->state = json;
    json_paths_init(&json->paths, request->paths, request->path_count);
    rows->texts = json->paths.texts;
    decoder_open(&decoder, request->bytes, ENCODING_UTF8);
    if (read_document(&decoder, &text, err) == 0 &&
        parse(json, &text, bytes_name(request->bytes), err) == 0)
        find_array(json, request, err);
    decoder_close(&decoder);
    buf_release(&text);
    return err->code;
}
