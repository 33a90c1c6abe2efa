/* hmac.h - HMAC-SHA-256 (RFC 2104, FIPS 198-1) with the key's two pads hashed once and kept, and
 * HKDF-SHA-256 (RFC 5869). Over libcrypto. */
#ifndef ONTRACK_PRIVACY_HMAC_H
#define ONTRACK_PRIVACY_HMAC_H

#include <stddef.h>
#include <stdint.h>

enum { HMAC_SIZE = 32, HMAC_BLOCK = 64 };

/* The state of SHA-256 after the key's inner and outer pad. As secret as the key. */
struct hmac_pads {
    uint32_t inner[8], outer[8];
} __attribute__((aligned(16)));

void hmac_prepare(struct hmac_pads *pads, const uint8_t *key, size_t length);
void hmac_digest(
    const struct hmac_pads *pads, const uint8_t *message, size_t length, uint8_t digest[HMAC_SIZE]);

struct octets {
    const uint8_t *data;
    size_t length;
};

/* Writes `length` bytes, at most 255 * HMAC_SIZE. */
void hkdf_sha256(
    struct octets secret, struct octets salt, struct octets info, uint8_t *output, size_t length);

void sha256(const void *data, size_t length, uint8_t digest[HMAC_SIZE]);

#endif
