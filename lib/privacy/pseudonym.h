/* pseudonym.h - what stands in the place of an identifier.
 *
 *     lv(x)      = the length of x in two bytes, the higher first, and x
 *     sub-key    = HKDF-SHA-256(key, salt "psn/v1", info lv(domain) lv(recipient) lv(type), 32)
 *     pseudonym  = the first 16 bytes of HMAC-SHA-256(sub-key, lv(normalised identifier))
 *
 * The recipient is `core`. The type is NHS, UPN or ULN, and for a provider's own identifiers
 * LOCAL:WITHIN (of a person) or RECORD:WITHIN (of a referral, a contact …), where WITHIN is the
 * provider: one provider's sheets join, two providers' numbers don't collide, and an identifier of
 * one type never meets one of another. */
#ifndef ONTRACK_PRIVACY_PSEUDONYM_H
#define ONTRACK_PRIVACY_PSEUDONYM_H

#include "privacy/digest.h"
#include "privacy/key.h"
#include "record/identifiers.h"

#include <stdbool.h>

#define PSEUDONYM_RECIPIENT "core"

enum {
    PSEUDONYM_DIGITS = 2 * DIGEST_SIZE,
    IDENTIFIER_MAXIMUM = 256, /* bytes of a normalised identifier; a longer text is none */
    MESSAGE_MAXIMUM = 2 + IDENTIFIER_MAXIMUM,
    WITHIN_MAXIMUM = 62 /* bytes of what a type may be within: a provider's code */
};

void pseudonym_subkey(const uint8_t key[KEY_SIZE], const char *domain, const char *recipient,
    struct octets type, uint8_t subkey[HMAC_SIZE]);

enum identity {
    IDENTITY_GOOD,
    IDENTITY_MISSING,  /* nothing but white space */
    IDENTITY_INVALID,  /* not an identifier of its kind: check digit, length, letters */
    IDENTITY_SENTINEL, /* stands for "not known": 9999999999 as a ULN. Hashed, it would make one
                          person of everybody who has it */
    IDENTITY_TEST      /* from a range kept for tests, and those are not allowed */
};

/* Normalises an identifier and writes what is hashed, lv(normalised), to `message` (which has
 * MESSAGE_MAXIMUM bytes); *length is 0 unless that is good.
 *   nhs, upn, uln   as record/identifiers.h does: case, spaces, hyphens, dots
 *   local, record   white space around it goes, all else is kept: only the provider knows whether
 *                   a12 and A12 are one person */
enum identity pseudonym_message(enum identifier kind, const char *data, size_t size,
    bool allow_tests, uint8_t *message, size_t *length);

/* The sub-keys of a key, made when they are first needed and kept, as pads, in locked memory. Those
 * of NHS, UPN and ULN stay; of LOCAL and RECORD a bounded number are kept at a time. */
struct keyring;

/* `key` must outlive the ring. NULL with EX_OSERR. */
struct keyring *keyring_open(const struct key *key, struct err *err);
void keyring_close(struct keyring *ring);

/* Whether the ring takes so many more types. Where it doesn't: use the pads that were given out, and
 * clear. An empty ring takes KEYRING_TYPES. */
enum { KEYRING_TYPES = 192 };
bool keyring_fits(const struct keyring *ring, size_t more);
void keyring_clear(struct keyring *ring);

/* The pads of a kind of identifier; `within` is empty for NHS, UPN and ULN, and 1 to WITHIN_MAXIMUM
 * bytes for the others. They stay where they are until keyring_clear(). The ring must have room. */
const struct hmac_pads *keyring_pads(
    struct keyring *ring, enum identifier kind, const char *within, size_t length);

#endif
