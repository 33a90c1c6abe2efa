#include "source/ascii.h"

#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>

enum { BLOCK = 64 };

/* The block's smallest byte tells a NUL, the highest bits of all of them a byte above 7f. */
static int is_plain(const char *data)
{
    const __m128i *block = (const __m128i *)data;
    __m128i a = _mm_loadu_si128(block), b = _mm_loadu_si128(block + 1);
    __m128i c = _mm_loadu_si128(block + 2), d = _mm_loadu_si128(block + 3);
    __m128i all = _mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, d));
    __m128i least = _mm_min_epu8(_mm_min_epu8(a, b), _mm_min_epu8(c, d));

    return !(
        _mm_movemask_epi8(all) | _mm_movemask_epi8(_mm_cmpeq_epi8(least, _mm_setzero_si128())));
}

size_t ascii_narrow(const char *data, size_t units, bool big, char *to)
{
    const __m128i zero = _mm_setzero_si128(), rest = _mm_set1_epi16((short)0xff80);
    size_t at = 0;

    for (; units - at >= 8; at += 8) {
        __m128i block = _mm_loadu_si128((const __m128i *)(data + 2 * at)), odd;

        if (big)
            block = _mm_or_si128(_mm_slli_epi16(block, 8), _mm_srli_epi16(block, 8));
        odd = _mm_or_si128(_mm_cmpeq_epi16(block, zero),
            _mm_xor_si128(_mm_cmpeq_epi16(_mm_and_si128(block, rest), zero), _mm_set1_epi8(-1)));
        if (_mm_movemask_epi8(odd))
            break;
        _mm_storel_epi64((__m128i *)(to + at), _mm_packus_epi16(block, zero));
    }
    return at;
}
#else
enum { BLOCK = 8 };

/* As above in one 64-bit word (the classic test for a zero byte). */
static int is_plain(const char *data)
{
    uint64_t word;

    memcpy(&word, data, sizeof word);
    return !((word | (word - UINT64_C(0x0101010101010101))) & UINT64_C(0x8080808080808080));
}

size_t ascii_narrow(const char *data, size_t units, bool big, char *to)
{
    size_t at = 0;

    for (; at < units && !data[2 * at + !big] && data[2 * at + big] > 0; at++)
        to[at] = data[2 * at + big];
    return at;
}
#endif

size_t ascii_prefix(const char *data, size_t length)
{
    size_t at = 0;

    while (length - at >= BLOCK && is_plain(data + at))
        at += BLOCK;
    return at;
}
