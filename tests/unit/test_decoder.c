/* Encodings against iconv, the C library's own. */
#include "test.h"

#include "bytes.h"

#include <iconv.h>

#include "record/stream.h"
#include "source/ascii.h"
#include "source/decoder.h"

enum { MOST = 20000 };

/* Decodes all of it: 0 or the error's code. */
static int decode(const char *data, size_t length, size_t most, enum source_encoding encoding,
    struct buf *out, struct err *err)
{
    struct memory memory = {data, length, most, 0};
    struct bytes *bytes = open_memory(&memory);
    struct decoder decoder;
    static char block[DECODER_CAPACITY];
    ssize_t got;

    buf_reset(out);
    decoder_open(&decoder, bytes, encoding);
    while ((got = decoder_read(&decoder, block, sizeof block, err)) > 0)
        buf_add(out, block, (size_t)got);
    decoder_close(&decoder);
    bytes_close(bytes);
    return got < 0 ? err->code : 0;
}

/* Each byte alone, between ASCII. `fails`: how many of them are refused. */
static void every_byte(const char *name, enum source_encoding encoding, int fails)
{
    iconv_t converter = iconv_open("UTF-8", name);
    struct buf out = BUF_INIT(MOST);

    assert_true((intptr_t)converter != -1);
    for (int c = 1; c < 256; c++) {
        /* a byte that no utf-8 has keeps the text from looking like it */
        char text[] = {'a', (char)c, 'b', (char)0xff}, expected[16];
        char *from = text, *to = expected;
        size_t left = sizeof text, room = sizeof expected;
        struct err err = ERR_INIT;
        int code = decode(text, sizeof text, 2, encoding, &out, &err);

        iconv(converter, NULL, NULL, NULL, NULL);
        if (code) {
            assert_in_range(c, 0x80, 0x9f);
            assert_non_null(strstr(err.message, "at byte 1"));
            fails--;
        } else {
            assert_true(iconv(converter, &from, &left, &to, &room) != (size_t)-1);
            assert_int_equal(out.length, sizeof expected - room);
            assert_memory_equal(out.data, expected, out.length);
        }
    }
    assert_int_equal(fails, 0);
    iconv_close(converter);
    buf_release(&out);
}

/* iconv takes the controls 80 to 9f of iso-8859-15, which no text has. */
static void test_every_byte_of_a_byte_a_character(void **state)
{
    (void)state;
    every_byte("WINDOWS-1252", ENCODING_WINDOWS_1252, 5);
    every_byte("ISO-8859-15", ENCODING_ISO_8859_15, 32);
}

/* Random bytes, mostly close to UTF-8, in blocks of every size. */
static void test_utf8_against_iconv(void **state)
{
    static const char *const pieces[] = {"a",
        "plain text of some length, so that blocks are skipped", "\xc3\xa9", "\xe2\x82\xac",
        "\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf", "\xc0\x80",
        "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3", "\x80", "\xf8\x88\x80\x80\x80"};
    iconv_t converter = iconv_open("UTF-16LE", "UTF-8");
    struct buf text = BUF_INIT(MOST), out = BUF_INIT(MOST);
    static char sink[4 * MOST];
    int good = 0;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t count = pick(12), variety = pick(3) ? 8 : 15;
        char *from, *to = sink;
        size_t left, room = sizeof sink;
        struct err err = ERR_INIT;
        bool valid;

        buf_reset(&text);
        for (size_t i = 0; i < count; i++)
            buf_add_text(&text, pieces[pick(variety)]);
        from = (char *)buf_text(&text);
        left = text.length;
        iconv(converter, NULL, NULL, NULL, NULL);
        valid = iconv(converter, &from, &left, &to, &room) != (size_t)-1 && left == 0;
        assert_int_equal(
            decode(buf_text(&text), text.length, 1 + pick(100), ENCODING_UTF8, &out, &err),
            valid ? 0 : EX_DATAERR);
        if (valid) {
            assert_int_equal(out.length, text.length);
            good++;
        } else {
            assert_true(utf8_valid(buf_text(&out), out.length) || out.length);
        }
    }
    assert_in_range(good, 5000, 19000);
    iconv_close(converter);
    buf_release(&text);
    buf_release(&out);
}

static void put_unit(struct buf *text, unsigned int unit, bool big)
{
    buf_add_char(text, (char)(big ? unit >> 8 : unit));
    buf_add_char(text, (char)(big ? unit : unit >> 8));
}

/* A code point, or half of a pair. */
static unsigned int draw_point(bool spoilt)
{
    static const unsigned int edges[] = {
        0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfeff, 0xfffd, 0xffff, 0x10000, 0x10ffff};

    if (spoilt && !pick(20))
        return 0xd800 + (unsigned int)pick(0x800);
    switch (pick(4)) {
    case 0:
        return edges[pick(sizeof edges / sizeof *edges)];
    case 1:
        return 0xe000 + (unsigned int)pick(0x102000);
    default:
        return 1 + (unsigned int)pick(0x7e);
    }
}

/* Fills `text` with random characters after one of ASCII, sometimes cut or with halves of pairs. */
static void draw_wide(struct buf *text, bool big)
{
    size_t count = pick(60);
    bool spoilt = !pick(3);

    buf_reset(text);
    put_unit(text, 'x', big);
    while (count--) {
        unsigned int point = draw_point(spoilt);

        for (size_t i = pick(4) ? 0 : pick(40); i; i--)
            put_unit(text, 'a' + (unsigned int)(i % 26), big);
        if (point >= 0x10000)
            put_unit(text, 0xd800 + ((point - 0x10000) >> 10), big);
        put_unit(text, point < 0x10000 ? point : 0xdc00 + (point & 0x3ff), big);
    }
    if (!pick(10))
        buf_add_char(text, 'x');
}

/* What comes out, where the error is, and what stands before it. */
static void test_utf16_against_iconv(void **state)
{
    static const char *const names[] = {"UTF-16LE", "UTF-16BE"};
    struct buf text = BUF_INIT(MOST), out = BUF_INIT(MOST);
    static char expected[4 * MOST];
    int good = 0;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        bool big = round % 2;
        iconv_t converter = iconv_open("UTF-8", names[big]);
        char *from, *to = expected, place[40];
        size_t left, room = sizeof expected;
        struct err err = ERR_INIT;
        bool valid;
        int code;

        draw_wide(&text, big);
        from = text.data;
        left = text.length;
        valid = iconv(converter, &from, &left, &to, &room) != (size_t)-1 && left == 0;
        iconv_close(converter);
        code = decode(text.data, text.length, 1 + pick(100),
            big ? ENCODING_UTF16BE : ENCODING_UTF16LE, &out, &err);
        assert_int_equal(code, valid ? 0 : EX_DATAERR);
        assert_int_equal(out.length, sizeof expected - room);
        assert_memory_equal(out.data, expected, out.length);
        snprintf(place, sizeof place, "at byte %zu:", text.length - left);
        if (!valid && !strstr(err.message, place))
            fail_msg("'%s' is not in '%s'", place, err.message);
        good += valid;
    }
    assert_in_range(good, 5000, 19000);
    buf_release(&text);
    buf_release(&out);
}

static void refuses(const char *text, size_t length, enum source_encoding encoding,
    const char *message, const char *hint)
{
    struct buf out = BUF_INIT(MOST);

    for (size_t most = 1; most < 100; most += 33) {
        struct err err = ERR_INIT;

        assert_int_equal(decode(text, length, most, encoding, &out, &err), EX_DATAERR);
        assert_non_null(strstr(err.message, message));
        assert_non_null(strstr(err.hint, hint));
    }
    buf_release(&out);
}

static void test_what_it_may_be_instead(void **state)
{
    (void)state;
    refuses("Ren\xe9,x", 6, ENCODING_UTF8, "is not utf-8 at byte 3", "like windows-1252");
    refuses("Ren\xe9", 4, ENCODING_UTF8, "is not utf-8 at byte 3", "like windows-1252");
    refuses("\xa4 12", 4, ENCODING_UTF8, "is not utf-8 at byte 0", "like iso-8859-15");
    refuses("a\x81z", 3, ENCODING_UTF8, "at byte 1", "no text in an encoding that we know");
    refuses("\xff\xfe"
            "a\0b\0",
        6, ENCODING_UTF8, "at byte 0", "like utf-16le");
    refuses("\xfe\xff\0a\0b", 6, ENCODING_UTF8, "at byte 0", "like utf-16be");
    refuses("a\0b\0", 4, ENCODING_UTF8, "has a NUL at byte 1", "like utf-16le");
    refuses("\0a\0b", 4, ENCODING_UTF8, "has a NUL at byte 0", "like utf-16be");
    refuses("a\0b\0", 4, ENCODING_WINDOWS_1252, "has a NUL at byte 1", "like utf-16le");
    refuses("a\0\0\0b\0\0\0", 8, ENCODING_UTF8, "has a NUL at byte 1", "like utf-32");
    refuses("abc\0", 4, ENCODING_UTF8, "has a NUL at byte 3", "no text in");
    refuses("abc\0", 4, ENCODING_WINDOWS_1252, "has a NUL at byte 3", "no text in");
    refuses("abc\0", 4, ENCODING_ISO_8859_15, "has a NUL at byte 3", "no text in");
    refuses("Ren\xc3\xa9", 5, ENCODING_WINDOWS_1252, "but is utf-8", "declare that");
    refuses("a\x81z", 3, ENCODING_WINDOWS_1252, "is not windows-1252 at byte 1", "utf-8");
    refuses("Ren\xc3\xa9", 5, ENCODING_ISO_8859_15, "but is utf-8", "like utf-8");
    refuses(
        "\xc3\x89t\xc3\xa9", 5, ENCODING_ISO_8859_15, "is not iso-8859-15 at byte 1", "like utf-8");
    refuses("it\x92s \x93so\x94", 9, ENCODING_ISO_8859_15, "is not iso-8859-15 at byte 2",
        "like windows-1252");
    refuses("\xe9 \x81", 3, ENCODING_ISO_8859_15, "at byte 2", "no text in");
}

static void test_what_utf16_may_be_instead(void **state)
{
    (void)state;
    refuses("a\0b\0", 4, ENCODING_UTF16BE, "is declared utf-16be, but", "like utf-16le");
    refuses("\0a\0b", 4, ENCODING_UTF16LE, "is declared utf-16le, but", "like utf-16be");
    refuses("Ren\xc3\xa9,x", 7, ENCODING_UTF16LE, "is declared utf-16le, but", "like utf-8");
    refuses("Ref,Date", 8, ENCODING_UTF16BE, "is declared utf-16be, but", "like utf-8");
    refuses("Ren\xe9,x", 6, ENCODING_UTF16LE, "is declared utf-16le", "like windows-1252");
    refuses("a\0\0\0b\0\0\0", 8, ENCODING_UTF16LE, "has a NUL at byte 2", "like utf-32");
    refuses("a\0b\0\0\0", 6, ENCODING_UTF16LE, "has a NUL at byte 4", "no text in");
    refuses("a\0b\0\x3d\xd8", 6, ENCODING_UTF16LE, "at byte 4: half of a surrogate pair", "");
    refuses("a\0\x3d\xd8\x3d\xd8\0\xde", 8, ENCODING_UTF16LE, "at byte 2: half of a", "cut off");
    refuses("a\0\0\xde", 4, ENCODING_UTF16LE, "at byte 2: half of a surrogate pair", "");
    refuses("a\0b\0c", 5, ENCODING_UTF16LE, "at byte 4: half a character", "sent again");
}

/* It is dropped once, where it agrees. */
static void drops_mark(const char *text, size_t length, enum source_encoding encoding)
{
    struct buf out = BUF_INIT(MOST);
    struct err err = ERR_INIT;

    for (size_t most = 1; most < 10; most += 3) {
        assert_int_equal(decode(text, length, most, encoding, &out, &err), 0);
        assert_string_equal(buf_text(&out), "a\xef\xbb\xbf");
        assert_int_equal(decode(text, (length - 1) / 2, most, encoding, &out, &err), 0);
        assert_int_equal(out.length, 0);
    }
    buf_release(&out);
}

static void test_byte_order_mark(void **state)
{
    static const char other[] = "begins with the byte order mark of another encoding";

    (void)state;
    drops_mark("\xef\xbb\xbf"
               "a\xef\xbb\xbf",
        7, ENCODING_UTF8);
    drops_mark("\xff\xfe"
               "a\0\xff\xfe",
        6, ENCODING_UTF16LE);
    drops_mark("\xfe\xff\0a\xfe\xff", 6, ENCODING_UTF16BE);
    refuses("\xfe\xff\0a", 4, ENCODING_UTF16LE, other, "like utf-16be");
    refuses("\xff\xfe"
            "a\0",
        4, ENCODING_UTF16BE, other, "like utf-16le");
    refuses("\xef\xbb\xbf"
            "ab,",
        6, ENCODING_UTF16LE, other, "like utf-8");
    refuses("\xff\xfe\0\0a\0\0\0", 8, ENCODING_UTF16LE, other, "like utf-32");
    refuses("\xef\xbb\xbf"
            "a\xe9",
        5, ENCODING_WINDOWS_1252, other, "like utf-8");
    refuses("\xef\xbb\xbf", 3, ENCODING_ISO_8859_15, other, "like utf-8");
    refuses("\xff\xfe"
            "a\0",
        4, ENCODING_ISO_8859_15, other, "like utf-16le");
}

/* A lower bound, and one that gets far. */
static void test_ascii_prefix(void **state)
{
    char text[200];

    (void)state;
    memset(text, 'x', sizeof text);
    assert_true(ascii_prefix(text, sizeof text) >= 192);
    for (size_t at = 0; at < sizeof text; at++) {
        static const char odd[] = {'\0', (char)0x80, (char)0xff};

        for (size_t i = 0; i < sizeof odd; i++) {
            text[at] = odd[i];
            assert_in_range(ascii_prefix(text, sizeof text), at < 64 ? 0 : at - 63, at);
        }
        text[at] = 'x';
    }
}

/* Every distance from the start to a unit that is not plain. */
static void test_ascii_narrow(void **state)
{
    static const unsigned int odd[] = {0, 0x80, 0xff, 0x100, 0x6100, 0xd83d};

    (void)state;
    for (int big = 0; big < 2; big++)
        for (size_t at = 0; at <= 40; at++)
            for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
                struct buf text = BUF_INIT(MOST);
                char narrow[41];
                size_t length;

                for (size_t j = 0; j < 40; j++)
                    put_unit(&text, j == at ? odd[i] : 'a' + (unsigned int)j % 26, big);
                length = ascii_narrow(text.data, 40, big, narrow);
                assert_in_range(length, at < 8 ? 0 : at - 8, at);
                for (size_t j = 0; j < length; j++)
                    assert_int_equal(narrow[j], 'a' + j % 26);
                buf_release(&text);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_byte_of_a_byte_a_character),
        cmocka_unit_test(test_utf8_against_iconv),
        cmocka_unit_test(test_utf16_against_iconv),
        cmocka_unit_test(test_what_it_may_be_instead),
        cmocka_unit_test(test_what_utf16_may_be_instead),
        cmocka_unit_test(test_byte_order_mark),
        cmocka_unit_test(test_ascii_prefix),
        cmocka_unit_test(test_ascii_narrow),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
