/* bytes.h - where bytes come from: a file, an encrypted spool, a member of a zip; unpacked where
 * they turn out to be gzip. One is read from start to end, once; open it again for another pass. */
#ifndef ONTRACK_SOURCE_BYTES_H
#define ONTRACK_SOURCE_BYTES_H

#include "base/err.h"
#include "source/sha256.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* What a kind of source has to do. read: how many bytes it gave (1 or more), 0 at the end, or -1 with
 * `err` filled in. close frees the state. */
struct bytes_kind {
    ssize_t (*read)(void *state, char *data, size_t capacity, struct err *err);
    void (*close)(void *state);
};

struct bytes;

/* `name` is what messages call it (copied). */
struct bytes *bytes_new(const struct bytes_kind *kind, void *state, const char *name);
/* A descriptor, which bytes_close() closes. */
struct bytes *bytes_descriptor(int fd, const char *name);
/* What `inner` holds: itself, or what is in it where it begins as gzip does (every member of it; a
 * member cut short, bytes after the last one and what unpacks beyond `ratio` (ratio.h) are EX_DATAERR).
 * Takes `inner` over, also on failure, then NULL. */
struct bytes *bytes_unpack(struct bytes *inner, unsigned int ratio, struct err *err);

ssize_t bytes_read(struct bytes *bytes, char *data, size_t capacity, struct err *err);
const char *bytes_name(const struct bytes *bytes);
void bytes_close(struct bytes *bytes);

/* How many bytes of the delivery have been taken for what was read: of an unpacked one, packed ones. */
uint64_t bytes_taken(const struct bytes *bytes);
/* They are counted there (a kind that unpacks itself), and not where it is read. */
void bytes_count_by(struct bytes *bytes, const uint64_t *taken);

/* Also computes SHA-256 of what is read; of a packed one, of the packed bytes. To be called before the
 * first read. */
void bytes_digest_start(struct bytes *bytes);
/* Reads what is left and gives the hash in hex. 0 or an exit code. */
int bytes_digest(struct bytes *bytes, char hex[SHA256_HEX_SIZE], struct err *err);

#endif
