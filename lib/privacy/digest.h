/* digest.h - many HMAC-SHA-256 at once: Intel's Multi-Buffer Crypto (libipsec-mb) where the machine
 * is x86-64 and the library can serve it, libcrypto elsewhere. The two agree on every value. */
#ifndef ONTRACK_PRIVACY_DIGEST_H
#define ONTRACK_PRIVACY_DIGEST_H

#include "base/err.h"
#include "privacy/hmac.h"

enum { DIGEST_SIZE = 16 }; /* of the 32 bytes of an HMAC, the first 16 */

struct digest {
    const struct hmac_pads *pads;
    const uint8_t *message;
    size_t length;
    uint8_t value[DIGEST_SIZE]; /* filled by digester_run() */
};

enum digest_engine {
    DIGEST_BEST,     /* the fastest that the machine has */
    DIGEST_PORTABLE, /* libcrypto */
    DIGEST_MULTIPLE  /* libipsec-mb, or an error */
};

struct digester {
    enum digest_engine engine; /* the one in use */
    void *memory;              /* the library's own, as secret as the keys */
    size_t memory_size;
};

/* 0, EX_OSERR, or EX_UNAVAILABLE where the engine asked for is not to be had. */
int digester_open(struct digester *digester, enum digest_engine engine, struct err *err);
void digester_run(struct digester *digester, struct digest *digests, size_t count);
void digester_close(struct digester *digester);

#endif
