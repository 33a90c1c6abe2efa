#include "privacy/quarantine.h"
#include "base/memory.h"
#include "base/out.h"
#include "privacy/quarantine_format.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct quarantine {
    char *path, *fresh;
    struct out out;
    crypto_secretstream_xchacha20poly1305_state state;
    unsigned char *sealed; /* the message at hand */
    size_t capacity;
    uint64_t lines;
};

const char *quarantine_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* The file's own key, sealed to the officer's, and with it the beginning of the stream. */
static int begin(struct quarantine *quarantine, const char *seal, struct err *err)
{
    unsigned char officer[QUARANTINE_KEY_SIZE], own[QUARANTINE_KEY_SIZE], box[QUARANTINE_BOX];
    unsigned char header[QUARANTINE_HEADER];

    if (quarantine_public(seal, officer, err))
        return err->code;
    crypto_secretstream_xchacha20poly1305_keygen(own);
    if (crypto_box_seal(box, own, sizeof own, officer) != 0)
        err_set(err, EX_CONFIG, "nothing can be sealed with the key in '%s'", seal);
    else
        crypto_secretstream_xchacha20poly1305_init_push(&quarantine->state, header, own);
    sodium_memzero(own, sizeof own);
    if (err->code)
        return err->code;
    out_bytes(&quarantine->out, QUARANTINE_MAGIC, sizeof QUARANTINE_MAGIC - 1);
    out_bytes(&quarantine->out, (const char *)box, sizeof box);
    out_bytes(&quarantine->out, (const char *)header, sizeof header);
    return 0;
}

static void release(struct quarantine *quarantine)
{
    free(quarantine->path);
    free(quarantine->fresh);
    free(quarantine->sealed);
    sodium_memzero(&quarantine->state, sizeof quarantine->state);
    free(quarantine);
}

struct quarantine *quarantine_create(const char *path, const char *seal, struct err *err)
{
    struct quarantine *quarantine = mem_alloc(sizeof *quarantine);
    int fd;

    if (sodium_init() < 0) {
        err_set(err, EX_OSERR, "the system gives no random numbers");
        free(quarantine);
        return NULL;
    }
    *quarantine = (struct quarantine){.path = mem_text(path),
        .fresh = mem_format(
            "%.*s.%s.new", (int)(quarantine_name(path) - path), path, quarantine_name(path))};
    unlink(quarantine->fresh); /* of a run that was killed */
    fd = open(quarantine->fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        err_errno(err, EX_CANTCREAT, "cannot create '%s'", path);
        release(quarantine);
        return NULL;
    }
    out_open(&quarantine->out, fd, quarantine->path);
    if (begin(quarantine, seal, err)) {
        quarantine_abandon(quarantine);
        return NULL;
    }
    return quarantine;
}

static void put(struct quarantine *quarantine, const char *line, size_t length, unsigned char tag)
{
    const char *name = quarantine->lines ? "" : quarantine_name(quarantine->path);
    size_t sealed = length + crypto_secretstream_xchacha20poly1305_ABYTES;
    const char size[4] = {
        (char)(sealed >> 24), (char)(sealed >> 16), (char)(sealed >> 8), (char)sealed};

    if (quarantine->capacity < sealed) {
        quarantine->sealed = mem_grow(quarantine->sealed, sealed, 1);
        quarantine->capacity = sealed;
    }
    crypto_secretstream_xchacha20poly1305_push(&quarantine->state, quarantine->sealed, NULL,
        (const unsigned char *)line, length, (const unsigned char *)name, strlen(name), tag);
    out_bytes(&quarantine->out, size, sizeof size);
    out_bytes(&quarantine->out, (const char *)quarantine->sealed, sealed);
    quarantine->lines++;
}

void quarantine_put(struct quarantine *quarantine, const char *line, size_t length)
{
    put(quarantine, line, length, 0);
}

/* On the disk under its own name, or not there. */
static int keep(struct quarantine *quarantine, struct err *err)
{
    put(quarantine, "", 0, crypto_secretstream_xchacha20poly1305_TAG_FINAL);
    if (out_flush(&quarantine->out, err) == 0 && fsync(quarantine->out.fd) != 0)
        err_errno(err, EX_IOERR, "cannot write to '%s'", quarantine->path);
    if (!err->code && out_close(&quarantine->out, err) == 0 &&
        rename(quarantine->fresh, quarantine->path) != 0)
        err_errno(err, EX_CANTCREAT, "cannot create '%s'", quarantine->path);
    return err->code;
}

int quarantine_finish(struct quarantine *quarantine, struct err *err)
{
    bool any = quarantine->lines > 1; /* the columns are no record */

    if (any && keep(quarantine, err) == 0) {
        release(quarantine);
        return 0;
    }
    if (!any && unlink(quarantine->path) != 0 && errno != ENOENT)
        err_errno(err, EX_CANTCREAT, "cannot remove '%s'", quarantine->path);
    quarantine_abandon(quarantine);
    return err->code;
}

void quarantine_abandon(struct quarantine *quarantine)
{
    struct err ignored = ERR_INIT;

    if (!quarantine)
        return;
    unlink(quarantine->fresh);
    if (quarantine->out.fd >= 0)
        out_close(&quarantine->out, &ignored);
    release(quarantine);
}
