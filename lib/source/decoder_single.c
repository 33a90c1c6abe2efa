/* Encodings of a byte a character: windows-1252 and iso-8859-15. */
#include "source/ascii.h"
#include "source/decoder_parts.h"

#include <string.h>

/* Code points of the bytes 80 to 9f of windows-1252; 0: none (WHATWG Encoding, index-windows-1252,
 * without its five C1 controls: Microsoft's own table leaves those bytes undefined). */
static const uint16_t windows_1252[32] = {0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178};

unsigned int decoder_windows_1252(unsigned char c)
{
    return c < 0xa0 ? windows_1252[c - 0x80] : c;
}

/* Latin-1 but for eight bytes (ISO/IEC 8859-15:1999); its C1 controls stand in no table. */
unsigned int decoder_iso_8859_15(unsigned char c)
{
    switch (c) {
    case 0xa4:
        return 0x20ac;
    case 0xa6:
        return 0x0160;
    case 0xa8:
        return 0x0161;
    case 0xb4:
        return 0x017d;
    case 0xb8:
        return 0x017e;
    case 0xbc:
        return 0x0152;
    case 0xbd:
        return 0x0153;
    case 0xbe:
        return 0x0178;
    default:
        return c < 0xa0 ? 0 : c;
    }
}

/* Whether all accents could be UTF-8 is followed with the checker's state: a file whose every
 * accented character is well-formed UTF-8 was declared wrongly. */
static void follow_utf8(struct decoder *decoder, unsigned char c)
{
    char byte = (char)c;

    if (c >= 0x80)
        decoder->accents = true;
    if (!decoder->foreign && !decoder_check_utf8(decoder, &byte, 1)) {
        decoder->foreign = true;
        decoder->left = 0;
    }
}

static unsigned int point_of(const struct decoder *decoder, unsigned char c)
{
    if (c < 0x80)
        return c;
    return decoder->encoding == ENCODING_WINDOWS_1252 ? decoder_windows_1252(c)
                                                      : decoder_iso_8859_15(c);
}

/* Translates raw bytes; returns how many bytes it wrote. Stops with decoder->failed. */
static size_t translate(struct decoder *decoder, size_t length, char *to)
{
    char *start = to;
    size_t at = 0;

    while (at < length) {
        size_t plain = decoder->left ? 0 : ascii_prefix(decoder->raw + at, length - at);
        unsigned char c;
        unsigned int point;

        memcpy(to, decoder->raw + at, plain);
        to += plain;
        at += plain;
        if (at == length)
            break;
        c = (unsigned char)decoder->raw[at];
        follow_utf8(decoder, c);
        point = point_of(decoder, c);
        if (!point) {
            decoder_refuse(decoder, c, decoder->offset + at);
            break;
        }
        if (c < 0x80)
            *to++ = (char)c;
        else
            to += decoder_put(to, point);
        at++;
    }
    decoder->offset += at;
    return (size_t)(to - start);
}

ssize_t decoder_read_single(struct decoder *decoder, char *data, size_t capacity, struct err *err)
{
    size_t room = capacity / DECODER_WIDEST < DECODER_RAW ? capacity / DECODER_WIDEST : DECODER_RAW;
    bool first = decoder->offset == 0;
    ssize_t got = decoder_read_raw(decoder, decoder->raw, room, sizeof decoder->first, err);

    if (got < 0)
        return got;
    if (first)
        decoder_refuse_mark(decoder);
    if (got == 0 && decoder->accents && !decoder->foreign && !decoder->left)
        decoder_refuse_whole(decoder, "utf-8", "is utf-8: every accent in it is a utf-8 sequence");
    return decoder->failed ? 0 : (ssize_t)translate(decoder, (size_t)got, data);
}
