/* spool.h - a delivery on disk, encrypted: AES-256-GCM in chunks of 64 KiB that can be read in any
 * order, under a key that only this run holds.
 *
 * The file: "ONTRACK-SPOOL-1\n" and 32 random bytes, which are the salt of HKDF-SHA-256 from the run's
 * key to the file's own; then the chunks, each of 65536 bytes (the last: of 0 to 65536) and its tag of
 * 16. The nonce is the chunk's number (8 bytes, big-endian), three zeros and 1 for the last chunk, else
 * 0: a chunk that was changed, moved, left out or cut off does not open (the STREAM construction,
 * Hoang, Reyhanitabar, Rogaway and Vizar 2015). */
#ifndef ONTRACK_SOURCE_SPOOL_H
#define ONTRACK_SOURCE_SPOOL_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { SPOOL_KEY_SIZE = 32, SPOOL_CHUNK = 64 * 1024 };

struct spool;

/* Both take the descriptor over, also on failure (then NULL). `name` is for messages, copied. */
struct spool *spool_create(
    int fd, const char *name, const unsigned char key[SPOOL_KEY_SIZE], struct err *err);
struct spool *spool_open(
    int fd, const char *name, const unsigned char key[SPOOL_KEY_SIZE], struct err *err);

/* 0, or EX_IOERR / EX_SOFTWARE. spool_finish() writes what is left and syncs. */
int spool_write(struct spool *spool, const char *data, size_t length, struct err *err);
int spool_finish(struct spool *spool, struct err *err);
/* Starts again with nothing in it, under another key of the file's own. */
int spool_rewind(struct spool *spool, struct err *err);

uint64_t spool_size(const struct spool *spool); /* of what is in it */
/* As pread(): -1 with EX_DATAERR where a chunk does not open. */
ssize_t spool_read_at(
    struct spool *spool, char *data, size_t length, uint64_t offset, struct err *err);
void spool_close(struct spool *spool);

/* Reads the key from a descriptor and closes it. 0 or EX_NOINPUT. */
int spool_key(int fd, unsigned char key[SPOOL_KEY_SIZE], struct err *err);

#endif
