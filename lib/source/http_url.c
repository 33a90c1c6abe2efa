#include "source/http_url.h"
#include "base/buf.h"
#include "base/memory.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { URL_MAXIMUM = 64 * 1024 };

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

/* Adds the pairs of a query but for those of one name. */
static bool copy_others(struct buf *query, const char *old, const char *name)
{
    size_t length = strlen(name);
    bool ok = true;

    while (old && *old && ok) {
        size_t pair = strcspn(old, "&");
        bool same = strncmp(old, name, length) == 0 && (old[length] == '=' || pair == length);

        if (pair && !same)
            ok = buf_add(query, old, pair) && buf_add_char(query, '&');
        old += pair + (old[pair] == '&');
    }
    return ok;
}

char *http_with_parameter(const char *url, const char *name, const char *value, struct err *err)
{
    struct buf changed = BUF_INIT(URL_MAXIMUM);
    size_t base = strcspn(url, "?#");
    char *query =
        url[base] == '?' ? mem_text_n(url + base + 1, strcspn(url + base + 1, "#")) : NULL;
    char *name_text = curl_easy_escape(NULL, name, 0);
    char *value_text = curl_easy_escape(NULL, value, 0);
    char *copy = NULL;

    if (name_text && value_text && buf_add(&changed, url, base) && buf_add_char(&changed, '?') &&
        copy_others(&changed, query, name_text) &&
        buf_addf(&changed, "%s=%s", name_text, value_text))
        copy = mem_text(buf_text(&changed));
    else
        err_set(err, EX_USAGE, "a URL of more than %d bytes cannot be fetched", URL_MAXIMUM);
    curl_free(name_text);
    curl_free(value_text);
    free(query);
    buf_release(&changed);
    return copy;
}

static bool same_part(CURLU *one, CURLU *other, CURLUPart part)
{
    char *left = NULL, *right = NULL;
    bool same = curl_url_get(one, part, &left, CURLU_DEFAULT_PORT) == CURLUE_OK &&
                curl_url_get(other, part, &right, CURLU_DEFAULT_PORT) == CURLUE_OK &&
                strcasecmp(left, right) == 0;

    curl_free(left);
    curl_free(right);
    return same;
}

static bool has_user(CURLU *parts)
{
    char *user = NULL, *password = NULL;
    bool has = curl_url_get(parts, CURLUPART_USER, &user, 0) == CURLUE_OK ||
               curl_url_get(parts, CURLUPART_PASSWORD, &password, 0) == CURLUE_OK;

    curl_free(user);
    curl_free(password);
    return has;
}

static char *whole_url(CURLU *parts)
{
    char *url = NULL, *copy;

    curl_url_set(parts, CURLUPART_FRAGMENT, NULL, 0);
    if (curl_url_get(parts, CURLUPART_URL, &url, 0) != CURLUE_OK)
        return NULL;
    copy = mem_text(url);
    curl_free(url);
    return copy;
}

char *http_next(const char *url, const char *reference, struct err *err)
{
    CURLU *from = curl_url(), *to = curl_url();
    char *next = NULL;

    if (!from || !to || curl_url_set(from, CURLUPART_URL, url, 0) != CURLUE_OK ||
        curl_url_set(to, CURLUPART_URL, url, 0) != CURLUE_OK || strlen(reference) > URL_MAXIMUM ||
        curl_url_set(to, CURLUPART_URL, reference, 0) != CURLUE_OK) {
        err_set(err, EX_DATAERR, "what a page gives as the next one's URL is not one");
    } else if (!same_part(from, to, CURLUPART_SCHEME) || !same_part(from, to, CURLUPART_HOST) ||
               !same_part(from, to, CURLUPART_PORT) || has_user(to)) {
        err_set(err, EX_DATAERR, "a page points elsewhere for the next one");
        err_hint(err, "only the same scheme, host and port is asked: a key must not go elsewhere");
    } else {
        next = whole_url(to);
    }
    curl_url_cleanup(from);
    curl_url_cleanup(to);
    return next;
}
