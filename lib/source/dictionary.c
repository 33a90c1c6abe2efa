#include "source/dictionary.h"
#include "base/json.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 16 };

void dictionary_init(struct dictionary *dictionary, size_t maximum)
{
    *dictionary = (struct dictionary){.capacity = FIRST_CAPACITY};
    buf_init(&dictionary->texts, maximum);
    dictionary->entries = mem_array(FIRST_CAPACITY, sizeof *dictionary->entries);
}

void dictionary_release(struct dictionary *dictionary)
{
    buf_release(&dictionary->texts);
    free(dictionary->entries);
    *dictionary = (struct dictionary){.capacity = 0};
}

static bool is_at(
    const struct dictionary *dictionary, uint32_t at, uint32_t length, struct text text)
{
    return length == text.length &&
           memcmp(buf_text(&dictionary->texts) + at, text.data, text.length) == 0;
}

/* The entry of a key, or the free one where it belongs. */
static struct dictionary_entry *place(const struct dictionary *dictionary, struct text key)
{
    size_t mask = dictionary->capacity - 1;
    size_t at = (size_t)fingerprint(key.data, key.length) & mask;

    while (dictionary->entries[at].used &&
           !is_at(dictionary, dictionary->entries[at].key, dictionary->entries[at].key_length, key))
        at = (at + 1) & mask;
    return &dictionary->entries[at];
}

static void grow(struct dictionary *dictionary)
{
    struct dictionary_entry *old = dictionary->entries;
    size_t count = dictionary->capacity;

    dictionary->capacity *= 2;
    dictionary->entries = mem_array(dictionary->capacity, sizeof *dictionary->entries);
    for (size_t i = 0; i < count; i++)
        if (old[i].used) {
            struct text key = {dictionary->texts.data + old[i].key, old[i].key_length};

            *place(dictionary, key) = old[i];
        }
    free(old);
}

static bool store(struct dictionary *dictionary, struct text text, uint32_t *at, uint32_t *length)
{
    *at = (uint32_t)dictionary->texts.length;
    *length = (uint32_t)text.length;
    return buf_add(&dictionary->texts, text.data, text.length);
}

bool dictionary_add(struct dictionary *dictionary, struct text key, struct text value)
{
    struct dictionary_entry *entry = place(dictionary, key);

    if (entry->used) {
        if (!is_at(dictionary, entry->value, entry->value_length, value))
            entry->ambiguous = true;
        return true;
    }
    if (!store(dictionary, key, &entry->key, &entry->key_length) ||
        !store(dictionary, value, &entry->value, &entry->value_length))
        return false;
    entry->used = true;
    if (++dictionary->count * 2 > dictionary->capacity)
        grow(dictionary);
    return true;
}

bool dictionary_spoil(struct dictionary *dictionary, struct text key)
{
    bool added = dictionary_add(dictionary, key, (struct text){"", 0});

    if (added)
        place(dictionary, key)->ambiguous = true;
    return added;
}

enum found dictionary_find(const struct dictionary *dictionary, struct text key, struct text *value)
{
    const struct dictionary_entry *entry = place(dictionary, key);

    if (!entry->used)
        return FOUND_NOT;
    *value = (struct text){buf_text(&dictionary->texts) + entry->value, entry->value_length};
    return entry->ambiguous ? FOUND_AMBIGUOUS : FOUND;
}
