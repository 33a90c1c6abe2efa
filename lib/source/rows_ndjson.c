/* NDJSON: one JSON object a line. */
#include "base/memory.h"
#include "source/json_path.h"
#include "source/rows.h"
#include "source/window.h"

#include <stdlib.h>
#include <string.h>

struct ndjson_rows {
    struct window window;
    struct json_paths paths;
    cJSON *record;
    uint64_t line;
};

static uint64_t lines_in(const struct window *window)
{
    uint64_t lines = 0;

    for (size_t i = window->start; i < window->end; i++)
        lines += window->data[i] == '\n';
    return lines;
}

/* The next line: 1, 0 at the end, -1. `whole`: it ended with a line feed. */
static int next_line(struct ndjson_rows *ndjson, struct text *line, bool *whole, struct err *err)
{
    struct window *window = &ndjson->window;

    for (;;) {
        const char *start = window->data + window->start;
        size_t left = window->end - window->start;
        const char *end = left ? memchr(start, '\n', left) : NULL;

        if (end || (window->ended && left)) {
            *whole = end != NULL;
            *line = (struct text){start, end ? (size_t)(end - start) : left};
            window->start += line->length + (end != NULL);
            ndjson->line++;
            return 1;
        }
        if (window->ended)
            return 0;
        if (window_fill(window, err)) {
            decoder_line(err, ndjson->line + 1 + lines_in(window));
            return -1;
        }
    }
}

static bool is_blank(struct text line)
{
    for (size_t i = 0; i < line.length; i++)
        if (line.data[i] != ' ' && line.data[i] != '\t' && line.data[i] != '\r')
            return false;
    return true;
}

/* cJSON ends a text at an escaped NUL, in silence: such a line is refused before. */
static bool has_nul(struct text line)
{
    const char *at = line.data, *end = line.data + line.length;

    while ((at = memmem(at, (size_t)(end - at), "\\u0000", 6)) != NULL) {
        const char *slash = at;

        while (slash > line.data && slash[-1] == '\\')
            slash--;
        if ((at - slash) % 2 == 0)
            return true;
        at += 6;
    }
    return false;
}

static int cut_short(const struct ndjson_rows *ndjson, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' is cut short: its last line is not complete",
        bytes_name(ndjson->window.decoder.bytes));
    err_detail(err, "line %llu", (unsigned long long)ndjson->line);
    return -1;
}

static int ndjson_rows_next(struct rows *rows, struct err *err)
{
    struct ndjson_rows *ndjson = rows->state;
    struct text line;
    bool whole;
    int got;

    do
        got = next_line(ndjson, &line, &whole, err);
    while (got > 0 && is_blank(line));
    if (got <= 0)
        return got;
    cJSON_Delete(ndjson->record);
    ndjson->record =
        has_nul(line) ? NULL : cJSON_ParseWithLengthOpts(line.data, line.length, NULL, 0);
    if (!ndjson->record && !whole)
        return cut_short(ndjson, err);
    rows->number = ndjson->line;
    rows->defect = cJSON_IsObject(ndjson->record) ? NULL : "json-syntax";
    if (!rows->defect)
        json_paths_read(&ndjson->paths, ndjson->record);
    return 1;
}

static void ndjson_rows_close(struct rows *rows)
{
    struct ndjson_rows *ndjson = rows->state;

    cJSON_Delete(ndjson->record);
    json_paths_release(&ndjson->paths);
    window_close(&ndjson->window);
    free(ndjson);
}

int ndjson_rows_open(struct rows *rows, const struct rows_request *request, struct err *err)
{
    static const struct rows_kind kind = {ndjson_rows_next, ndjson_rows_close};
    struct ndjson_rows *ndjson = mem_alloc(sizeof *ndjson);

    rows->kind = &kind;
    rows->state = ndjson;
    json_paths_init(&ndjson->paths, request->paths, request->path_count);
    rows->texts = ndjson->paths.texts;
    window_open(&ndjson->window, request->bytes, ENCODING_UTF8);
    if (window_fill(&ndjson->window, err)) {
        decoder_line(err, 1 + lines_in(&ndjson->window));
        return err->code;
    }
    if (ndjson->window.ended && !request->partial)
        return err_set(err, EX_DATAERR, "'%s' is empty", bytes_name(request->bytes));
    return 0;
}
