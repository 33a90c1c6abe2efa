#include "privacy/hex.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

#ifdef __SSE2__
static __m128i digits(__m128i nibbles)
{
    __m128i letters = _mm_cmpgt_epi8(nibbles, _mm_set1_epi8(9));

    return _mm_add_epi8(_mm_add_epi8(nibbles, _mm_set1_epi8('0')),
        _mm_and_si128(letters, _mm_set1_epi8('a' - '0' - 10)));
}

void hex_print_16(const uint8_t bytes[16], char text[32])
{
    const __m128i low = _mm_set1_epi8(15);
    __m128i all = _mm_loadu_si128((const __m128i *)(const void *)bytes);
    __m128i first = digits(_mm_and_si128(_mm_srli_epi16(all, 4), low));
    __m128i second = digits(_mm_and_si128(all, low));

    _mm_storeu_si128((__m128i *)(void *)text, _mm_unpacklo_epi8(first, second));
    _mm_storeu_si128((__m128i *)(void *)(text + 16), _mm_unpackhi_epi8(first, second));
}
#else
void hex_print_16(const uint8_t bytes[16], char text[32])
{
    hex_print(bytes, 16, text);
}
#endif

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
