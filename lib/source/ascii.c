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
#else
enum { BLOCK = 8 };

/* As above in one 64-bit word (the classic test for a zero byte). */
static int is_plain(const char *data)
{
    uint64_t word;

    memcpy(&word, data, sizeof word);
    return !((word | (word - UINT64_C(0x0101010101010101))) & UINT64_C(0x8080808080808080));
}
#endif

size_t ascii_prefix(const char *data, size_t length)
{
    size_t at = 0;

    while (length - at >= BLOCK && is_plain(data + at))
        at += BLOCK;
    return at;
}
