/* content.h - where what is fetched goes: an encrypted spool, and the hash of what is in it. */
#ifndef ONTRACK_SOURCE_CONTENT_H
#define ONTRACK_SOURCE_CONTENT_H

#include "base/err.h"
#include "source/sha256.h"
#include "source/spool.h"

struct content {
    struct spool *spool; /* not owned */
    struct sha256 *hash;
    char hex[SHA256_HEX_SIZE]; /* "" until it was asked for */
};

/* In the form that http.h calls them, with a struct content * as state. */
int content_restart(void *state, struct err *err);
int content_add(void *state, const char *data, size_t length, struct err *err);
/* The hash of what has been added since the last restart; nothing may be added after it. */
void content_hash(struct content *content, char hex[SHA256_HEX_SIZE]);
void content_release(struct content *content);

#endif
