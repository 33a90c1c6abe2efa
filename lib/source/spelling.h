/* spelling.h - how an identifier or code is written: what a mapping's value does to a text before it is
 * looked up or translated (source.h: upper, digits, split, zeros). */
#ifndef ONTRACK_SOURCE_SPELLING_H
#define ONTRACK_SOURCE_SPELLING_H

#include "record/stream.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

enum { SPELLING_ZEROS = 64, SPELLING_PARTS = 1000 };

struct spelling {
    bool upper, digits;
    struct text at; /* of split; data NULL: none */
    int part;       /* from 1; from the end: from -1 */
    size_t zeros;   /* 0: none */
};

/* Reads the members of a value. 0 or EX_CONFIG. */
int spelling_compile(
    struct spelling *spelling, const cJSON *value, const char *path, struct err *err);
/* Whether there is anything to do; and whether the value is an identifier. */
static inline bool spelling_any(const struct spelling *spelling)
{
    return spelling->upper || spelling->digits || spelling->at.data || spelling->zeros;
}
static inline bool spelling_identifier(const struct spelling *spelling)
{
    return spelling->digits || spelling->zeros;
}

/* Applied in this order. A changed text stands in `scratch`, in which it may have stood before; data
 * NULL: nothing is left. */
struct text spelling_letters(
    const struct spelling *spelling, struct text text, struct buf *scratch);
struct text spelling_part(const struct spelling *spelling, struct text text);
struct text spelling_zeros(const struct spelling *spelling, struct text text, struct buf *scratch);

#endif
