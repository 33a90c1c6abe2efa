#include "source/decoder.h"
#include "base/memory.h"
#include "source/ascii.h"

#include <stdlib.h>
#include <string.h>

enum { RAW = 64 * 1024, WIDEST = 3 };

/* Code points of the bytes 80 to 9f of windows-1252; 0: none (WHATWG Encoding, index-windows-1252,
 * without its five C1 controls: Microsoft's own table leaves those bytes undefined). */
static const uint16_t windows_1252[32] = {0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178};

void decoder_open(struct decoder *decoder, struct bytes *bytes, enum source_encoding encoding)
{
    *decoder = (struct decoder){.bytes = bytes, .encoding = encoding};
    if (encoding == ENCODING_WINDOWS_1252)
        decoder->raw = mem_alloc(RAW);
}

void decoder_close(struct decoder *decoder)
{
    free(decoder->raw);
    decoder->raw = NULL;
}

static const char *likely(const struct decoder *decoder, unsigned char c)
{
    const char *first = decoder->first;
    bool undefined = c >= 0x80 && c < 0xa0 && !windows_1252[c - 0x80];

    if (decoder->first_count >= 2 &&
        (memcmp(first, "\xff\xfe", 2) == 0 || memcmp(first, "\xfe\xff", 2) == 0 || !first[0] ||
            !first[1]))
        return "utf-16";
    if (!c)
        return NULL;
    if (decoder->encoding == ENCODING_WINDOWS_1252)
        return "utf-8";
    return undefined ? NULL : "windows-1252";
}

/* The error for the byte `c` at `offset`, which is kept until the bytes before it have been given. */
static void refuse(struct decoder *decoder, unsigned char c, uint64_t offset)
{
    static const char *const names[] = {"utf-8", "windows-1252"};
    const char *other = likely(decoder, c);
    struct err *err = &decoder->err;

    decoder->failed = true;
    if (c)
        err_set(err, EX_DATAERR, "'%s' is not %s at byte %llu", bytes_name(decoder->bytes),
            names[decoder->encoding], (unsigned long long)offset);
    else
        err_set(err, EX_DATAERR, "'%s' has a NUL at byte %llu", bytes_name(decoder->bytes),
            (unsigned long long)offset);
    if (other && strcmp(other, "utf-16") == 0)
        err_hint(err, "it looks like utf-16: save the file as utf-8, or ask for it in utf-8");
    else if (other)
        err_hint(err,
            "it looks like %s: declare that as the source's encoding, or save the file as %s",
            other, names[decoder->encoding]);
    else
        err_hint(err, "ask how the file was made; it is no text in an encoding that we know");
}

static void start_sequence(struct decoder *decoder, unsigned char c, size_t at)
{
    decoder->lead = c;
    decoder->lead_offset = decoder->offset + at;
    decoder->low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
    decoder->high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
    decoder->left = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
}

/* How many bytes of `data` are well-formed (a sequence may go on in the next block). */
static size_t check_utf8(struct decoder *decoder, const char *data, size_t length)
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

static void keep_first(struct decoder *decoder, const char *data, size_t length)
{
    while (decoder->first_count < sizeof decoder->first && length--)
        decoder->first[decoder->first_count++] = *data++;
}

/* The first read is of four bytes at least, so that a byte order mark is seen whole. */
static ssize_t read_raw(struct decoder *decoder, char *data, size_t capacity, struct err *err)
{
    ssize_t least = decoder->offset ? 1 : (ssize_t)sizeof decoder->first, length = 0;

    while (length < least) {
        ssize_t got = bytes_read(decoder->bytes, data + length, capacity - (size_t)length, err);

        if (got < 0)
            return got;
        if (got == 0)
            break;
        length += got;
    }
    if (!decoder->offset)
        keep_first(decoder, data, (size_t)length);
    return length;
}

static ssize_t read_utf8(struct decoder *decoder, char *data, size_t capacity, struct err *err)
{
    ssize_t got = read_raw(decoder, data, capacity, err);
    size_t good;

    if (got < 0)
        return got;
    good = check_utf8(decoder, data, (size_t)got);
    if (decoder->left && (got == 0 || good < (size_t)got))
        refuse(decoder, decoder->lead, decoder->lead_offset);
    else if (good < (size_t)got)
        refuse(decoder, (unsigned char)data[good], decoder->offset + good);
    decoder->offset += good;
    return (ssize_t)good;
}

static size_t put_utf8(char *to, unsigned int point)
{
    if (point < 0x800) {
        to[0] = (char)(0xc0 | point >> 6);
        to[1] = (char)(0x80 | (point & 0x3f));
        return 2;
    }
    to[0] = (char)(0xe0 | point >> 12);
    to[1] = (char)(0x80 | (point >> 6 & 0x3f));
    to[2] = (char)(0x80 | (point & 0x3f));
    return 3;
}

/* Whether all accents could be UTF-8 is followed with the checker's state: a file whose every
 * accented character is well-formed UTF-8 was declared wrongly. */
static void follow_utf8(struct decoder *decoder, unsigned char c)
{
    char byte = (char)c;

    if (c >= 0x80)
        decoder->accents = true;
    if (!decoder->foreign && !check_utf8(decoder, &byte, 1)) {
        decoder->foreign = true;
        decoder->left = 0;
    }
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
        point = c >= 0x80 && c < 0xa0 ? windows_1252[c - 0x80] : c;
        if (!point) {
            refuse(decoder, c, decoder->offset + at);
            break;
        }
        if (c < 0x80)
            *to++ = (char)c;
        else
            to += put_utf8(to, point);
        at++;
    }
    decoder->offset += at;
    return (size_t)(to - start);
}

static void refuse_utf8(struct decoder *decoder)
{
    decoder->failed = true;
    err_set(&decoder->err, EX_DATAERR,
        "'%s' is declared windows-1252, but is utf-8: every accent in it is a utf-8 sequence",
        bytes_name(decoder->bytes));
    err_hint(&decoder->err, "declare utf-8 as the source's encoding");
}

static ssize_t read_windows(struct decoder *decoder, char *data, size_t capacity, struct err *err)
{
    size_t room = capacity / WIDEST < RAW ? capacity / WIDEST : RAW;
    ssize_t got = read_raw(decoder, decoder->raw, room, err);

    if (got < 0)
        return got;
    if (got == 0) {
        if (decoder->accents && !decoder->foreign && !decoder->left)
            refuse_utf8(decoder);
        return 0;
    }
    return (ssize_t)translate(decoder, (size_t)got, data);
}

static ssize_t fail(struct decoder *decoder, struct err *err)
{
    *err = decoder->err;
    return -1;
}

static ssize_t drop_mark(char *data, ssize_t got)
{
    if (got < 3 || memcmp(data, "\xef\xbb\xbf", 3) != 0)
        return got;
    memmove(data, data + 3, (size_t)got - 3);
    return got - 3;
}

ssize_t decoder_read(struct decoder *decoder, char *data, size_t capacity, struct err *err)
{
    bool first = decoder->offset == 0;
    ssize_t got = 0;

    if (decoder->failed)
        return fail(decoder, err);
    if (decoder->encoding == ENCODING_WINDOWS_1252)
        got = read_windows(decoder, data, capacity, err);
    else
        got = read_utf8(decoder, data, capacity, err);
    if (got > 0 && first && decoder->encoding == ENCODING_UTF8)
        got = drop_mark(data, got);
    return got == 0 && decoder->failed ? fail(decoder, err) : got;
}

void decoder_line(struct err *err, uint64_t line)
{
    err_detail(err, "on line %llu", (unsigned long long)line);
}
