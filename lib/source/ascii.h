/* ascii.h - skipping over plain ASCII quickly: with SSE2 where the machine is x86-64. */
#ifndef ONTRACK_SOURCE_ASCII_H
#define ONTRACK_SOURCE_ASCII_H

#include <stdbool.h>
#include <stddef.h>

/* How many bytes at the start of `data` surely are ASCII other than NUL (a lower bound: it looks at
 * blocks and stops at the first that is not). */
size_t ascii_prefix(const char *data, size_t length);
/* The same for utf-16 (`big`: the high byte first), of `units` units; what it skips is written to `to`
 * as ASCII. */
size_t ascii_narrow(const char *data, size_t units, bool big, char *to);

#endif
