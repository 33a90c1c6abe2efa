/* csv_scan.h - finding the bytes of a CSV file that matter, 64 at a time: delimiters, quotes, line
 * breaks, and also what the stream would have to escape (control characters and the backslash), so
 * that a record without any can be copied as it is. */
#ifndef ONTRACK_SOURCE_CSV_SCAN_H
#define ONTRACK_SOURCE_CSV_SCAN_H

#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>

static inline uint64_t csv_scan_16(const char *data, char delimiter, char quote)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)data);
    __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
    __m128i found = _mm_or_si128(_mm_or_si128(control, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))),
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(delimiter)),
            _mm_cmpeq_epi8(bytes, _mm_set1_epi8(quote))));

    return (uint64_t)(unsigned int)_mm_movemask_epi8(found);
}

/* Bit i is set where data[i] matters. Reads 64 bytes. */
static inline uint64_t csv_scan(const char *data, char delimiter, char quote)
{
    return csv_scan_16(data, delimiter, quote) | csv_scan_16(data + 16, delimiter, quote) << 16 |
           csv_scan_16(data + 32, delimiter, quote) << 32 |
           csv_scan_16(data + 48, delimiter, quote) << 48;
}
#else
static inline uint64_t csv_scan(const char *data, char delimiter, char quote)
{
    uint64_t found = 0;

    for (unsigned int i = 0; i < 64; i++)
        found |= (uint64_t)((unsigned char)data[i] < 0x20 || data[i] == '\\' ||
                            data[i] == delimiter || data[i] == quote)
                 << i;
    return found;
}
#endif

#endif
