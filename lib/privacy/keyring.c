#include "base/json.h"
#include "privacy/pseudonym.h"
#include "privacy/secret.h"

#include <stdio.h>
#include <string.h>

/* With its slots the ring is under 40 KiB: room in the 64 KiB that an ordinary user may lock on a
 * cautious machine. A delivery has a handful of providers; where hundreds of records have more than
 * KEYRING_TYPES of them, each costs a derivation (a microsecond). */
enum { SLOTS = 256, FIXED = 3 };

struct slot {
    struct hmac_pads pads;
    uint8_t kind; /* IDENTIFIER_NONE: free */
    uint8_t length;
    char within[WITHIN_MAXIMUM];
};

struct keyring {
    const struct key *key;
    struct hmac_pads fixed[FIXED]; /* NHS, UPN, ULN */
    size_t used;
    struct slot *last[2]; /* of LOCAL and RECORD: records of one provider stand together */
    struct slot slots[SLOTS];
};

static const char *const types[] = {[IDENTIFIER_NHS] = "NHS",
    [IDENTIFIER_UPN] = "UPN",
    [IDENTIFIER_ULN] = "ULN",
    [IDENTIFIER_LOCAL] = "LOCAL:",
    [IDENTIFIER_RECORD] = "RECORD:"};

static void derive(const struct key *key, enum identifier kind, const char *within, size_t length,
    struct hmac_pads *pads)
{
    uint8_t type[sizeof "RECORD:" + WITHIN_MAXIMUM], subkey[HMAC_SIZE];
    size_t named = strlen(types[kind]);

    memcpy(type, types[kind], named);
    if (length)
        memcpy(type + named, within, length);
    pseudonym_subkey(key->bytes, key->domain, PSEUDONYM_RECIPIENT,
        (struct octets){type, named + length}, subkey);
    hmac_prepare(pads, subkey, sizeof subkey);
    explicit_bzero(subkey, sizeof subkey);
}

struct keyring *keyring_open(const struct key *key, struct err *err)
{
    struct keyring *ring = secret_alloc(sizeof *ring, SECRET_LOCKED, err);

    if (!ring)
        return NULL;
    ring->key = key;
    for (enum identifier kind = IDENTIFIER_NHS; kind <= IDENTIFIER_ULN; kind++)
        derive(key, kind, NULL, 0, &ring->fixed[kind - IDENTIFIER_NHS]);
    return ring;
}

void keyring_close(struct keyring *ring)
{
    secret_free(ring, sizeof *ring);
}

bool keyring_fits(const struct keyring *ring, size_t more)
{
    return ring->used + more <= KEYRING_TYPES;
}

void keyring_clear(struct keyring *ring)
{
    explicit_bzero(ring->slots, sizeof ring->slots);
    ring->last[0] = ring->last[1] = NULL;
    ring->used = 0;
}

static bool holds(const struct slot *slot, enum identifier kind, const char *within, size_t length)
{
    return slot->kind == kind && slot->length == length &&
           memcmp(slot->within, within, length) == 0;
}

/* The slot that holds the type, or a free one. */
static struct slot *look_up(
    struct keyring *ring, enum identifier kind, const char *within, size_t length)
{
    size_t at = (size_t)fingerprint(within, length) + kind;

    for (;; at++) {
        struct slot *slot = &ring->slots[at % SLOTS];

        if (slot->kind == IDENTIFIER_NONE || holds(slot, kind, within, length))
            return slot;
    }
}

const struct hmac_pads *keyring_pads(
    struct keyring *ring, enum identifier kind, const char *within, size_t length)
{
    struct slot **last, *slot;

    if (kind <= IDENTIFIER_ULN)
        return &ring->fixed[kind - IDENTIFIER_NHS];
    last = &ring->last[kind == IDENTIFIER_RECORD];
    if (*last && holds(*last, kind, within, length))
        return &(*last)->pads;
    slot = look_up(ring, kind, within, length);
    if (slot->kind == IDENTIFIER_NONE) {
        derive(ring->key, kind, within, length, &slot->pads);
        memcpy(slot->within, within, length);
        slot->length = (uint8_t)length;
        slot->kind = (uint8_t)kind;
        ring->used++;
    }
    *last = slot;
    return &slot->pads;
}
