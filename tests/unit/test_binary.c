#include "tests/unit/test.h"

#include "store/binary.h"

/* Bytes of binary COPY, from PostgreSQL's documentation of the format and its send functions; that the
 * server takes them for what the text is, tests/stage/load_types.sh asks the server. */

static struct copy copy;

static void start(void)
{
    free(copy.data);
    /* Not connected: what would be sent is dropped, and the buffer can be looked at. */
    copy = (struct copy){.failed = true, .data = mem_alloc(COPY_BUFFER)};
}

static bool put(enum binary_type type, const char *text)
{
    struct cell cell = {
        .data = text, .length = (uint32_t)strlen(text), .escaped = strchr(text, '\\') != NULL};

    start();
    return binary_put(&copy, type, &cell);
}

#define GIVES(type, text, bytes)                                                                   \
    do {                                                                                           \
        assert_true(put(type, text));                                                              \
        assert_int_equal(copy.length, sizeof(bytes) - 1);                                          \
        assert_memory_equal(copy.data, bytes, sizeof(bytes) - 1);                                  \
    } while (0)

static void test_null(void **state)
{
    struct cell cell = {.null = true};

    (void)state;
    start();
    for (enum binary_type type = BINARY_TEXT; type <= BINARY_TIMESTAMPTZ; type++)
        assert_true(binary_put(&copy, type, &cell));
    assert_int_equal(copy.length, 4 * (BINARY_TIMESTAMPTZ + 1));
    for (size_t i = 0; i < copy.length; i++)
        assert_int_equal((unsigned char)copy.data[i], 0xff);
}

static void test_whole_numbers(void **state)
{
    (void)state;
    GIVES(BINARY_SMALLINT, "-2", "\0\0\0\2\xff\xfe");
    GIVES(BINARY_INTEGER, "16909060", "\0\0\0\4\1\2\3\4");
    GIVES(BINARY_INTEGER, "-2147483648", "\0\0\0\4\x80\0\0\0");
    GIVES(BINARY_BIGINT, "72623859790382856", "\0\0\0\x8\1\2\3\4\5\6\7\x8");
    GIVES(BINARY_BIGINT, "-9223372036854775808", "\0\0\0\x8\x80\0\0\0\0\0\0\0");
    assert_false(put(BINARY_SMALLINT, "32768"));
    assert_false(put(BINARY_INTEGER, "2147483648"));
    assert_false(put(BINARY_BIGINT, "9223372036854775808"));
    assert_false(put(BINARY_BIGINT, "-9223372036854775809"));
    assert_false(put(BINARY_INTEGER, ""));
    assert_false(put(BINARY_INTEGER, "-"));
    assert_false(put(BINARY_INTEGER, "1x"));
}

static void test_numeric(void **state)
{
    (void)state;
    /* ndigits, weight, sign, dscale, digits of base 10000 */
    GIVES(BINARY_NUMERIC, "12345.678", "\0\0\0\x0e\0\3\0\1\0\0\0\3\0\1\x09\x29\x1a\x7c");
    GIVES(BINARY_NUMERIC, "-1", "\0\0\0\x0a\0\1\0\0\x40\0\0\0\0\1");
    GIVES(BINARY_NUMERIC, "1.50", "\0\0\0\x0c\0\2\0\0\0\0\0\2\0\1\x13\x88");
    assert_false(put(BINARY_NUMERIC, "1."));
    assert_false(put(BINARY_NUMERIC, ".5"));
    assert_false(put(BINARY_NUMERIC, "1e5"));
    assert_false(put(BINARY_NUMERIC, "1.5.0"));
}

static void test_uuid(void **state)
{
    (void)state;
    GIVES(BINARY_UUID, "000102030405060708090a0b0c0d0eFF",
        "\0\0\0\x10\0\1\2\3\4\5\6\7\x8\x9\xa\xb\xc\xd\xe\xff");
    GIVES(BINARY_UUID, "00010203-0405-0607-0809-0a0b0c0d0e0f",
        "\0\0\0\x10\0\1\2\3\4\5\6\7\x8\x9\xa\xb\xc\xd\xe\xf");
    assert_false(put(BINARY_UUID, "000102030405060708090a0b0c0d0e0"));
    assert_false(put(BINARY_UUID, "000102030405060708090a0b0c0d0e0g"));
    assert_false(put(BINARY_UUID, "00010203+0405-0607-0809-0a0b0c0d0e0f"));
}

static void test_dates(void **state)
{
    (void)state;
    GIVES(BINARY_DATE, "2000-01-01", "\0\0\0\4\0\0\0\0");
    GIVES(BINARY_DATE, "1999-12-31", "\0\0\0\4\xff\xff\xff\xff");
    GIVES(BINARY_TIMESTAMPTZ, "2000-01-01T01:00:00.000001+01:00", "\0\0\0\x8\0\0\0\0\0\0\0\1");
    assert_false(put(BINARY_DATE, "2001-02-29"));
    assert_false(put(BINARY_TIMESTAMPTZ, "2000-01-01T00:00:00"));
}

static void test_boolean(void **state)
{
    (void)state;
    GIVES(BINARY_BOOLEAN, "t", "\0\0\0\1\1");
    GIVES(BINARY_BOOLEAN, "f", "\0\0\0\1\0");
    assert_false(put(BINARY_BOOLEAN, "true"));
    assert_false(put(BINARY_BOOLEAN, ""));
}

static void test_text(void **state)
{
    (void)state;
    GIVES(BINARY_TEXT, "", "\0\0\0\0");
    GIVES(BINARY_TEXT, "abc", "\0\0\0\3abc");
    GIVES(BINARY_TEXT, "\\b\\f\\n\\r\\t\\v\\\\n", "\0\0\0\x8\b\f\n\r\t\v\\n");
}

static void test_types(void **state)
{
    enum binary_type type;

    (void)state;
    assert_true(binary_type_find("timestamptz", &type));
    assert_int_equal(type, BINARY_TIMESTAMPTZ);
    assert_false(binary_type_find("money", &type));
    assert_false(binary_type_find("", &type));
    assert_string_equal(binary_type_name(2950), "uuid");
    assert_false(binary_type_find(binary_type_name(790), &type));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_null),
        cmocka_unit_test(test_whole_numbers),
        cmocka_unit_test(test_numeric),
        cmocka_unit_test(test_uuid),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_boolean),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_types),
    };
    int failed;

    cmocka_set_message_output(CM_OUTPUT_TAP);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(copy.data);
    return failed;
}
