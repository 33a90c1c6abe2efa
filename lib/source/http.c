#include "source/http.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/stage.h"
#include "source/http_url.h"
#include "source/inflate.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <time.h>

enum { ATTEMPTS = 5, WAIT_FIRST = 500, WAIT_MOST = 30 * 1000, WAIT_ASKED = 120, REDIRECTS = 5 };

struct http {
    const struct http_settings *settings;
    CURL *curl;
    double deadline;
    /* of the request */
    const struct http_request *request;
    char *shown;
    struct curl_slist *headers;
    /* of the attempt */
    struct inflater *inflater; /* where the content comes compressed */
    bool begun;
    char begin[4]; /* of the content */
    uint64_t received;
    struct err err; /* of the receiving end, which libcurl cannot carry */
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

long http_status(struct http *http)
{
    long status = 0;

    curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

const char *http_header(struct http *http, const char *name)
{
    struct curl_header *header;

    return curl_easy_header(http->curl, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK
               ? header->value
               : NULL;
}

/* Takes a part of the content, unpacked. */
static int take(void *state, const char *data, size_t length, struct err *err)
{
    struct http *http = state;
    const struct http_request *request = http->request;

    for (size_t i = 0; http->received + i < sizeof http->begin && i < length; i++)
        http->begin[http->received + i] = data[i];
    http->received += length;
    if (http->received > request->maximum)
        return err_set(err, EX_DATAERR, "'%s' is larger than %llu bytes", http->shown,
            (unsigned long long)request->maximum);
    return request->write(request->state, data, length, err);
}

/* The first part of an answer: how is it packed? */
static int begin(struct http *http, struct err *err)
{
    const char *encoding = http_header(http, "Content-Encoding");

    http->begun = true;
    if (!encoding || !*encoding || strcasecmp(encoding, "identity") == 0)
        return 0;
    if (strcasecmp(encoding, "gzip") != 0 && strcasecmp(encoding, "x-gzip") != 0)
        return err_set(err, EX_UNAVAILABLE,
            "cannot fetch '%s': the answer is encoded in a way that was not asked for",
            http->shown);
    http->inflater = inflater_new(take, http);
    return 0;
}

static size_t receive(char *data, size_t size, size_t count, void *opaque)
{
    struct http *http = opaque;
    size_t length = size * count;

    if (http_status(http) != 200)
        return length; /* an error's page */
    if (!http->begun && begin(http, &http->err))
        return 0;
    if (http->inflater)
        inflater_add(http->inflater, data, length, &http->err);
    else
        take(http, data, length, &http->err);
    return http->err.code ? 0 : length;
}

/* What holds for every request. A key is not sent on to wherever a server points. */
static bool configure(struct http *http)
{
    const struct http_settings *settings = http->settings;
    CURL *curl = http->curl;

    return !curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, settings->follow && !settings->key) &&
           !curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTS) &&
           !curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) &&
           !curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L) &&
           !curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L) &&
           !curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, settings->connect_seconds) &&
           !curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L) &&
           !curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, settings->stall_seconds) &&
           !curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) &&
           !curl_easy_setopt(curl, CURLOPT_USERAGENT, "ontrack/" ONTRACK_VERSION) &&
           !curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive) &&
           !curl_easy_setopt(curl, CURLOPT_WRITEDATA, http);
}

static bool add_header(struct http *http, const char *name, const char *value)
{
    char *line = value ? mem_format("%s%s", name, value) : NULL;
    struct curl_slist *longer = line ? curl_slist_append(http->headers, line) : http->headers;

    if (line)
        explicit_bzero(line, strlen(line)); /* it may be the key */
    free(line);
    if (longer)
        http->headers = longer;
    return longer || !value;
}

static bool prepare(struct http *http)
{
    const struct http_request *request = http->request;
    const char *schemes = strncasecmp(request->url, "https", 5) == 0 ? "https" : "http,https";

    return add_header(http, "", http->settings->key) &&
           add_header(http, "Accept-Encoding: ", request->compressed ? "gzip" : "identity") &&
           add_header(http, "If-None-Match: ", request->etag) &&
           add_header(http, "If-Modified-Since: ", request->last_modified) &&
           !curl_easy_setopt(http->curl, CURLOPT_HTTPHEADER, http->headers) &&
           !curl_easy_setopt(http->curl, CURLOPT_URL, request->url) &&
           !curl_easy_setopt(http->curl, CURLOPT_PROTOCOLS_STR, schemes) &&
           !curl_easy_setopt(http->curl, CURLOPT_REDIR_PROTOCOLS_STR, schemes);
}

static bool is_passing_status(long status)
{
    return status == 408 || status == 425 || status == 429 || status == 500 || status == 502 ||
           status == 503 || status == 504;
}

static bool is_passing_failure(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return true;
    default:
        return false;
    }
}

static int status_failed(const struct http *http, long status, struct err *err)
{
    int code = status == 404 || status == 410                    ? EX_NOINPUT
               : status == 401 || status == 403 || status == 407 ? EX_NOPERM
                                                                 : EX_UNAVAILABLE;

    err_set(err, code, "cannot fetch '%s': the server answered %ld", http->shown, status);
    if (code == EX_NOPERM)
        err_hint(err, "check the key in the source's 'api_key_file'");
    else if (status >= 300 && status < 400)
        err_hint(err, "it points elsewhere; with a key, or for pages, that is not followed: give "
                      "the new URL");
    return code;
}

static int transfer_failed(const struct http *http, CURLcode code, struct err *err)
{
    err_set(err, EX_UNAVAILABLE, "cannot fetch '%s': %s", http->shown, curl_easy_strerror(code));
    if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE)
        err_hint(err, "the server's certificate is not one that this machine trusts");
    return err->code;
}

/* Whether nobody can tell if what came is all: HTTP/1 without a length or chunks ends where the
 * connection does, for whatever reason. */
static bool is_open_ended(struct http *http)
{
    long version = 0;

    curl_easy_getinfo(http->curl, CURLINFO_HTTP_VERSION, &version);
    if (http->request->ends_itself || http->inflater || version > CURL_HTTP_VERSION_1_1 ||
        http_header(http, "Content-Length") || http_header(http, "Transfer-Encoding"))
        return false;
    return memcmp(http->begin, "\x1f\x8b", 2) != 0 && memcmp(http->begin, "PK\3\4", 4) != 0;
}

static int check_whole(struct http *http, bool *again, struct err *err)
{
    if (http->inflater && !inflater_whole(http->inflater)) {
        *again = true;
        return err_set(err, EX_UNAVAILABLE, "cannot fetch '%s': the compressed answer is cut short",
            http->shown);
    }
    if (!is_open_ended(http))
        return 0;
    err_set(err, EX_UNAVAILABLE, "cannot fetch '%s': the server does not say how long it is",
        http->shown);
    err_detail(err, "an answer that was cut off would look whole");
    return err_hint(err, "have it send Content-Length or chunks, or the file as gzip");
}

static bool is_answer(const struct http_request *request, long status)
{
    return status == 200 || (status == 204 && request->may_be_empty) ||
           (status == 304 && (request->etag || request->last_modified));
}

/* One attempt: 0, or an exit code, with *again where another one may do. */
static int attempt(struct http *http, bool *again, struct err *err)
{
    double left = http->deadline - now();
    CURLcode code;
    long status;

    *again = false;
    inflater_free(http->inflater);
    http->inflater = NULL;
    http->begun = false;
    http->received = 0;
    memset(http->begin, 0, sizeof http->begin);
    if (http->request->restart(http->request->state, err))
        return err->code;
    curl_easy_setopt(http->curl, CURLOPT_TIMEOUT_MS, left > 0.001 ? (long)(left * 1000) : 1L);
    code = curl_easy_perform(http->curl);
    if (http->err.code) {
        *err = http->err;
        return err->code;
    }
    if (code) {
        *again = is_passing_failure(code);
        return transfer_failed(http, code, err);
    }
    status = http_status(http);
    if (is_answer(http->request, status))
        return status == 200 ? check_whole(http, again, err) : 0;
    *again = is_passing_status(status);
    return status_failed(http, status, err);
}

/* How long to wait, in milliseconds; -1 where the server asks for longer than we do. */
static long pause_for(const struct http *http, unsigned int failed)
{
    curl_off_t asked = 0;
    long most = WAIT_FIRST << (failed - 1);
    unsigned short random = 0;

    curl_easy_getinfo(http->curl, CURLINFO_RETRY_AFTER, &asked);
    if (asked > WAIT_ASKED)
        return -1;
    if (asked > 0)
        return (long)asked * 1000;
    if (most > WAIT_MOST)
        most = WAIT_MOST;
    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
        return most;
    return most / 2 + random % (most / 2);
}

static void wait_for(long milliseconds)
{
    struct timespec left = {milliseconds / 1000, milliseconds % 1000 * 1000000};

    while (nanosleep(&left, &left) != 0)
        ;
}

static int out_of_time(const struct http *http, unsigned int failed, struct err *err)
{
    char cause[sizeof err->message];

    snprintf(cause, sizeof cause, "%s", err->message);
    err_set(err, EX_UNAVAILABLE, "cannot fetch '%s' within %ld seconds", http->shown,
        http->settings->total_seconds);
    err_detail(err, "attempt %u: %.400s", failed, cause);
    return err_hint(err, "'total' of 'timeout' in the source's 'http' says how long it may take");
}

static int try_all(struct http *http, struct err *err)
{
    for (unsigned int failed = 1;; failed++) {
        bool again;
        int code = attempt(http, &again, err);
        long wait;

        if (!code || !again)
            return code;
        wait = pause_for(http, failed);
        if (now() + (double)wait / 1000 >= http->deadline)
            return out_of_time(http, failed, err);
        if (failed == ATTEMPTS || wait < 0) {
            err_detail(err, "tried %u time%s", failed, failed == 1 ? "" : "s");
            return code;
        }
        log_warning("%s; trying again", err->message);
        *err = (struct err)ERR_INIT;
        wait_for(wait);
    }
}

int http_fetch(struct http *http, const struct http_request *request, struct err *err)
{
    curl_slist_free_all(http->headers);
    http->headers = NULL;
    http->request = request;
    http->err = (struct err)ERR_INIT;
    if (!prepare(http))
        return err_set(err, EX_SOFTWARE, "libcurl cannot be set up");
    return try_all(http, err);
}

struct http *http_open(const struct http_settings *settings, struct err *err)
{
    char *shown = http_shown(settings->url, err);
    struct http *http;

    if (!shown)
        return NULL;
    http = mem_alloc(sizeof *http);
    http->shown = shown;
    http->settings = settings;
    http->deadline = now() + (double)settings->total_seconds;
    http->curl = curl_global_init(CURL_GLOBAL_DEFAULT) ? NULL : curl_easy_init();
    if (http->curl && configure(http))
        return http;
    err_set(err, EX_SOFTWARE, "libcurl cannot be set up");
    http_close(http);
    return NULL;
}

const char *http_name(const struct http *http)
{
    return http->shown;
}

void http_close(struct http *http)
{
    if (!http)
        return;
    curl_easy_cleanup(http->curl);
    curl_slist_free_all(http->headers);
    curl_global_cleanup();
    inflater_free(http->inflater);
    free(http->shown);
    free(http);
}
