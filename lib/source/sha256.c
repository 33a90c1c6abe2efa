#define OPENSSL_SUPPRESS_DEPRECATED

#include "source/sha256.h"
#include "base/memory.h"

#include <openssl/sha.h>
#include <stdlib.h>

struct sha256 {
    SHA256_CTX context;
};

struct sha256 *sha256_new(void)
{
    struct sha256 *hash = mem_alloc(sizeof *hash);

    SHA256_Init(&hash->context);
    return hash;
}

void sha256_add(struct sha256 *hash, const void *data, size_t length)
{
    SHA256_Update(&hash->context, data, length);
}

void sha256_hex(struct sha256 *hash, char hex[SHA256_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[SHA256_DIGEST_LENGTH];

    SHA256_Final(bytes, &hash->context);
    for (size_t i = 0; i < sizeof bytes; i++) {
        hex[2 * i] = digits[bytes[i] >> 4];
        hex[2 * i + 1] = digits[bytes[i] & 15];
    }
    hex[2 * sizeof bytes] = '\0';
}

void sha256_free(struct sha256 *hash)
{
    free(hash);
}
