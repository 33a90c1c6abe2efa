/* quarantine.h - rejected records as they came, for one person's eyes: sealed to the data officer's public
 * key (libsodium), so that the machine that writes them can't read them.
 *
 * A file is made whole or not at all, mode 0600:
 *
 *     "ontrack-quarantine/1\n"
 *     a sealed box (crypto_box_seal) of a key that is drawn for this file alone: 80 bytes
 *     the header of a stream (crypto_secretstream_xchacha20poly1305) under that key: 24 bytes
 *     messages: length, four bytes, the highest first; that many bytes of the stream. The first is the
 *     stream's header of columns (record/stream.h), with the file's own name as additional data; then
 *     one for each record, as it was read; the last is empty, and tagged FINAL.
 *
 * So a million rejects cost one sealed box, memory stays flat, and a file that was cut short, changed,
 * put together from two, or renamed, is told from a whole one.
 *
 * Keys are a pair of files of three lines, "ontrack-quarantine-public/1" (or private), "key HEX" and
 * "check HEX": 32 bytes, and BLAKE2b of the lines before, 16 bytes. */
#ifndef ONTRACK_PRIVACY_QUARANTINE_H
#define ONTRACK_PRIVACY_QUARANTINE_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

enum { QUARANTINE_KEY_SIZE = 32 };

struct quarantine;

/* Begins a file at `path`, for the key in the file `seal`. NULL with EX_NOINPUT, EX_CONFIG (no public key),
 * EX_CANTCREAT or EX_OSERR in `err`. */
struct quarantine *quarantine_create(const char *path, const char *seal, struct err *err);
/* Adds a line: the columns, and then the records. A failure to write is kept until the end. */
void quarantine_put(struct quarantine *quarantine, const char *line, size_t length);
/* Ends it and frees. Where no record was put there is no file of the name, nor an earlier one. 0, EX_IOERR or
 * EX_CANTCREAT: then no file has been made. */
int quarantine_finish(struct quarantine *quarantine, struct err *err);
/* Leaves no file, and an earlier one of the name as it was. NULL is allowed. */
void quarantine_abandon(struct quarantine *quarantine);

/* Hands each line to `take`, the columns' first, once all of the file has been found sound. `key` is the
 * private key. 0; EX_NOPERM where it was sealed for another key, EX_DATAERR where it is not as it was
 * written: then nothing has been handed over; EX_NOINPUT, EX_IOERR. */
int quarantine_open(const char *path, const uint8_t key[QUARANTINE_KEY_SIZE],
    void (*take)(void *state, const char *line, size_t length), void *state, struct err *err);

/* The key in a file of either kind. 0; EX_NOINPUT, EX_CONFIG where it is damaged or of the other kind. The
 * private one must be a regular file, the user's or root's, closed to others: EX_NOPERM; `key` is then to
 * lie in memory of secret.h. */
int quarantine_public(const char *path, uint8_t key[QUARANTINE_KEY_SIZE], struct err *err);
int quarantine_private(const char *path, uint8_t key[QUARANTINE_KEY_SIZE], struct err *err);

/* Draws a pair of keys into NAME.public (0644) and NAME.private (0600). 0; EX_CANTCREAT where one of the
 * files is there already or can't be made, EX_IOERR, EX_OSERR. */
int quarantine_keys(const char *name, struct err *err);

#endif
