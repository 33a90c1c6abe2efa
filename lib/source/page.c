#include "source/page.h"
#include "base/json.h"
#include "base/memory.h"
#include "source/json_path.h"
#include "source/rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t page_maximum(const struct source *source)
{
    return source->format == FORMAT_JSON ? JSON_DOCUMENT_MAXIMUM : PAGE_NDJSON_MAXIMUM;
}

static const char *record_path(const cJSON *mapping)
{
    const char *path = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(mapping, "record"));

    return path ? path : "";
}

/* Whether an earlier feed reads the same array. */
static bool counted_before(const cJSON *feeds, const cJSON *mapping)
{
    for (const cJSON *other = feeds->child; other != mapping; other = other->next)
        if (strcmp(record_path(other), record_path(mapping)) == 0)
            return true;
    return false;
}

static int count_records(struct page *page, const struct source *source, const cJSON *json,
    const char *name, struct err *err)
{
    const cJSON *feeds = cJSON_GetObjectItemCaseSensitive(source->json, "feeds");

    for (const cJSON *mapping = feeds->child; mapping; mapping = mapping->next) {
        const cJSON *array = json_path_follow(json, record_path(mapping));

        if (!cJSON_IsArray(array)) {
            err_set(err, EX_DATAERR, "a page of '%s' has no array of records at '%.100s'", name,
                *record_path(mapping) ? record_path(mapping) : "its top");
            return err_detail(err, "which 'record' in '%s' says", source->path);
        }
        if (!counted_before(feeds, mapping))
            page->records += (uint64_t)cJSON_GetArraySize(array);
    }
    return 0;
}

/* A text as it is; a whole number as digits. NULL for anything else. */
static char *text_of(const cJSON *item)
{
    static const double exact =
        9007199254740992.0; /* 2^53: all whole numbers up to it are doubles */

    if (!item)
        return NULL;
    if (cJSON_IsString(item))
        return mem_text(item->valuestring);
    if (cJSON_IsNumber(item) && fabs(item->valuedouble) <= exact &&
        item->valuedouble == floor(item->valuedouble))
        return mem_format("%.0f", item->valuedouble);
    return NULL;
}

static int nothing_at(
    const struct source *source, const char *path, const char *name, struct err *err)
{
    err_set(err, EX_DATAERR, "a page of '%s' has no text or whole number at '%.100s'", name, path);
    return err_detail(err, "which 'paging' in '%s' names", source->path);
}

/* What must be on every page. */
static int read_told(char **told, const struct source *source, const char *path, const cJSON *json,
    const char *name, struct err *err)
{
    if (!path)
        return 0;
    *told = text_of(json_path_follow(json, path));
    return *told ? 0 : nothing_at(source, path, name, err);
}

static int read_next(struct page *page, const struct source *source, const cJSON *json,
    const char *name, struct err *err)
{
    const struct paging *paging = &source->http.paging;
    const cJSON *item = paging->path ? json_path_follow(json, paging->path) : NULL;

    if (!paging->path || cJSON_IsNull(item) || cJSON_IsFalse(item) || (!item && paging->optional))
        return 0;
    page->next = text_of(item);
    if (!page->next) {
        nothing_at(source, paging->path, name, err);
        return item ? err->code
                    : err_hint(err,
                          "if the last page has no such member, say \"optional\": true; else "
                          "correct the path");
    }
    if (!*page->next) {
        free(page->next);
        page->next = NULL;
    }
    return 0;
}

static int read_json(struct page *page, const struct source *source, const struct buf *text,
    const char *name, struct err *err)
{
    const struct paging *paging = &source->http.paging;
    cJSON *json = cJSON_ParseWithOpts(buf_text(text), NULL, 1);

    if (!json)
        err_set(err, EX_DATAERR, "a page of '%s' is not valid JSON, or cut short", name);
    else if (count_records(page, source, json, name, err) == 0 &&
             read_told(&page->version, source, paging->version_path, json, name, err) == 0 &&
             read_told(&page->total_pages, source, paging->total_pages, json, name, err) == 0 &&
             read_told(&page->total_records, source, paging->total_records, json, name, err) == 0)
        read_next(page, source, json, name, err);
    cJSON_Delete(json);
    return err->code;
}

static bool is_blank(const char *line, size_t length)
{
    return strspn(line, " \t\r") >= length;
}

static int read_lines(struct page *page, const struct buf *text, const char *name, struct err *err)
{
    const char *line = buf_text(text), *end = line + text->length;

    while (line < end) {
        const char *feed = memchr(line, '\n', (size_t)(end - line));
        size_t length = (size_t)((feed ? feed : end) - line);

        if (!is_blank(line, length)) {
            cJSON *last = feed ? NULL : cJSON_ParseWithLengthOpts(line, length, NULL, 0);

            if (!feed && !last)
                return err_set(
                    err, EX_DATAERR, "a page of '%s' is cut short in its last line", name);
            cJSON_Delete(last);
            page->records++;
        }
        line += length + (feed != NULL);
    }
    return 0;
}

int page_read(struct page *page, const struct source *source, const struct buf *text,
    const char *name, struct err *err)
{
    *page = (struct page){0};
    return source->format == FORMAT_JSON ? read_json(page, source, text, name, err)
                                         : read_lines(page, text, name, err);
}

void page_release(struct page *page)
{
    free(page->next);
    free(page->version);
    free(page->total_pages);
    free(page->total_records);
    *page = (struct page){0};
}
