#include "privacy/hex.h"

/* A sum and no table: which digits a key has must not show in what the cache holds. Nine is the
 * last that is a digit; a letter is 'a' - '0' - 10 = 39 further on. */
static char digit(unsigned nibble)
{
    return (char)('0' + nibble + (((9u - nibble) >> 8) & 39u));
}

void hex_print(const uint8_t *bytes, size_t count, char *text)
{
    for (size_t i = 0; i < count; i++) {
        text[2 * i] = digit(bytes[i] >> 4);
        text[2 * i + 1] = digit(bytes[i] & 15u);
    }
}

static int nibble_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

bool hex_parse(const char *text, size_t count, uint8_t *bytes)
{
    for (size_t i = 0; i < count; i++) {
        int high = nibble_of(text[2 * i]), low = high < 0 ? -1 : nibble_of(text[2 * i + 1]);

        if (low < 0)
            return false;
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}
