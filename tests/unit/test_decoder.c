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

static void test_every_byte_of_windows_1252(void **state)
{
    iconv_t converter = iconv_open("UTF-8", "WINDOWS-1252");
    struct buf out = BUF_INIT(MOST);

    (void)state;
    assert_true((intptr_t)converter != -1);
    for (int c = 1; c < 256; c++) {
        /* a byte that no utf-8 has keeps the text from looking like it */
        char text[] = {'a', (char)c, 'b', (char)0xff}, expected[16];
        char *from = text, *to = expected;
        size_t left = sizeof text, room = sizeof expected;
        struct err err = ERR_INIT;
        int code = decode(text, sizeof text, 2, ENCODING_WINDOWS_1252, &out, &err);

        iconv(converter, NULL, NULL, NULL, NULL);
        if (iconv(converter, &from, &left, &to, &room) == (size_t)-1) {
            assert_int_equal(code, EX_DATAERR);
            continue;
        }
        assert_int_equal(code, 0);
        assert_int_equal(out.length, sizeof expected - room);
        assert_memory_equal(out.data, expected, out.length);
    }
    iconv_close(converter);
    buf_release(&out);
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
    refuses("Ren\xe9,x", 6, ENCODING_UTF8, "is not utf-8 at byte 3", "windows-1252");
    refuses("Ren\xe9", 4, ENCODING_UTF8, "is not utf-8 at byte 3", "windows-1252");
    refuses("a\x81z", 3, ENCODING_UTF8, "at byte 1", "no text in an encoding that we know");
    refuses("\xff\xfe"
            "a\0b\0",
        6, ENCODING_UTF8, "at byte 0", "utf-16");
    refuses("a\0b\0", 4, ENCODING_UTF8, "has a NUL at byte 1", "utf-16");
    refuses("abc\0", 4, ENCODING_UTF8, "has a NUL at byte 3", "");
    refuses("abc\0", 4, ENCODING_WINDOWS_1252, "has a NUL at byte 3", "");
    refuses("Ren\xc3\xa9", 5, ENCODING_WINDOWS_1252, "but is utf-8", "declare utf-8");
    refuses("a\x81z", 3, ENCODING_WINDOWS_1252, "is not windows-1252 at byte 1", "utf-8");
}

static void test_byte_order_mark(void **state)
{
    struct buf out = BUF_INIT(MOST);
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(decode("\xef\xbb\xbf"
                            "a\xef\xbb\xbf",
                         7, 1, ENCODING_UTF8, &out, &err),
        0);
    assert_string_equal(out.data, "a\xef\xbb\xbf");
    assert_int_equal(decode("\xef\xbb\xbf", 3, 1, ENCODING_UTF8, &out, &err), 0);
    assert_int_equal(out.length, 0);
    buf_release(&out);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_byte_of_windows_1252),
        cmocka_unit_test(test_utf8_against_iconv),
        cmocka_unit_test(test_what_it_may_be_instead),
        cmocka_unit_test(test_byte_order_mark),
        cmocka_unit_test(test_ascii_prefix),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
