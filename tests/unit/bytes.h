/* bytes.h - for the tests of lib/source: bytes that come from memory, in parts of a random size. */
#ifndef ONTRACK_TESTS_UNIT_BYTES_H
#define ONTRACK_TESTS_UNIT_BYTES_H

#include "source/bytes.h"

/* A number under `limit`, the same ones in every run (splitmix64, Vigna 2015). */
static inline size_t pick(size_t limit)
{
    static uint64_t state = 20180815;
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (size_t)((z ^ (z >> 31)) % limit);
}

struct memory {
    const char *data;
    size_t length;
    size_t most; /* of one part */
    size_t at;
};

static inline ssize_t memory_read(void *state, char *data, size_t capacity, struct err *err)
{
    struct memory *memory = state;
    size_t left = memory->length - memory->at;
    size_t part = 1 + pick(memory->most);

    (void)err;
    part = part < left ? part : left;
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

    return bytes_new(&kind, memory, "memory");
}

#endif
