/* sha256.h - SHA-256 of a delivery's bytes. */
#ifndef ONTRACK_SOURCE_SHA256_H
#define ONTRACK_SOURCE_SHA256_H

#include "base/err.h"

#include <stddef.h>

enum { SHA256_HEX_SIZE = 65 };

struct sha256; /* of libcrypto */

/* libcrypto without the machine's openssl.cnf: we ask for two algorithms by name, and what the file may
 * say of others costs half a MiB. To be called before any other use of libcrypto. */
void sha256_prepare(void);

/* NULL with EX_SOFTWARE. */
struct sha256 *sha256_new(struct err *err);
/* A failure is kept until sha256_hex(). */
void sha256_add(struct sha256 *digest, const void *data, size_t length);
/* Once. 0 or EX_SOFTWARE. */
int sha256_hex(struct sha256 *digest, char hex[SHA256_HEX_SIZE], struct err *err);
void sha256_free(struct sha256 *digest);

#endif
