/* define.h - the named parts of a source: what it says once and uses often. */
#ifndef ONTRACK_SOURCE_DEFINE_H
#define ONTRACK_SOURCE_DEFINE_H

#include "base/err.h"

#include <cjson/cJSON.h>

/* Puts what the source's "define" holds under NAME in the place of each {"use": NAME} (source.h), in
 * the definitions too: there, those that stand before. All else of the program reads what comes of
 * it and knows of no names. 0, or EX_CONFIG where a name is not defined or it comes to too much. */
int define_expand(cJSON *source, const char *path, struct err *err);

#endif
