/* progress.h - how far a chain is, for whoever started it: two counters in a page of memory that
 * `ontrack` shares with `extract`. Counting costs a store; where no page was given, nobody looks.
 *
 * The page is the descriptor that the environment variable ONTRACK_PROGRESS names. */
#ifndef ONTRACK_BASE_PROGRESS_H
#define ONTRACK_BASE_PROGRESS_H

#include "base/err.h"

#include <stdint.h>

#define PROGRESS_VARIABLE "ONTRACK_PROGRESS"

struct progress {
    volatile uint64_t bytes; /* of the delivery, read so far */
    volatile uint64_t rows;  /* records of the feed, read so far */
};

/* In a stage: the shared page, or one of the process's own. Never NULL. */
struct progress *progress_page(void);

/* In the parent: makes the page and the descriptor (close on exec) to hand down. 0 or EX_OSERR. */
int progress_make(struct progress **page, int *fd, struct err *err);

#endif
