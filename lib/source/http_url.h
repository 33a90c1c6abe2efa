/* http_url.h - URLs: what of them may be shown, and the next one of a delivery in pages. */
#ifndef ONTRACK_SOURCE_HTTP_URL_H
#define ONTRACK_SOURCE_HTTP_URL_H

#include "base/err.h"

/* The URL as messages may show it: without query and fragment, to be freed. NULL with EX_USAGE where it
 * is not http(s) or has a user's name or password in it. */
char *http_shown(const char *url, struct err *err);

/* The URL with NAME=VALUE in its query, in the place of what it had of that name, to be freed. Both are
 * encoded; a fragment is dropped. NULL with EX_USAGE where it is too long. */
char *http_with_parameter(const char *url, const char *name, const char *value, struct err *err);

/* Where a reference on a page leads to, whole or relative, to be freed. NULL with EX_DATAERR where it is
 * no URL, or has another scheme, host or port, or a user's name: whoever answers for this server must
 * not be able to send us, and our key, elsewhere. */
char *http_next(const char *url, const char *reference, struct err *err);

#endif
