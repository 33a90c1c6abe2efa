/* memory.h - allocation that does not fail: out of memory ends the process, in one place, with
 * EX_OSERR. Everything that grows with its input has a maximum of its own (see buf.h). */
#ifndef ONTRACK_BASE_MEMORY_H
#define ONTRACK_BASE_MEMORY_H

#include <stddef.h>

void *mem_alloc(size_t size);                           /* zeroed */
void *mem_array(size_t count, size_t size);             /* zeroed; checks the product */
void *mem_grow(void *block, size_t count, size_t size); /* realloc of count * size */
/* Room for one more where `count` have been filled of `*capacity`, which doubles when it must. */
void *mem_room(void *block, size_t count, size_t *capacity, size_t size);
char *mem_text(const char *text); /* strdup; NULL stays NULL */
char *mem_text_n(const char *text, size_t length);
char *mem_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
