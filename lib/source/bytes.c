#include "source/bytes.h"
#include "base/memory.h"
#include "base/progress.h"
#include "source/sha256.h"
#include "source/gunzip.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PEEK = 2, DRAIN = 64 * 1024 };

struct bytes {
    const struct bytes_kind *kind;
    void *state;
    char *name;
    struct bytes *inner; /* of an unpacked one: what it reads from (owned by its state) */
    char peeked[PEEK];
    size_t peek_start, peek_end;
    struct sha256 *digest;
    uint64_t given;
    const uint64_t *taken; /* NULL: what is given */
};

struct bytes *bytes_new(const struct bytes_kind *kind, void *state, const char *name)
{
    struct bytes *bytes = mem_alloc(sizeof *bytes);

    bytes->kind = kind;
    bytes->state = state;
    bytes->name = mem_text(name);
    return bytes;
}

const char *bytes_name(const struct bytes *bytes)
{
    return bytes->name;
}

void bytes_close(struct bytes *bytes)
{
    if (!bytes)
        return;
    bytes->kind->close(bytes->state);
    sha256_free(bytes->digest);
    free(bytes->name);
    free(bytes);
}

static ssize_t read_source(struct bytes *bytes, char *data, size_t capacity, struct err *err)
{
    ssize_t got = bytes->kind->read(bytes->state, data, capacity, err);

    if (got > 0)
        bytes->given += (uint64_t)got;
    if (got > 0 && bytes->digest)
        sha256_add(bytes->digest, data, (size_t)got);
    return got;
}

ssize_t bytes_read(struct bytes *bytes, char *data, size_t capacity, struct err *err)
{
    size_t ready = bytes->peek_end - bytes->peek_start;

    if (!ready)
        return read_source(bytes, data, capacity, err);
    if (ready > capacity)
        ready = capacity;
    memcpy(data, bytes->peeked + bytes->peek_start, ready);
    bytes->peek_start += ready;
    return (ssize_t)ready;
}

/* Looks at the first two bytes without taking them. */
static int peek(struct bytes *bytes, struct err *err)
{
    while (bytes->peek_end < PEEK) {
        ssize_t got =
            read_source(bytes, bytes->peeked + bytes->peek_end, PEEK - bytes->peek_end, err);

        if (got < 0)
            return err->code;
        if (got == 0)
            break;
        bytes->peek_end += (size_t)got;
    }
    return 0;
}

struct bytes *bytes_unpack(struct bytes *inner, unsigned int ratio, struct err *err)
{
    struct bytes *unpacked;

    if (peek(inner, err)) {
        bytes_close(inner);
        return NULL;
    }
    if (inner->peek_end < PEEK || memcmp(inner->peeked, "\x1f\x8b", PEEK) != 0)
        return inner;
    unpacked = gunzip_open(inner, ratio, err);
    if (unpacked)
        unpacked->inner = inner;
    return unpacked;
}

static struct bytes *innermost(struct bytes *bytes)
{
    while (bytes->inner)
        bytes = bytes->inner;
    return bytes;
}

uint64_t bytes_taken(const struct bytes *bytes)
{
    while (bytes->inner)
        bytes = bytes->inner;
    return bytes->taken ? *bytes->taken : bytes->given;
}

void bytes_count_by(struct bytes *bytes, const uint64_t *taken)
{
    bytes->taken = taken;
}

void bytes_digest_start(struct bytes *bytes)
{
    bytes = innermost(bytes);
    bytes->digest = sha256_new();
    sha256_add(bytes->digest, bytes->peeked, bytes->peek_end);
}

int bytes_digest(struct bytes *bytes, char hex[SHA256_HEX_SIZE], struct err *err)
{
    char *rest;
    ssize_t got;

    bytes = innermost(bytes);
    rest = mem_alloc(DRAIN);
    do
        got = bytes_read(bytes, rest, DRAIN, err);
    while (got > 0);
    free(rest);
    if (got < 0)
        return err->code;
    sha256_hex(bytes->digest, hex);
    return 0;
}

/* A descriptor. */
struct descriptor {
    int fd;
    char *name;
};

static ssize_t descriptor_read(void *state, char *data, size_t capacity, struct err *err)
{
    struct descriptor *file = state;
    ssize_t got;

    do
        got = read(file->fd, data, capacity);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        err_errno(err, EX_IOERR, "cannot read '%s'", file->name);
    else
        progress_page()->bytes += (uint64_t)got;
    return got;
}

static void descriptor_close(void *state)
{
    struct descriptor *file = state;

    close(file->fd);
    free(file->name);
    free(file);
}

struct bytes *bytes_descriptor(int fd, const char *name)
{
    static const struct bytes_kind kind = {descriptor_read, descriptor_close};
    struct descriptor *file = mem_alloc(sizeof *file);

    file->fd = fd;
    file->name = mem_text(name);
    return bytes_new(&kind, file, name);
}
