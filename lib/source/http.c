#include "source/http.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/stage.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <time.h>

enum { ATTEMPTS = 5, WAIT_FIRST = 500, WAIT_MOST = 30 * 1000, WAIT_ASKED = 120 };
enum { CONNECT_SECONDS = 20, STALL_SECONDS = 60, REDIRECTS = 5 };

struct fetch {
    const struct http_request *request;
    char *shown;
    CURL *curl;
    struct curl_slist *headers;
    uint64_t received;
    struct err err; /* of the receiving end, which libcurl cannot carry */
};

char *http_shown(const char *url, struct err *err)
{
    const char *host = strstr(url, "://");
    size_t length = strcspn(url, "?#");

    if (!host || (strncasecmp(url, "https://", 8) != 0 && strncasecmp(url, "http://", 7) != 0)) {
        err_set(err, EX_USAGE, "only http:// and https:// URLs can be fetched");
        return NULL;
    }
    host += 3;
    if (memchr(host, '@', strcspn(host, "/?#"))) {
        err_set(err, EX_USAGE, "a URL must not have a user's name or password in it");
        err_hint(err, "put the key into a file, and name that as the source's 'api_key_file'");
        return NULL;
    }
    return mem_text_n(url, length);
}

static size_t receive(char *data, size_t size, size_t count, void *opaque)
{
    struct fetch *fetch = opaque;
    size_t length = size * count;
    long status = 0;

    curl_easy_getinfo(fetch->curl, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200)
        return length; /* an error's page */
    fetch->received += length;
    if (fetch->received > fetch->request->maximum) {
        err_set(&fetch->err, EX_DATAERR, "'%s' is larger than %llu bytes", fetch->shown,
            (unsigned long long)fetch->request->maximum);
        return 0;
    }
    return fetch->request->write(fetch->request->state, data, length, &fetch->err) ? 0 : length;
}

/* A key is not sent on to wherever a server points. */
static bool configure(struct fetch *fetch)
{
    CURL *curl = fetch->curl;
    bool secure = strncasecmp(fetch->request->url, "https", 5) == 0;
    const char *header = fetch->request->header;
    bool set = true;

    if (header) {
        fetch->headers = curl_slist_append(NULL, header);
        set = fetch->headers && !curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fetch->headers);
    }
    return set && !curl_easy_setopt(curl, CURLOPT_URL, fetch->request->url) &&
           !curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, secure ? "https" : "http,https") &&
           !curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https") &&
           !curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, header ? 0L : 1L) &&
           !curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTS) &&
           !curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) &&
           !curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L) &&
           !curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L) &&
           !curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS) &&
           !curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L) &&
           !curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)STALL_SECONDS) &&
           !curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) &&
           !curl_easy_setopt(curl, CURLOPT_USERAGENT, "ontrack/" ONTRACK_VERSION) &&
           !curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive) &&
           !curl_easy_setopt(curl, CURLOPT_WRITEDATA, fetch);
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

static int status_failed(const struct fetch *fetch, long status, struct err *err)
{
    int code = status == 404 || status == 410                    ? EX_NOINPUT
               : status == 401 || status == 403 || status == 407 ? EX_NOPERM
                                                                 : EX_UNAVAILABLE;

    err_set(err, code, "cannot fetch '%s': the server answered %ld", fetch->shown, status);
    if (code == EX_NOPERM)
        err_hint(err, "check the key in the source's 'api_key_file'");
    else if (status >= 300 && status < 400)
        err_hint(err, "it points elsewhere; with a key that is not followed: give the new URL");
    return code;
}

static int transfer_failed(const struct fetch *fetch, CURLcode code, struct err *err)
{
    err_set(err, EX_UNAVAILABLE, "cannot fetch '%s': %s", fetch->shown, curl_easy_strerror(code));
    if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE)
        err_hint(err, "the server's certificate is not one that this machine trusts");
    return err->code;
}

/* One attempt: 0, or an exit code, with *again where another one may do. */
static int attempt(struct fetch *fetch, bool *again, struct err *err)
{
    CURLcode code;
    long status = 0;

    *again = false;
    fetch->received = 0;
    if (fetch->request->restart(fetch->request->state, err))
        return err->code;
    code = curl_easy_perform(fetch->curl);
    if (fetch->err.code) {
        *err = fetch->err;
        return err->code;
    }
    curl_easy_getinfo(fetch->curl, CURLINFO_RESPONSE_CODE, &status);
    if (code) {
        *again = is_passing_failure(code);
        return transfer_failed(fetch, code, err);
    }
    *again = is_passing_status(status);
    return status == 200 ? 0 : status_failed(fetch, status, err);
}

/* How long to wait, in milliseconds; -1 where the server asks for longer than we do. */
static long pause_for(const struct fetch *fetch, unsigned int failed)
{
    curl_off_t asked = 0;
    long most = WAIT_FIRST << (failed - 1);
    unsigned short random = 0;

    curl_easy_getinfo(fetch->curl, CURLINFO_RETRY_AFTER, &asked);
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

static int fetch_all(struct fetch *fetch, struct err *err)
{
    for (unsigned int failed = 1;; failed++) {
        bool again;
        int code = attempt(fetch, &again, err);
        long wait;

        if (!code || !again)
            return code;
        wait = pause_for(fetch, failed);
        if (failed == ATTEMPTS || wait < 0) {
            err_detail(err, "tried %u time%s", failed, failed == 1 ? "" : "s");
            return code;
        }
        log_warning("%s; trying again", err->message);
        wait_for(wait);
    }
}

int http_fetch(const struct http_request *request, struct err *err)
{
    struct fetch fetch = {.request = request, .shown = http_shown(request->url, err)};
    int code;

    if (!fetch.shown)
        return err->code;
    fetch.curl = curl_global_init(CURL_GLOBAL_DEFAULT) ? NULL : curl_easy_init();
    if (!fetch.curl || !configure(&fetch))
        code = err_set(err, EX_SOFTWARE, "libcurl cannot be set up");
    else
        code = fetch_all(&fetch, err);
    curl_easy_cleanup(fetch.curl);
    curl_slist_free_all(fetch.headers);
    curl_global_cleanup();
    free(fetch.shown);
    return code;
}
