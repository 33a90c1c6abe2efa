#include "source/sha256.h"
#include "base/memory.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdlib.h>

struct sha256 {
    EVP_MD_CTX *context;
    bool failed;
};

void sha256_prepare(void)
{
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
}

static int failed(struct err *err)
{
    return err_set(err, EX_SOFTWARE, "libcrypto cannot compute SHA-256");
}

struct sha256 *sha256_new(struct err *err)
{
    struct sha256 *digest = mem_alloc(sizeof *digest);

    sha256_prepare();
    digest->context = EVP_MD_CTX_new();
    if (digest->context && EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL))
        return digest;
    failed(err);
    sha256_free(digest);
    return NULL;
}

void sha256_add(struct sha256 *digest, const void *data, size_t length)
{
    if (!EVP_DigestUpdate(digest->context, data, length))
        digest->failed = true;
}

int sha256_hex(struct sha256 *digest, char hex[SHA256_HEX_SIZE], struct err *err)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int size = 0;

    if (digest->failed || !EVP_DigestFinal_ex(digest->context, bytes, &size) ||
        size * 2 + 1 != SHA256_HEX_SIZE)
        return failed(err);
    for (unsigned int i = 0; i < size; i++) {
        hex[2 * i] = digits[bytes[i] >> 4];
        hex[2 * i + 1] = digits[bytes[i] & 15];
    }
    hex[2 * size] = '\0';
    return 0;
}

void sha256_free(struct sha256 *digest)
{
    if (!digest)
        return;
    EVP_MD_CTX_free(digest->context);
    free(digest);
}
