/* api_key.h - the key that opens an API, from a file that only its owner can read. */
#ifndef ONTRACK_SOURCE_API_KEY_H
#define ONTRACK_SOURCE_API_KEY_H

#include "source/source.h"

/* The header line that carries the source's key, or NULL without an error where it has none. To be
 * given to api_key_release(). EX_NOINPUT, EX_NOPERM (others can read the file), EX_CONFIG. */
char *api_key_header(const struct source *source, struct err *err);
void api_key_release(char *header); /* wipes it */

#endif
