/* bytes.h - for the fuzz targets of lib/source: the fuzzer's bytes as a delivery, given in parts. */
#ifndef ONTRACK_TESTS_FUZZ_BYTES_H
#define ONTRACK_TESTS_FUZZ_BYTES_H

#include "base/json.h"
#include "source/bytes.h"

#include <string.h>

struct memory {
    const uint8_t *data;
    size_t length, part, at;
};

static inline ssize_t memory_read(void *state, char *data, size_t capacity, struct err *err)
{
    struct memory *memory = state;
    size_t left = memory->length - memory->at;
    size_t part = memory->part < left ? memory->part : left;

    (void)err;
    part = part < capacity ? part : capacity;
    if (part)
        memcpy(data, memory->data + memory->at, part);
    memory->at += part;
    return (ssize_t)part;
}

static inline void memory_close(void *state)
{
    (void)state;
}

static inline struct bytes *open_memory(struct memory *memory)
{
    static const struct bytes_kind kind = {memory_read, memory_close};

    return bytes_new(&kind, memory, "fuzz");
}

/* Copies the first line to `line`, as much as it holds up to a NUL, for what is configured rather than
 * delivered; returns how many bytes of the data it took. */
static inline size_t take_line(const uint8_t *data, size_t size, char *line, size_t capacity)
{
    const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
    size_t length = end ? (size_t)(end - data) : size;
    size_t kept = length < capacity ? length : capacity - 1;

    if (kept)
        memcpy(line, data, kept);
    line[kept] = '\0';
    return length + (end != NULL);
}

/* Adds a text and what follows it to a running hash (FNV-1a), so that two readings can be compared. */
static inline uint64_t mix(uint64_t hash, const char *data, size_t length, uint64_t also)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)data[i]) * UINT64_C(0x100000001b3);
    return (hash ^ also) * UINT64_C(0x100000001b3);
}

#endif
