#include "source/source_http.h"
#include "base/json.h"
#include "source/source.h"

#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {"", "number", "cursor", "url", "link"};
enum { KINDS = sizeof kinds / sizeof *kinds };

static const struct source_http defaults = {
    .maximum = UINT64_C(64) * 1024 * 1024 * 1024,
    .connect_seconds = 20,
    .stall_seconds = 60,
    .total_seconds = 4 * 60 * 60,
    .overlap_seconds = 2 * 24 * 60 * 60,
    .full_nights = 7,
    .paging = {.first = 1, .maximum = 100000},
};

static int wrong(const struct source *source, struct err *err)
{
    err_detail(err, "in 'http' of '%s'", source->path);
    return -1;
}

/* A whole number between two others; `value` keeps what it had where there is none. */
static int whole(const struct source *source, const cJSON *object, const char *member, double least,
    double most, uint64_t *value, struct err *err)
{
    double number;

    if (json_number(object, member, (double)*value, &number, source->path, err) < 0)
        return -1;
    if (number < least || number > most || number != (double)(uint64_t)number) {
        err_set(
            err, EX_CONFIG, "'%s' must be a whole number from %.0f to %.0f", member, least, most);
        return wrong(source, err);
    }
    *value = (uint64_t)number;
    return 0;
}

static int object_of(const struct source *source, const cJSON *parent, const char *member,
    const cJSON **object, struct err *err)
{
    *object = cJSON_GetObjectItemCaseSensitive(parent, member);
    if (!*object || cJSON_IsObject(*object))
        return 0;
    err_set(err, EX_CONFIG, "'%s' must be an object", member);
    return wrong(source, err);
}

static int load_timeout(struct source *source, const cJSON *http, struct err *err)
{
    static const char *const known[] = {"connect", "stall", "total", NULL};
    static const double day = 86400;
    struct source_http *to = &source->http;
    uint64_t connect = (uint64_t)to->connect_seconds, stall = (uint64_t)to->stall_seconds,
             total = (uint64_t)to->total_seconds;
    const cJSON *timeout;

    if (object_of(source, http, "timeout", &timeout, err) < 0 ||
        json_known(timeout, known, source->path, err) < 0 ||
        whole(source, timeout, "connect", 1, day, &connect, err) < 0 ||
        whole(source, timeout, "stall", 1, day, &stall, err) < 0 ||
        whole(source, timeout, "total", 1, day, &total, err) < 0)
        return -1;
    to->connect_seconds = (long)connect;
    to->stall_seconds = (long)stall;
    to->total_seconds = (long)total;
    return 0;
}

static int load_kind(struct source *source, const cJSON *paging, struct err *err)
{
    const char *text;
    int kind = KINDS - 1;

    if (json_required(paging, "by", &text, source->path, err) < 0)
        return -1;
    while (kind && strcmp(kinds[kind], text) != 0)
        kind--;
    source->http.paging.by = (enum paging_by)kind;
    if (kind)
        return 0;
    err_set(err, EX_CONFIG, "'by' of 'paging' must be number, cursor, url or link");
    return wrong(source, err);
}

static int load_version(struct source *source, const cJSON *paging, struct err *err)
{
    static const char *const known[] = {"header", "path", NULL};
    struct paging *to = &source->http.paging;
    const cJSON *version;

    if (object_of(source, paging, "version", &version, err) < 0 ||
        json_known(version, known, source->path, err) < 0 ||
        json_text(version, "header", NULL, &to->version_header, source->path, err) < 0 ||
        json_text(version, "path", NULL, &to->version_path, source->path, err) < 0)
        return -1;
    if (!version || !to->version_header + !to->version_path == 1)
        return 0;
    err_set(err, EX_CONFIG, "'version' needs one of 'header' and 'path'");
    return wrong(source, err);
}

/* What each way of paging needs, and what it cannot use. */
static int check_paging(const struct source *source, struct err *err)
{
    const struct paging *paging = &source->http.paging;
    bool numbered = paging->by == PAGING_NUMBER, cursor = paging->by == PAGING_CURSOR;
    bool in_page = cursor || paging->by == PAGING_URL;
    bool reads = in_page || paging->total_pages || paging->total_records || paging->version_path;

    if (source->format != FORMAT_JSON && source->format != FORMAT_NDJSON)
        err_set(err, EX_CONFIG, "'paging' is for formats ndjson and json only");
    else if (source->format == FORMAT_NDJSON && reads)
        err_set(err, EX_CONFIG,
            "pages of ndjson hold records only: 'paging' can be by number or link, with a "
            "'version' in a header");
    else if ((numbered || cursor) != (paging->parameter != NULL))
        err_set(err, EX_CONFIG, "'parameter' goes with paging by number and by cursor");
    else if (in_page != (paging->path != NULL) || (paging->optional && !in_page))
        err_set(err, EX_CONFIG, "'path' and 'optional' go with paging by cursor and by url");
    else
        return 0;
    return wrong(source, err);
}

static int load_paging(struct source *source, const cJSON *http, struct err *err)
{
    static const char *const known[] = {"by", "parameter", "path", "optional", "first",
        "total_pages", "total_records", "version", "twice", "maximum", NULL};
    struct paging *to = &source->http.paging;
    const char *path = source->path;
    const cJSON *paging;

    if (object_of(source, http, "paging", &paging, err) < 0 ||
        json_known(paging, known, path, err) < 0)
        return -1;
    if (!paging)
        return 0;
    if (load_kind(source, paging, err) < 0 ||
        json_text(paging, "parameter", NULL, &to->parameter, path, err) < 0 ||
        json_text(paging, "path", NULL, &to->path, path, err) < 0 ||
        json_text(paging, "total_pages", NULL, &to->total_pages, path, err) < 0 ||
        json_text(paging, "total_records", NULL, &to->total_records, path, err) < 0 ||
        json_flag(paging, "optional", false, &to->optional, path, err) < 0 ||
        load_version(source, paging, err) < 0 ||
        whole(source, paging, "first", 0, 1000000, &to->first, err) < 0 ||
        whole(source, paging, "maximum", 1, 1000000, &to->maximum, err) < 0)
        return -1;
    to->twice = to->by == PAGING_NUMBER && !to->version_header && !to->version_path;
    if (json_flag(paging, "twice", to->twice, &to->twice, path, err) < 0)
        return -1;
    return check_paging(source, err);
}

/* "2 days" in seconds; 0 where it is no such text. */
static int64_t duration(const char *text)
{
    static const struct {
        const char *name;
        int64_t seconds;
    } units[] = {{"second", 1}, {"minute", 60}, {"hour", 3600}, {"day", 86400}, {"week", 604800}};
    char *unit;
    long count = strtol(text, &unit, 10);

    if (*text < '1' || *text > '9' || count > 1000000 || *unit++ != ' ')
        return 0;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t length = strlen(units[i].name);

        if (strncmp(unit, units[i].name, length) == 0 &&
            strcmp(unit + length, unit[length] ? "s" : "") == 0)
            return count * units[i].seconds;
    }
    return 0;
}

static int load_overlap(struct source *source, const cJSON *since, struct err *err)
{
    static const int64_t year = INT64_C(366) * 86400;
    const char *text;

    if (json_text(since, "overlap", "2 days", &text, source->path, err) < 0)
        return -1;
    source->http.overlap_seconds = duration(text);
    if (source->http.overlap_seconds > 0 && source->http.overlap_seconds <= year)
        return 0;
    err_set(err, EX_CONFIG,
        "'overlap' must be a number and a unit, such as '90 seconds', '12 hours' or '2 days'");
    return wrong(source, err);
}

static int load_since(struct source *source, const cJSON *http, struct err *err)
{
    static const char *const known[] = {"parameter", "path", "overlap", NULL};
    struct source_http *to = &source->http;
    uint64_t nights = to->full_nights;
    const cJSON *since;

    if (object_of(source, http, "since", &since, err) < 0 ||
        json_known(since, known, source->path, err) < 0 ||
        whole(source, http, "full", 1, 366, &nights, err) < 0)
        return -1;
    to->full_nights = (unsigned int)nights;
    if (!since && !cJSON_HasObjectItem(http, "full"))
        return 0;
    if (!since || source->mode != MODE_DELTA || source->table_count) {
        err_set(err, EX_CONFIG,
            since ? "'since' is for a source of mode delta, without 'tables'"
                  : "'full' goes with 'since'");
        return wrong(source, err);
    }
    if (cJSON_HasObjectItem(source->json, "duplicates") && !source->keep_last) {
        err_set(
            err, EX_CONFIG, "'since' needs 'duplicates' to be last, as it is without that word");
        return wrong(source, err);
    }
    source->keep_last = true;
    if (json_required(since, "parameter", &to->since_parameter, source->path, err) < 0 ||
        json_required(since, "path", &to->since_path, source->path, err) < 0)
        return -1;
    return load_overlap(source, since, err);
}

int source_http_load(struct source *source, struct err *err)
{
    static const char *const known[] = {"maximum", "timeout", "paging", "since", "full", NULL};
    struct source_http *to = &source->http;
    const cJSON *http;

    *to = defaults;
    if (object_of(source, source->json, "http", &http, err) < 0 ||
        json_known(http, known, source->path, err) < 0 ||
        whole(source, http, "maximum", 1, 1e15, &to->maximum, err) < 0 ||
        load_timeout(source, http, err) < 0 || load_paging(source, http, err) < 0)
        return -1;
    return load_since(source, http, err);
}
