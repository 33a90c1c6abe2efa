/* What the decoder says of a file that is not what was declared, and what it may be instead. */
#include "source/decoder_parts.h"

#include <string.h>

/* The encoding whose byte order mark the file begins with, or NULL. */
static const char *mark_of(const struct decoder *decoder)
{
    static const struct {
        const char *encoding;
        size_t length;
        char mark[4];
    } marks[] = {/* the longest first */
        {"utf-32", 4, {'\xff', '\xfe', 0, 0}}, {"utf-32", 4, {0, 0, '\xfe', '\xff'}},
        {"utf-8", 3, {'\xef', '\xbb', '\xbf'}}, {"utf-16le", 2, {'\xff', '\xfe'}},
        {"utf-16be", 2, {'\xfe', '\xff'}}};

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (decoder->first_count >= marks[i].length &&
            memcmp(decoder->first, marks[i].mark, marks[i].length) == 0)
            return marks[i].encoding;
    return NULL;
}

/* What the NULs among the first bytes tell: ASCII in characters of two or four bytes. */
static const char *wide(const struct decoder *decoder)
{
    const char *first = decoder->first;

    if (decoder->first_count == 4 && !first[0] + !first[1] + !first[2] + !first[3] == 3)
        return "utf-32";
    if (decoder->first_count < 2 || !first[0] == !first[1])
        return NULL;
    return first[1] ? "utf-16be" : "utf-16le";
}

/* Of the encodings of a byte a character: the one in which this byte is a letter or the euro's sign,
 * not a sign that texts hardly have. */
static const char *single(unsigned char c)
{
    if (!decoder_windows_1252(c))
        return NULL;
    return c == 0xa4 || c == 0xa6 || c == 0xa8 || c == 0xb4 || c == 0xb8 ? "iso-8859-15"
                                                                         : "windows-1252";
}

static const char *likely(const struct decoder *decoder, unsigned char c)
{
    const char *declared = source_encoding_name(decoder->encoding);
    const char *other = mark_of(decoder);

    if (!other)
        other = wide(decoder);
    if (other && strcmp(other, declared) != 0)
        return other;
    if (!c)
        return NULL;
    if (decoder->encoding == ENCODING_UTF8)
        return single(c);
    if (decoder->encoding == ENCODING_WINDOWS_1252 || !decoder->foreign)
        return "utf-8";
    return decoder_windows_1252(c) ? "windows-1252" : NULL;
}

static void hint(struct decoder *decoder, const char *other)
{
    const char *declared = source_encoding_name(decoder->encoding);

    if (!other)
        err_hint(
            &decoder->err, "ask how the file was made; it is no text in an encoding that we know");
    else if (strcmp(other, "utf-32") == 0)
        err_hint(&decoder->err, "it looks like utf-32: save the file as %s, or ask for it in %s",
            declared, declared);
    else
        err_hint(&decoder->err,
            "it looks like %s: declare that as the source's encoding, or save the file as %s",
            other, declared);
}

void decoder_refuse(struct decoder *decoder, unsigned char c, uint64_t offset)
{
    decoder->failed = true;
    if (c)
        err_set(&decoder->err, EX_DATAERR, "'%s' is not %s at byte %llu",
            bytes_name(decoder->bytes), source_encoding_name(decoder->encoding),
            (unsigned long long)offset);
    else
        err_set(&decoder->err, EX_DATAERR, "'%s' has a NUL at byte %llu",
            bytes_name(decoder->bytes), (unsigned long long)offset);
    hint(decoder, likely(decoder, c));
}

void decoder_refuse_unit(struct decoder *decoder, enum decoder_unit what, uint64_t offset)
{
    static const char *const texts[] = {
        [UNIT_HALF_PAIR] = "half of a surrogate pair", [UNIT_HALF_CHARACTER] = "half a character"};

    if (what == UNIT_NUL) {
        decoder_refuse(decoder, 0, offset);
        return;
    }
    decoder->failed = true;
    err_set(&decoder->err, EX_DATAERR, "'%s' is not %s at byte %llu: %s",
        bytes_name(decoder->bytes), source_encoding_name(decoder->encoding),
        (unsigned long long)offset, texts[what]);
    err_hint(&decoder->err, "a text was cut off there: ask for the delivery to be sent again");
}

void decoder_refuse_whole(struct decoder *decoder, const char *other, const char *why)
{
    decoder->failed = true;
    err_set(&decoder->err, EX_DATAERR, "'%s' is declared %s, but %s", bytes_name(decoder->bytes),
        source_encoding_name(decoder->encoding), why);
    hint(decoder, other);
}

void decoder_refuse_mark(struct decoder *decoder)
{
    const char *mark = mark_of(decoder);

    if (mark && strcmp(mark, source_encoding_name(decoder->encoding)) != 0)
        decoder_refuse_whole(decoder, mark, "begins with the byte order mark of another encoding");
}
