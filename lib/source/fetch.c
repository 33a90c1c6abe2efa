#include "source/fetch.h"
#include "base/memory.h"
#include "source/api_key.h"
#include "source/http.h"
#include "source/http_url.h"
#include "source/pages.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SETTLED = 60, VALIDATOR_MAXIMUM = 1000 };

/* A header's date in seconds since 1970, or -1. */
static time_t date_of(const char *header)
{
    return header ? curl_getdate(header, NULL) : -1;
}

static char *iso_time(time_t time)
{
    char text[32] = "";
    struct tm parts;

    if (gmtime_r(&time, &parts))
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return mem_text(text);
}

static char *iso(const char *header)
{
    time_t date = date_of(header);

    return date < 0 ? NULL : iso_time(date);
}

/* What goes back into a header must have come as one should: printable, and not too long. */
static char *clean(const char *header)
{
    size_t length = header ? strlen(header) : 0;

    for (size_t i = 0; i < length; i++)
        if (header[i] < ' ' || header[i] > '~')
            return NULL;
    return length && length <= VALIDATOR_MAXIMUM ? mem_text(header) : NULL;
}

/* Time stamps of a second, and ETags made of them, miss a change in the same second: RFC 9110, 8.8.2.2. */
static void keep_validators(struct http *http, struct fetched *fetched)
{
    const char *etag = http_header(http, "ETag"), *modified = http_header(http, "Last-Modified");
    time_t changed = date_of(modified), now = date_of(http_header(http, "Date"));

    if (modified && (changed < 0 || now < changed + SETTLED))
        return;
    fetched->last_modified = clean(modified);
    if (etag && *etag == '"')
        fetched->etag = clean(etag);
}

static int fetch_one(struct http *http, const struct fetch_order *order, const char *url,
    struct content *content, struct fetched *fetched, struct err *err)
{
    enum source_format format = order->source->format;
    const struct http_request request = {.url = url,
        .etag = order->etag,
        .last_modified = order->last_modified,
        .ends_itself = format == FORMAT_JSON || format == FORMAT_XML,
        .may_be_empty = order->since != NULL,
        .maximum = order->source->http.maximum,
        .restart = content_restart,
        .write = content_add,
        .state = content};

    if (http_fetch(http, &request, err))
        return err->code;
    fetched->pages = 1;
    fetched->date = iso(http_header(http, "Date"));
    fetched->unchanged = http_status(http) == 304;
    if (!fetched->unchanged && !order->since)
        keep_validators(http, fetched);
    return 0;
}

/* A record can change while a whole is read by cursor, so that it stands before the cursor in the end and
 * after it at first, and is on no page; taking it for deleted would be wrong. Where no version tells that
 * nothing has changed, what has is asked for at the end. */
static bool needs_tail(const struct fetch_order *order)
{
    const struct source_http *settings = &order->source->http;
    const struct paging *paging = &settings->paging;

    return settings->since_path && !order->since && paging->by != PAGING_NUMBER && !paging->twice &&
           !paging->version_header && !paging->version_path;
}

static int fetch_tail(struct http *http, const struct fetch_order *order, time_t began,
    struct content *content, struct told *told, struct err *err)
{
    const struct source_http *settings = &order->source->http;
    char *since = iso_time(began - (time_t)settings->overlap_seconds);
    char *url = http_with_parameter(order->url, settings->since_parameter, since, err);

    if (url)
        pages_append(http, order->source, url, content, told, err);
    free(url);
    free(since);
    return err->code;
}

static int fetch_pages(struct http *http, const struct fetch_order *order, const char *url,
    struct content *content, struct fetched *fetched, struct err *err)
{
    time_t began = time(NULL);
    struct told told = {0};

    pages_fetch(http, order->source, url, order->since != NULL, content, &told, err);
    if (date_of(told.date) >= 0)
        began = date_of(told.date);
    if (!err->code && needs_tail(order))
        fetch_tail(http, order, began, content, &told, err);
    fetched->pages = told.pages;
    fetched->date = iso(told.date);
    free(told.date);
    return err->code;
}

/* The URL to begin with. */
static char *url_of(const struct fetch_order *order, struct err *err)
{
    const struct source_http *settings = &order->source->http;

    if (!order->since)
        return mem_text(order->url);
    if (settings->since_parameter)
        return http_with_parameter(order->url, settings->since_parameter, order->since, err);
    err_set(err, EX_USAGE, "source '%s' cannot be asked for what has changed", order->source->name);
    err_hint(err, "'since' in its 'http' would say how");
    return NULL;
}

int fetch_run(const struct fetch_order *order, struct content *content, struct fetched *fetched,
    struct err *err)
{
    const struct source_http *asked = &order->source->http;
    bool paged = asked->paging.by != PAGING_NONE;
    char *key = api_key_header(order->source, err);
    struct http_settings settings = {.url = order->url,
        .key = key,
        .follow = !key && !paged,
        .connect_seconds = asked->connect_seconds,
        .stall_seconds = asked->stall_seconds,
        .total_seconds = asked->total_seconds};
    struct http *http = err->code ? NULL : http_open(&settings, err);
    char *url = http ? url_of(order, err) : NULL;

    *fetched = (struct fetched){0};
    if (url && paged)
        fetch_pages(http, order, url, content, fetched, err);
    else if (url)
        fetch_one(http, order, url, content, fetched, err);
    http_close(http);
    free(url);
    api_key_release(key);
    return err->code;
}

void fetched_release(struct fetched *fetched)
{
    free(fetched->date);
    free(fetched->etag);
    free(fetched->last_modified);
    *fetched = (struct fetched){0};
}
