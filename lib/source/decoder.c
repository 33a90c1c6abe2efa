#include "source/decoder.h"
#include "base/memory.h"
#include "source/ascii.h"
#include "source/decoder_parts.h"

#include <stdlib.h>
#include <string.h>

void decoder_open(struct decoder *decoder, struct bytes *bytes, enum source_encoding encoding)
{
    *decoder = (struct decoder){.bytes = bytes, .encoding = encoding};
    if (encoding != ENCODING_UTF8)
        decoder->raw = mem_alloc(DECODER_RAW);
}

void decoder_close(struct decoder *decoder)
{
    free(decoder->raw);
    decoder->raw = NULL;
}

static void start_sequence(struct decoder *decoder, unsigned char c, size_t at)
{
    decoder->lead = c;
    decoder->lead_offset = decoder->offset + at;
    decoder->low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
    decoder->high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
    decoder->left = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
}

size_t decoder_check_utf8(struct decoder *decoder, const char *data, size_t length)
{
    size_t at = 0;

    while (at < length) {
        unsigned char c = (unsigned char)data[at];

        if (decoder->left) {
            if (c < decoder->low || c > decoder->high)
                return at;
            decoder->low = 0x80;
            decoder->high = 0xbf;
            decoder->left--;
        } else if (c >= 0xc2 && c <= 0xf4) {
            start_sequence(decoder, c, at);
        } else if (!c || c >= 0x80) {
            return at;
        } else {
            size_t plain = ascii_prefix(data + at, length - at);

            at += plain ? plain - 1 : 0;
        }
        at++;
    }
    return at;
}

size_t decoder_put(char *to, unsigned int point)
{
    size_t length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;

    for (size_t i = length - 1; i; i--, point >>= 6)
        to[i] = (char)(0x80 | (point & 0x3f));
    to[0] = (char)((length == 2 ? 0xc0 : length == 3 ? 0xe0 : 0xf0) | point);
    return length;
}

static void keep_first(struct decoder *decoder, const char *data, size_t length)
{
    while (decoder->first_count < sizeof decoder->first && length--)
        decoder->first[decoder->first_count++] = *data++;
}

ssize_t decoder_read_raw(
    struct decoder *decoder, char *data, size_t capacity, size_t least, struct err *err)
{
    size_t length = 0;
    bool first = decoder->first_count == 0;

    if (!first)
        least = 1;
    while (length < least) {
        ssize_t got = bytes_read(decoder->bytes, data + length, capacity - length, err);

        if (got < 0)
            return got;
        if (got == 0)
            break;
        length += (size_t)got;
    }
    if (first)
        keep_first(decoder, data, length);
    return (ssize_t)length;
}

/* The first read is of four bytes at least, so that a byte order mark is seen whole. */
static ssize_t read_utf8(struct decoder *decoder, char *data, size_t capacity, struct err *err)
{
    ssize_t got = decoder_read_raw(decoder, data, capacity, sizeof decoder->first, err);
    size_t good;

    if (got < 0)
        return got;
    good = decoder_check_utf8(decoder, data, (size_t)got);
    if (decoder->left && (got == 0 || good < (size_t)got))
        decoder_refuse(decoder, decoder->lead, decoder->lead_offset);
    else if (good < (size_t)got)
        decoder_refuse(decoder, (unsigned char)data[good], decoder->offset + good);
    decoder->offset += good;
    return (ssize_t)good;
}

static ssize_t drop_mark(char *data, ssize_t got)
{
    if (got < 3 || memcmp(data, "\xef\xbb\xbf", 3) != 0)
        return got;
    memmove(data, data + 3, (size_t)got - 3);
    return got - 3;
}

static ssize_t read_some(struct decoder *decoder, char *data, size_t capacity, struct err *err)
{
    bool first = decoder->offset == 0;
    ssize_t got;

    switch (decoder->encoding) {
    case ENCODING_UTF8:
        got = read_utf8(decoder, data, capacity, err);
        return got > 0 && first ? drop_mark(data, got) : got;
    case ENCODING_UTF16LE:
    case ENCODING_UTF16BE:
        return decoder_read_wide(decoder, data, capacity, err);
    case ENCODING_WINDOWS_1252:
    case ENCODING_ISO_8859_15:
        break;
    }
    return decoder_read_single(decoder, data, capacity, err);
}

ssize_t decoder_read(struct decoder *decoder, char *data, size_t capacity, struct err *err)
{
    ssize_t got = decoder->failed ? 0 : read_some(decoder, data, capacity, err);

    if (got == 0 && decoder->failed) {
        *err = decoder->err;
        return -1;
    }
    return got;
}

void decoder_line(struct err *err, uint64_t line)
{
    err_detail(err, "on line %llu", (unsigned long long)line);
}
