/* parallel.h - the same work for each of many things, shared out to threads.
 *
 * What is computed for a thing may depend on its number and on what all share and nobody changes: then the
 * result is the same, to the last bit, with any number of threads. */
#ifndef ONTRACK_METHOD_PARALLEL_H
#define ONTRACK_METHOD_PARALLEL_H

#include <stddef.h>

enum { THREADS_MAXIMUM = 64 };

/* Calls `each` once for every number below `count`, in no order, from up to `threads` threads (0 is 1) of
 * which the caller's is one. Returns when all is done. Where the system gives fewer threads, those it gives
 * do the work. */
void parallel_each(
    size_t count, size_t threads, void (*each)(size_t number, void *state), void *state);

#endif
