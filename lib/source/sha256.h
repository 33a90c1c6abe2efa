/* sha256.h - SHA-256 of a delivery's bytes, as they are read.
 *
 * libcrypto's low-level functions, which it calls deprecated: its other ones load providers and their
 * tables, 1.2 MiB in a process that may take 8. */
#ifndef ONTRACK_SOURCE_SHA256_H
#define ONTRACK_SOURCE_SHA256_H

#include <stddef.h>

enum { SHA256_HEX_SIZE = 65 };

struct sha256;

struct sha256 *sha256_new(void);
void sha256_add(struct sha256 *hash, const void *data, size_t length);
/* Once: the hash in hex, with a NUL. */
void sha256_hex(struct sha256 *hash, char hex[SHA256_HEX_SIZE]);
void sha256_free(struct sha256 *hash);

#endif
