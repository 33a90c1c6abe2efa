#include "tests/unit/test.h"

#include "privacy/hex.h"

static void test_all_bytes(void **state)
{
    uint8_t bytes[256], back[256];
    char text[512], expected[3], sixteen[32];

    (void)state;
    for (unsigned i = 0; i < 256; i++)
        bytes[i] = (uint8_t)i;
    hex_print(bytes, 256, text);
    for (unsigned i = 0; i < 256; i++) {
        snprintf(expected, sizeof expected, "%02x", i);
        assert_memory_equal(text + (size_t)2 * i, expected, 2);
    }
    assert_true(hex_parse(text, 256, back));
    assert_memory_equal(back, bytes, 256);
    for (size_t i = 0; i < 256; i += 16) {
        hex_print_16(bytes + i, sixteen);
        assert_memory_equal(sixteen, text + 2 * i, 32);
    }
}

static void test_what_is_no_hex(void **state)
{
    uint8_t bytes[1];
    char pair[2] = {'0', '0'};

    (void)state;
    for (int c = 1; c < 256; c++) {
        bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');

        pair[1] = (char)c;
        assert_int_equal(hex_parse(pair, 1, bytes), digit);
    }
    assert_false(hex_parse("g0", 1, bytes));
    assert_false(hex_parse("AB", 1, bytes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_bytes),
        cmocka_unit_test(test_what_is_no_hex),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
