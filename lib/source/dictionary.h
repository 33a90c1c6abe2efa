/* dictionary.h - texts found by texts, in memory: code translations and lookups. Bounded. */
#ifndef ONTRACK_SOURCE_DICTIONARY_H
#define ONTRACK_SOURCE_DICTIONARY_H

#include "base/buf.h"
#include "record/stream.h"

#include <stdbool.h>
#include <stdint.h>

struct dictionary_entry {
    uint32_t key, key_length, value, value_length; /* positions in `texts` */
    bool used, ambiguous;
};

struct dictionary {
    struct buf texts;
    struct dictionary_entry *entries; /* open addressing; capacity is a power of two */
    size_t count, capacity;
};

enum found { FOUND_NOT, FOUND, FOUND_AMBIGUOUS };

/* `maximum` bounds the bytes of keys and values (under 4 GiB). */
void dictionary_init(struct dictionary *dictionary, size_t maximum);
/* A key that comes again with another value becomes ambiguous. False where the bound is passed. */
bool dictionary_add(struct dictionary *dictionary, struct text key, struct text value);
/* Makes a key ambiguous, whatever else is added. */
bool dictionary_spoil(struct dictionary *dictionary, struct text key);
enum found dictionary_find(
    const struct dictionary *dictionary, struct text key, struct text *value);
void dictionary_release(struct dictionary *dictionary);

#endif
