/* Unicode 15, table 3-7 (well-formed UTF-8), by its own decoder: every code point, and every
 * sequence of up to three bytes. */
#include "test.h"

#include "base/utf8.h"

static size_t encode(uint32_t c, char *to)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xc0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (char)(0xe0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 0x3f));
        to[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    to[0] = (char)(0xf0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 0x3f));
    to[2] = (char)(0x80 | (c >> 6 & 0x3f));
    to[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

static void every_character(void **state)
{
    char bytes[4];

    (void)state;
    for (uint32_t c = 0; c <= 0x1fffff; c++) {
        bool good = c > 0 && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
        size_t length = encode(c, bytes);

        if (utf8_valid(bytes, length) != good)
            fail_msg("U+%04X is %s", c, good ? "refused" : "taken");
        if (length > 1 && utf8_valid(bytes, length - 1))
            fail_msg("U+%04X is taken without its last byte", c);
    }
}

/* The value that the bytes would have, by counting what overlong and surrogate mean. */
static bool three_bytes_valid(unsigned a, unsigned b, unsigned c)
{
    bool b_follows = (b & 0xc0) == 0x80, c_follows = (c & 0xc0) == 0x80;
    unsigned value = (a & 0x0f) << 12 | (b & 0x3f) << 6 | (c & 0x3f);

    if (a && a < 0x80) {
        if (b && b < 0x80)
            return c && c < 0x80;
        return (b & 0xe0) == 0xc0 && b >= 0xc2 && c_follows;
    }
    if ((a & 0xe0) == 0xc0)
        return a >= 0xc2 && b_follows && c && c < 0x80;
    return (a & 0xf0) == 0xe0 && b_follows && c_follows && value >= 0x800 &&
           (value < 0xd800 || value > 0xdfff);
}

static void every_three_bytes(void **state)
{
    (void)state;
    for (unsigned a = 0; a < 256; a++)
        for (unsigned b = 0; b < 256; b++)
            for (unsigned c = 0; c < 256; c++) {
                const char bytes[] = {(char)a, (char)b, (char)c};

                if (utf8_valid(bytes, 3) != three_bytes_valid(a, b, c))
                    fail_msg("%02x %02x %02x", a, b, c);
            }
}

static void overlong(void **state)
{
    (void)state;
    assert_true(utf8_valid("", 0));
    assert_false(utf8_valid("\xc0\x80", 2));
    assert_false(utf8_valid("\xe0\x80\xaf", 3));
    assert_false(utf8_valid("\xf0\x80\x80\xaf", 4));
    assert_false(utf8_valid("\xf8\x88\x80\x80\x80", 5));
    assert_false(utf8_valid("\xf4\x90\x80\x80", 4));
}

static void cleaned_is(const char *text, const char *expected)
{
    char *copy = mem_text(text);

    assert_int_equal(utf8_clean(copy), strcmp(text, expected) != 0);
    assert_string_equal(copy, expected);
    free(copy);
}

static void cleaned(void **state)
{
    (void)state;
    cleaned_is("", "");
    cleaned_is("people two \xc3\xa9.csv", "people two \xc3\xa9.csv");
    cleaned_is("a\nb\tc\033[31m\x7f", "a?b?c?[31m?");
    cleaned_is("\xc2\x9b"
               "31m\xc2\xa0",
        "??31m\xc2\xa0"); /* CSI as one character */
    cleaned_is("a\xff\xc3", "a??");
    cleaned_is("\xe2\x82", "??"); /* cut off */
    cleaned_is("\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_character),
        cmocka_unit_test(every_three_bytes), cmocka_unit_test(overlong), cmocka_unit_test(cleaned)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
