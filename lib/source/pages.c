#include "source/pages.h"
#include "base/json.h"
#include "base/log.h"
#include "base/memory.h"
#include "source/dictionary.h"
#include "source/http_url.h"
#include "source/link_header.h"
#include "source/page.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READINGS = 4, MARK = 16 };

struct reading {
    struct http *http;
    const struct source *source;
    const char *url;    /* of the first page */
    const char *shown;  /* what messages call it */
    bool partial, tail; /* tail: what follows a whole; it is not held against anything */
    struct content *content;
    struct told *told;
    struct buf text;        /* the page */
    struct dictionary seen; /* marks of the URLs so far */
    struct page first;      /* what the first page told */
    char *version;          /* the header's value on the first page, where one is compared */
    uint64_t count;         /* pages so far */
    uint64_t records;
    uint64_t before;     /* mark of the page before */
    const char *changed; /* what changed between pages; NULL: nothing */
};

static int page_restart(void *state, struct err *err)
{
    (void)err;
    buf_reset(state);
    return 0;
}

/* http_fetch() has looked at the size. */
static int page_add(void *state, const char *data, size_t length, struct err *err)
{
    return buf_add(state, data, length) ? 0 : err_set(err, EX_DATAERR, "a page is too large");
}

static int on_page(const struct reading *reading, struct err *err)
{
    char detail[sizeof err->detail];

    snprintf(detail, sizeof detail, "%s", err->detail);
    return err_detail(
        err, "page %" PRIu64 "%s%.400s", reading->count + 1, detail[0] ? ": " : "", detail);
}

static int mark_url(struct reading *reading, const char *url, struct err *err)
{
    char mark[MARK + 1];
    struct text key = {mark, MARK}, known;

    snprintf(mark, sizeof mark, "%016" PRIx64, fingerprint(url, strlen(url)));
    if (dictionary_find(&reading->seen, key, &known) != FOUND_NOT) {
        err_set(err, EX_DATAERR, "the pages of '%s' go in circles", reading->shown);
        return err_detail(
            err, "page %" PRIu64 " leads to one that was read already", reading->count);
    }
    dictionary_add(&reading->seen, key, (struct text){mark, 0});
    return 0;
}

static int ask(struct reading *reading, const char *url, struct err *err)
{
    const struct http_request request = {.url = url,
        .compressed = true,
        .ends_itself = reading->source->format == FORMAT_JSON,
        .may_be_empty = reading->partial,
        .maximum = page_maximum(reading->source),
        .restart = page_restart,
        .write = page_add,
        .state = &reading->text};

    if (http_fetch(reading->http, &request, err))
        return on_page(reading, err);
    if (reading->count == 0 && !reading->tail) {
        free(reading->told->date);
        reading->told->date = mem_text(http_header(reading->http, "Date"));
    }
    return 0;
}

/* The pages one after the other, without their byte order marks. One that ends without a line feed gets
 * one; an answer without content adds nothing. */
static int keep(struct reading *reading, struct err *err)
{
    static const char mark[] = "\xef\xbb\xbf";
    const struct buf *text = &reading->text;
    size_t skip = strncmp(buf_text(text), mark, 3) == 0 ? 3 : 0;

    if (text->length == skip)
        return 0;
    if (spool_size(reading->content->spool) + text->length >= reading->source->http.maximum) {
        err_set(err, EX_DATAERR, "the pages of '%s' are larger than %" PRIu64 " bytes together",
            reading->shown, reading->source->http.maximum);
        return err_hint(err, "'maximum' in the source's 'http' says how many they may be");
    }
    if (content_add(reading->content, text->data + skip, text->length - skip, err))
        return err->code;
    return text->data[text->length - 1] == '\n' ? 0 : content_add(reading->content, "\n", 1, err);
}

static bool differs(const char *one, const char *other)
{
    return (one == NULL) != (other == NULL) || (one && strcmp(one, other) != 0);
}

/* What the first page told must hold for every other. Takes the page over. */
static int compare(struct reading *reading, struct page *page, struct err *err)
{
    const char *header = reading->source->http.paging.version_header;
    const char *version = header ? http_header(reading->http, header) : NULL;

    if (header && !version) {
        err_set(
            err, EX_DATAERR, "an answer for '%s' has no header '%.60s'", reading->shown, header);
        page_release(page);
        return err_detail(err, "which 'version' in '%s' names", reading->source->path);
    }
    if (reading->tail) {
        page_release(page);
        return 0;
    }
    if (reading->count == 0) {
        reading->first = *page;
        reading->version = mem_text(version);
        return 0;
    }
    if (differs(reading->version, version) || differs(reading->first.version, page->version))
        reading->changed = "the version changed";
    else if (differs(reading->first.total_records, page->total_records))
        reading->changed = "the total of records changed";
    else if (differs(reading->first.total_pages, page->total_pages))
        reading->changed = "the total of pages changed";
    page_release(page);
    return 0;
}

static uint64_t number_of(const char *text)
{
    return strtoull(text, NULL, 10);
}

/* By number: NULL after the last page. */
static char *numbered(struct reading *reading, uint64_t records, struct err *err)
{
    const struct paging *paging = &reading->source->http.paging;
    const struct page *first = &reading->first;
    bool more = first->total_pages ? reading->count < number_of(first->total_pages)
                : first->total_records
                    ? records && reading->records < number_of(first->total_records)
                    : records > 0;
    char number[24];

    if (!more)
        return NULL;
    snprintf(number, sizeof number, "%" PRIu64, paging->first + reading->count);
    return http_with_parameter(reading->url, paging->parameter, number, err);
}

/* The URL of the page after this one; NULL where it is the last, or with an error. */
static char *find_next(
    struct reading *reading, const char *url, const char *next, uint64_t records, struct err *err)
{
    const struct paging *paging = &reading->source->http.paging;
    char *link = NULL, *found = NULL;

    switch (paging->by) {
    case PAGING_NUMBER:
        found = numbered(reading, records, err);
        break;
    case PAGING_CURSOR:
        found = next ? http_with_parameter(reading->url, paging->parameter, next, err) : NULL;
        break;
    case PAGING_LINK:
        link = link_header_next(http_header(reading->http, "Link"));
        found = link ? http_next(url, link, err) : NULL;
        break;
    default:
        found = next ? http_next(url, next, err) : NULL;
    }
    free(link);
    if (err->code)
        err_detail(err, "on page %" PRIu64 " of '%s'", reading->count, reading->shown);
    return found;
}

/* A server that knows nothing of the parameter gives its first page for ever. */
static int check_progress(struct reading *reading, uint64_t records, struct err *err)
{
    uint64_t mark;
    bool same;

    if (reading->source->http.paging.by != PAGING_NUMBER)
        return 0;
    mark = fingerprint(buf_text(&reading->text), reading->text.length);
    same = reading->count && records && mark == reading->before;
    reading->before = mark;
    if (!same)
        return 0;
    err_set(err, EX_DATAERR, "page %" PRIu64 " of '%s' is the same as the one before it",
        reading->count + 1, reading->shown);
    return err_hint(
        err, "does the server know the parameter '%.60s'?", reading->source->http.paging.parameter);
}

/* Reads a page; *next is the URL of the one after it, NULL: there is none. */
static int read_page(struct reading *reading, const char *url, char **next, struct err *err)
{
    struct page page = {0};
    uint64_t records;
    char *cursor;

    *next = NULL;
    if (mark_url(reading, url, err) || ask(reading, url, err))
        return err->code;
    if (http_status(reading->http) != 204 &&
        page_read(&page, reading->source, &reading->text, reading->shown, err)) {
        page_release(&page);
        return on_page(reading, err);
    }
    records = page.records;
    cursor = page.next;
    page.next = NULL;
    if (check_progress(reading, records, err) == 0 && compare(reading, &page, err) == 0 &&
        !reading->changed) {
        reading->count++;
        reading->records += records;
        if (keep(reading, err) == 0)
            *next = find_next(reading, url, cursor, records, err);
    } else {
        page_release(&page);
    }
    free(cursor);
    return err->code;
}

static void begin(struct reading *reading)
{
    dictionary_release(&reading->seen);
    page_release(&reading->first);
    free(reading->version);
    dictionary_init(&reading->seen, MARK * (reading->source->http.paging.maximum + 2));
    reading->version = NULL;
    reading->count = reading->records = reading->before = 0;
    reading->changed = NULL;
}

static int too_many(const struct reading *reading, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' has more than %" PRIu64 " pages", reading->shown,
        reading->source->http.paging.maximum);
    return err_hint(err, "'maximum' of 'paging' in the source says how many there may be");
}

static char *first_url(const struct reading *reading, struct err *err)
{
    const struct paging *paging = &reading->source->http.paging;
    char number[24];

    if (paging->by != PAGING_NUMBER)
        return mem_text(reading->url);
    snprintf(number, sizeof number, "%" PRIu64, paging->first);
    return http_with_parameter(reading->url, paging->parameter, number, err);
}

/* Reads all pages once. */
static int read_all(struct reading *reading, struct err *err)
{
    const char *total;
    char *url = first_url(reading, err);

    begin(reading);
    if (!reading->tail && content_restart(reading->content, err)) {
        free(url);
        return err->code;
    }
    while (url && !err->code) {
        char *next = NULL;

        if (reading->count == reading->source->http.paging.maximum)
            too_many(reading, err);
        else
            read_page(reading, url, &next, err);
        free(url);
        url = next;
    }
    free(url);
    total = reading->first.total_records;
    if (!err->code && !reading->changed && !reading->tail && total &&
        number_of(total) != reading->records)
        reading->changed = "the number of records was not the total told";
    reading->told->pages = reading->count + (reading->tail ? reading->told->pages : 0);
    return err->code;
}

static int unsteady(const struct reading *reading, struct err *err)
{
    err_set(err, EX_TEMPFAIL, "'%s' changed while its pages were read, %d times over",
        reading->shown, READINGS);
    err_detail(err, "last: %s", reading->changed);
    return err_hint(err, "fetch it when nobody writes to it, or page by cursor if its server can");
}

/* Reads until nothing changed meanwhile. */
static int read_steadily(struct reading *reading, struct err *err)
{
    char before[SHA256_HEX_SIZE] = "", hash[SHA256_HEX_SIZE];

    for (int count = 0; count < READINGS; count++) {
        if (read_all(reading, err))
            return err->code;
        if (!reading->changed && !reading->source->http.paging.twice)
            return 0;
        content_hash(reading->content, hash);
        if (!reading->changed && strcmp(hash, before) == 0)
            return 0;
        if (!reading->changed && before[0])
            reading->changed = "two readings were not equal";
        if (reading->changed)
            log_warning("'%s' changed while its pages were read", reading->shown);
        snprintf(before, sizeof before, "%s", hash);
    }
    return unsteady(reading, err);
}

static int run(
    struct reading *reading, int (*read)(struct reading *reading, struct err *err), struct err *err)
{
    reading->shown = http_name(reading->http);
    buf_init(&reading->text, page_maximum(reading->source));
    read(reading, err);
    dictionary_release(&reading->seen);
    page_release(&reading->first);
    buf_release(&reading->text);
    free(reading->version);
    return err->code;
}

int pages_fetch(struct http *http, const struct source *source, const char *url, bool partial,
    struct content *content, struct told *told, struct err *err)
{
    struct reading reading = {.http = http,
        .source = source,
        .url = url,
        .partial = partial,
        .content = content,
        .told = told};

    return run(&reading, read_steadily, err);
}

int pages_append(struct http *http, const struct source *source, const char *url,
    struct content *content, struct told *told, struct err *err)
{
    struct reading reading = {.http = http,
        .source = source,
        .url = url,
        .partial = true,
        .tail = true,
        .content = content,
        .told = told};

    return run(&reading, read_all, err);
}
