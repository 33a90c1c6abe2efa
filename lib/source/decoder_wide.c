/* UTF-16, of either byte order. */
#include "source/ascii.h"
#include "source/decoder_parts.h"

#include <string.h>

enum { UNIT = 2, PAIR = 4 };

static inline unsigned int unit_at(const char *data, bool big)
{
    unsigned int first = (unsigned char)data[0], second = (unsigned char)data[1];

    return big ? first << 8 | second : second << 8 | first;
}

static bool has_ascii(const char *data, size_t length, bool big)
{
    for (size_t at = 0; at + UNIT <= length; at += UNIT) {
        unsigned int unit = unit_at(data + at, big);

        if (unit && unit < 0x80)
            return true;
    }
    return false;
}

/* Any even number of bytes is some text in utf-16: what was written otherwise comes out as characters
 * of China and Korea, and no byte of it would be wrong. */
static void check_sample(struct decoder *decoder, size_t length)
{
    bool big = decoder->encoding == ENCODING_UTF16BE;
    struct decoder probe = {.left = 0};
    const char *other;

    if (length > DECODER_SAMPLE)
        length = DECODER_SAMPLE;
    if (length < UNIT || has_ascii(decoder->raw, length, big))
        return;
    if (has_ascii(decoder->raw, length, !big))
        other = big ? "utf-16le" : "utf-16be";
    else if (decoder_check_utf8(&probe, decoder->raw, length) == length)
        other = "utf-8";
    else
        other = "windows-1252";
    decoder_refuse_whole(decoder, other, "has no ASCII character in its first kilobyte");
}

/* Looks at the file's beginning: how many bytes of it are a byte order mark. */
static size_t begin(struct decoder *decoder, size_t length)
{
    bool big = decoder->encoding == ENCODING_UTF16BE;

    decoder_refuse_mark(decoder);
    if (decoder->failed)
        return 0;
    if (length >= UNIT && unit_at(decoder->raw, big) == 0xfeff)
        return UNIT;
    check_sample(decoder, length);
    return 0;
}

/* The code point at raw[at] and the bytes that it takes: 0 where more are needed to tell. */
static size_t take_point(struct decoder *decoder, size_t at, size_t length, unsigned int *point)
{
    bool big = decoder->encoding == ENCODING_UTF16BE;
    const char *raw = decoder->raw + at;
    unsigned int low;

    if (length - at < UNIT)
        return 0;
    *point = unit_at(raw, big);
    if (*point < 0xd800 || *point > 0xdfff)
        return UNIT;
    if (*point < 0xdc00 && length - at < PAIR)
        return 0;
    low = *point < 0xdc00 ? unit_at(raw + UNIT, big) : 0;
    if (low >= 0xdc00 && low <= 0xdfff)
        *point = 0x10000 + ((*point - 0xd800) << 10 | (low - 0xdc00));
    else
        decoder_refuse_unit(decoder, UNIT_HALF_PAIR, decoder->offset + at);
    return PAIR;
}

/* Translates raw[at..length); what is not whole yet is held. Returns how many bytes it wrote, and stops
 * with decoder->failed. */
static size_t translate(struct decoder *decoder, size_t at, size_t length, char *to)
{
    bool big = decoder->encoding == ENCODING_UTF16BE;
    char *start = to;

    for (;;) {
        size_t plain = ascii_narrow(decoder->raw + at, (length - at) / UNIT, big, to);
        unsigned int point = 0;
        size_t size;

        to += plain;
        at += plain * UNIT;
        size = take_point(decoder, at, length, &point);
        if (size && !point)
            decoder_refuse_unit(decoder, UNIT_NUL, decoder->offset + at);
        if (!size || decoder->failed)
            break;
        if (point < 0x80)
            *to++ = (char)point;
        else
            to += decoder_put(to, point);
        at += size;
    }
    decoder->offset += at;
    decoder->held = length - at;
    if (!decoder->failed)
        memmove(decoder->raw, decoder->raw + at, decoder->held);
    return (size_t)(to - start);
}

/* Half a character at the end of the file. */
static void end(struct decoder *decoder)
{
    if (decoder->held)
        decoder_refuse_unit(
            decoder, decoder->held == UNIT ? UNIT_HALF_PAIR : UNIT_HALF_CHARACTER, decoder->offset);
}

ssize_t decoder_read_wide(struct decoder *decoder, char *data, size_t capacity, struct err *err)
{
    size_t room = capacity / DECODER_WIDEST * UNIT, written = 0;

    if (room > DECODER_RAW)
        room = DECODER_RAW;
    while (!written && !decoder->failed) {
        bool first = decoder->first_count == 0;
        ssize_t got = decoder_read_raw(
            decoder, decoder->raw + decoder->held, room - decoder->held, DECODER_SAMPLE, err);
        size_t mark;

        if (got < 0)
            return got;
        if (got == 0) {
            end(decoder);
            break;
        }
        mark = first ? begin(decoder, (size_t)got) : 0;
        if (!decoder->failed)
            written = translate(decoder, mark, decoder->held + (size_t)got, data);
    }
    return (ssize_t)written;
}
