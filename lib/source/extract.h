/* extract.h - one feed of one delivery, as a stream on standard output. */
#ifndef ONTRACK_SOURCE_EXTRACT_H
#define ONTRACK_SOURCE_EXTRACT_H

#include "base/err.h"
#include "source/spool.h"

#include <stdbool.h>
#include <stdint.h>

struct extract {
    const char *source, *feed, *location;
    const char *name;              /* the delivery's own base name; NULL: the location's */
    const char *rejects, *journal; /* files, or NULL */
    const char *sha256;            /* the hash that the content must have, or NULL */
    int32_t as_of;                 /* days, INT32_MIN: not given */
    bool partial;                  /* it holds what has changed since some time, perhaps nothing */
    const char *until;             /* when it was fetched, by its source's clock; or NULL */
    struct spool *spool; /* the delivery's content; NULL: it is at `location` (taken over) */
};

/* Writes the stream to `fd`. 0 or an exit code; `\.` is written only with 0. */
int extract_run(const struct extract *extract, int fd, struct err *err);

#endif
