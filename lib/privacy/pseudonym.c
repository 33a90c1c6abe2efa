#include "privacy/pseudonym.h"

#include <string.h>

/* The info of HKDF: at most three texts of their lengths. */
enum { INFO_MAXIMUM = 3 * (2 + 128) };

static size_t add_text(uint8_t *to, size_t at, const void *data, size_t length)
{
    to[at] = (uint8_t)(length >> 8);
    to[at + 1] = (uint8_t)length;
    memcpy(to + at + 2, data, length);
    return at + 2 + length;
}

void pseudonym_subkey(const uint8_t key[KEY_SIZE], const char *domain, const char *recipient,
    struct octets type, uint8_t subkey[HMAC_SIZE])
{
    static const uint8_t salt[] = {'p', 's', 'n', '/', 'v', '1'};
    uint8_t info[INFO_MAXIMUM];
    size_t length = add_text(info, 0, domain, strlen(domain));

    length = add_text(info, length, recipient, strlen(recipient));
    length = add_text(info, length, type.data, type.length);
    hkdf_sha256((struct octets){key, KEY_SIZE}, (struct octets){salt, sizeof salt},
        (struct octets){info, length}, subkey, HMAC_SIZE);
}

static bool white(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* White space of ASCII, and U+00A0, which spreadsheets leave behind. */
static void trim(const char **data, size_t *size)
{
    const char *from = *data, *end = from + *size;

    for (;;) {
        if (from < end && white((unsigned char)*from))
            from++;
        else if (end - from >= 2 && memcmp(from, "\xc2\xa0", 2) == 0)
            from += 2;
        else if (from < end && white((unsigned char)end[-1]))
            end--;
        else if (end - from >= 2 && memcmp(end - 2, "\xc2\xa0", 2) == 0)
            end -= 2;
        else
            break;
    }
    *data = from;
    *size = (size_t)(end - from);
}

static enum identity judge(enum verdict verdict, bool allow_tests)
{
    switch (verdict) {
    case VERDICT_VALID:
        return IDENTITY_GOOD;
    case VERDICT_SENTINEL:
        return IDENTITY_SENTINEL;
    case VERDICT_TEST_RANGE:
        return allow_tests ? IDENTITY_GOOD : IDENTITY_TEST;
    case VERDICT_INVALID:
        break;
    }
    return IDENTITY_INVALID;
}

enum identity pseudonym_message(enum identifier kind, const char *data, size_t size,
    bool allow_tests, uint8_t *message, size_t *length)
{
    struct normal normal;
    enum identity identity;

    *length = 0;
    trim(&data, &size);
    if (size == 0)
        return IDENTITY_MISSING;
    if (kind == IDENTIFIER_LOCAL || kind == IDENTIFIER_RECORD) {
        if (size > IDENTIFIER_MAXIMUM)
            return IDENTITY_INVALID;
        *length = add_text(message, 0, data, size);
        return IDENTITY_GOOD;
    }
    identity = judge(identifier_check(kind, data, size, &normal), allow_tests);
    if (identity == IDENTITY_GOOD)
        *length = add_text(message, 0, normal.data, normal.length);
    return identity;
}
