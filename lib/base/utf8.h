/* utf8.h - texts that may hold anything, such as the names of files. */
#ifndef ONTRACK_BASE_UTF8_H
#define ONTRACK_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the bytes are well-formed UTF-8 (no surrogates, no overlong forms, no NUL). */
bool utf8_valid(const char *data, size_t length);

/* Puts '?' in the place of what must not reach a terminal, a line of a log or the database: control
 * characters, and bytes that are not UTF-8. Whether there was any. */
bool utf8_clean(char *text);

#endif
