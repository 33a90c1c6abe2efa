/* libcrypto's newer interface (EVP) has no way to take the state of a digest out as bytes, which is
 * what the saved pads are, and costs six times as much for a message this short. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "privacy/hmac.h"

#include <openssl/sha.h>
#include <string.h>

static void hash_pad(uint32_t state[8], const uint8_t key[HMAC_BLOCK], uint8_t with)
{
    uint8_t pad[HMAC_BLOCK];
    SHA256_CTX context;

    for (size_t i = 0; i < sizeof pad; i++)
        pad[i] = key[i] ^ with;
    SHA256_Init(&context);
    SHA256_Update(&context, pad, sizeof pad);
    memcpy(state, context.h, sizeof context.h);
    explicit_bzero(pad, sizeof pad);
    explicit_bzero(&context, sizeof context);
}

void hmac_prepare(struct hmac_pads *pads, const uint8_t *key, size_t length)
{
    uint8_t block[HMAC_BLOCK] = {0};

    if (length > sizeof block)
        sha256(key, length, block);
    else if (length)
        memcpy(block, key, length);
    hash_pad(pads->inner, block, 0x36);
    hash_pad(pads->outer, block, 0x5c);
    explicit_bzero(block, sizeof block);
}

/* A context as it is after one block has been hashed to `state`. */
static void resume(SHA256_CTX *context, const uint32_t state[8])
{
    SHA256_Init(context);
    memcpy(context->h, state, sizeof context->h);
    context->Nl = HMAC_BLOCK * 8;
}

void hmac_digest(
    const struct hmac_pads *pads, const uint8_t *message, size_t length, uint8_t digest[HMAC_SIZE])
{
    SHA256_CTX context;

    resume(&context, pads->inner);
    SHA256_Update(&context, message, length);
    SHA256_Final(digest, &context);
    resume(&context, pads->outer);
    SHA256_Update(&context, digest, HMAC_SIZE);
    SHA256_Final(digest, &context);
    explicit_bzero(&context, sizeof context);
}

/* T(n) = HMAC(PRK, T(n-1) | info | n), with T(0) empty. */
static void expand(
    const struct hmac_pads *prk, struct octets info, uint8_t number, uint8_t block[HMAC_SIZE])
{
    SHA256_CTX context;

    resume(&context, prk->inner);
    if (number > 1)
        SHA256_Update(&context, block, HMAC_SIZE);
    SHA256_Update(&context, info.data, info.length);
    SHA256_Update(&context, &number, 1);
    SHA256_Final(block, &context);
    resume(&context, prk->outer);
    SHA256_Update(&context, block, HMAC_SIZE);
    SHA256_Final(block, &context);
    explicit_bzero(&context, sizeof context);
}

void hkdf_sha256(
    struct octets secret, struct octets salt, struct octets info, uint8_t *output, size_t length)
{
    struct hmac_pads pads;
    uint8_t block[HMAC_SIZE];

    hmac_prepare(&pads, salt.data, salt.length);
    hmac_digest(&pads, secret.data, secret.length, block);
    hmac_prepare(&pads, block, sizeof block);
    for (uint8_t number = 1; length; number++) {
        size_t part = length < sizeof block ? length : sizeof block;

        expand(&pads, info, number, block);
        memcpy(output, block, part);
        output += part;
        length -= part;
    }
    explicit_bzero(&pads, sizeof pads);
    explicit_bzero(block, sizeof block);
}

void sha256(const void *data, size_t length, uint8_t digest[HMAC_SIZE])
{
    SHA256_CTX context;

    SHA256_Init(&context);
    SHA256_Update(&context, data, length);
    SHA256_Final(digest, &context);
    explicit_bzero(&context, sizeof context);
}
