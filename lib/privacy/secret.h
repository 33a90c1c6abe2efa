/* secret.h - memory for keys and what is made of them: pages of its own between two guard pages,
 * left out of core dumps, empty in a forked child, and wiped before it is given back. */
#ifndef ONTRACK_PRIVACY_SECRET_H
#define ONTRACK_PRIVACY_SECRET_H

#include "base/err.h"

#include <stddef.h>

enum secret_kind {
    SECRET_LOCKED, /* keys: fails where the pages can't be locked into memory */
    SECRET_PASSING /* working memory that holds identifiers or the state of a digest for a moment:
                      locked where the limit (ulimit -l) leaves room for it */
};

/* Zeroed and page-aligned. NULL with EX_OSERR in `err`. */
void *secret_alloc(size_t size, enum secret_kind kind, struct err *err);
/* Wipes and unmaps; `size` as it was asked for. NULL is allowed. */
void secret_free(void *secret, size_t size);

#endif
