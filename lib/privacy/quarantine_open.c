#include "base/memory.h"
#include "privacy/quarantine_format.h"
#include "record/stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SEALED_MAXIMUM = STREAM_RECORD_MAXIMUM + crypto_secretstream_xchacha20poly1305_ABYTES };

struct reading {
    FILE *file;
    const char *path;
    const uint8_t *key;
    crypto_secretstream_xchacha20poly1305_state state;
    unsigned char *sealed, *line; /* the message at hand */
    size_t capacity;
};

static int damaged(const struct reading *reading, const char *why, struct err *err)
{
    if (ferror(reading->file))
        return err_errno(err, EX_IOERR, "cannot read '%s'", reading->path);
    err_set(err, EX_DATAERR, "'%s' is not as it was sealed: %s", reading->path, why);
    return err_hint(err, "nothing of it is shown; it must bear the name that it was written under");
}

static int begin(struct reading *reading, struct err *err)
{
    char magic[sizeof QUARANTINE_MAGIC - 1];
    unsigned char officer[QUARANTINE_KEY_SIZE], own[QUARANTINE_KEY_SIZE], box[QUARANTINE_BOX];
    unsigned char header[QUARANTINE_HEADER];
    int opened;

    rewind(reading->file);
    if (fread(magic, sizeof magic, 1, reading->file) != 1 ||
        memcmp(magic, QUARANTINE_MAGIC, sizeof magic) != 0)
        return damaged(reading, "it does not begin as a quarantine's file does", err);
    if (fread(box, sizeof box, 1, reading->file) != 1 ||
        fread(header, sizeof header, 1, reading->file) != 1)
        return damaged(reading, "it ends too soon", err);
    if (crypto_scalarmult_base(officer, reading->key) != 0)
        return err_set(err, EX_CONFIG, "the private key is none");
    opened = crypto_box_seal_open(own, box, sizeof box, officer, reading->key);
    if (opened == 0)
        opened = crypto_secretstream_xchacha20poly1305_init_pull(&reading->state, header, own);
    sodium_memzero(own, sizeof own);
    if (opened == 0)
        return 0;
    err_set(err, EX_NOPERM, "'%s' was not sealed for this key", reading->path);
    return err_hint(err, "it opens with the private key whose public one was in the configuration "
                         "when it was written, and then only if its beginning is whole");
}

static void make_room(struct reading *reading, size_t size)
{
    if (size <= reading->capacity)
        return;
    if (reading->line)
        sodium_memzero(reading->line, reading->capacity);
    free(reading->line);
    reading->sealed = mem_grow(reading->sealed, size, 1);
    reading->line = mem_alloc(size);
    reading->capacity = size;
}

/* One message; *last where it is the final one. */
static int next(
    struct reading *reading, const char *name, size_t *length, bool *last, struct err *err)
{
    unsigned char size[4], tag;
    unsigned long long opened;
    size_t sealed;

    if (fread(size, sizeof size, 1, reading->file) != 1)
        return damaged(reading, "it ends too soon", err);
    sealed = (size_t)size[0] << 24 | (size_t)size[1] << 16 | (size_t)size[2] << 8 | size[3];
    if (sealed < crypto_secretstream_xchacha20poly1305_ABYTES || sealed > SEALED_MAXIMUM)
        return damaged(reading, "a record of it has no length that a record can have", err);
    make_room(reading, sealed);
    if (fread(reading->sealed, sealed, 1, reading->file) != 1)
        return damaged(reading, "it ends too soon", err);
    if (crypto_secretstream_xchacha20poly1305_pull(&reading->state, reading->line, &opened, &tag,
            reading->sealed, sealed, (const unsigned char *)name, strlen(name)) != 0)
        return damaged(reading, "a record of it was changed, or its name", err);
    *length = (size_t)opened;
    *last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return 0;
}

/* All of it, once; `take` may be NULL. */
static int pass(struct reading *reading, void (*take)(void *state, const char *line, size_t length),
    void *state, struct err *err)
{
    const char *name = quarantine_name(reading->path);
    bool last = false;
    size_t length = 0;

    if (begin(reading, err))
        return err->code;
    while (!last) {
        if (next(reading, name, &length, &last, err))
            return err->code;
        name = "";
        if (take && !last)
            take(state, (const char *)reading->line, length);
    }
    return fgetc(reading->file) == EOF ? 0
                                       : damaged(reading, "something stands behind its end", err);
}

int quarantine_open(const char *path, const uint8_t key[QUARANTINE_KEY_SIZE],
    void (*take)(void *state, const char *line, size_t length), void *state, struct err *err)
{
    struct reading reading = {.path = path, .key = key, .file = fopen(path, "re")};

    if (!reading.file)
        return err_errno(err, EX_NOINPUT, "cannot read '%s'", path);
    if (sodium_init() < 0)
        err_set(err, EX_OSERR, "the system gives no random numbers");
    else if (pass(&reading, NULL, NULL, err) == 0)
        pass(&reading, take, state, err);
    fclose(reading.file);
    sodium_memzero(&reading.state, sizeof reading.state);
    if (reading.line)
        sodium_memzero(reading.line, reading.capacity);
    free(reading.line);
    free(reading.sealed);
    return err->code;
}
