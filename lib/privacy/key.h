/* key.h - key files: where the secret behind every pseudonym is kept.
 *
 * A directory holds one file a key, DOMAIN.ID.key, of exactly these lines:
 *
 *     psnkey/1
 *     kid ID               eight hex digits
 *     domain DOMAIN        a-z 0-9 - _, 1 to 32 of them
 *     created YYYY-MM-DDTHH:MM:SSZ
 *     status active        or read, or retired
 *     key HEX              32 bytes as 64 hex digits
 *     check HEX            SHA-256 of all the lines above
 *
 * A file is refused (EX_NOPERM) unless it is a regular file under one name, owned by root or by who
 * runs the program, and closed to group and others; the directory must not be writable by them. It
 * is refused (EX_CONFIG) where it is damaged, or its key is one that was plainly not drawn at
 * random. Of a domain's keys exactly one must be active. */
#ifndef ONTRACK_PRIVACY_KEY_H
#define ONTRACK_PRIVACY_KEY_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { KEY_SIZE = 32, KEY_ID_LENGTH = 8, KEY_DOMAIN_MAXIMUM = 32, KEY_FILE_MAXIMUM = 512 };

enum key_status { KEY_ACTIVE, KEY_READ, KEY_RETIRED };

struct key {
    char id[KEY_ID_LENGTH + 1];
    char domain[KEY_DOMAIN_MAXIMUM + 1];
    enum key_status status;
    uint8_t bytes[KEY_SIZE];
};

/* The domain's active key, in locked memory; to be given back with key_close(), which wipes it.
 * NULL with EX_NOINPUT (no such directory), EX_NOPERM, EX_CONFIG or EX_OSERR in `err`. */
struct key *key_open(const char *directory, const char *domain, struct err *err);
void key_close(struct key *key);

/* Looks for the domain's active key, with all the same checks; `key` is the caller's, in locked
 * memory. Where there is none, 0 and *found = false. */
int key_find(
    const char *directory, const char *domain, struct key *key, bool *found, struct err *err);

/* The id of the domain's active key, after all the checks of key_open(). 0 or an exit code. */
int key_active(
    const char *directory, const char *domain, char id[KEY_ID_LENGTH + 1], struct err *err);

/* Makes a key from the system's random numbers and writes its file, whole or not at all. The
 * directory is made (0700) where it is missing. Refuses (EX_CANTCREAT) where the domain has an
 * active key. */
int key_create(
    const char *directory, const char *domain, char id[KEY_ID_LENGTH + 1], struct err *err);

/* Whether the bytes can't have come from a random source: few different values, a fixed step from
 * one to the next (the documented test key 00 01 02 …, all zeroes), or typed text. */
bool key_weak(const uint8_t bytes[KEY_SIZE]);

bool key_domain_valid(const char *domain);

#endif
