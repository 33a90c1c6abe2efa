#include "method.h"
#include "method/number.h"

static void formats(double value, const char *wanted)
{
    char text[NUMBER_TEXT];

    assert_int_equal(number_format(value, text), strlen(wanted));
    assert_string_equal(text, wanted);
}

static void test_shortest_text(void **state)
{
    (void)state;
    formats(0, "0");
    formats(12, "12");
    formats(0.1, "0.1");
    formats(163765.1, "163765.1");
    formats(0.1 + 0.2, "0.30000000000000004");
    formats(1.0 / 3, "0.3333333333333333");
    formats(-5e-324, "-4.94065645841247e-324");
    formats(1e300, "1e+300");
}

static void test_every_number_comes_back(void **state)
{
    char text[NUMBER_TEXT];
    double back;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        double value = (next_uniform() - .5) * pow(10, floor(next_uniform() * 40) - 20) / 3;
        size_t length = number_format(value, text);

        assert_true(number_parse(text, length, &back));
        assert_memory_equal(&back, &value, sizeof value);
    }
}

static void refused(const char *text)
{
    double value;

    assert_false(number_parse(text, strlen(text), &value));
}

static void test_what_is_no_number(void **state)
{
    double zero;

    (void)state;
    refused("");
    refused("NaN");
    refused("inf");
    refused("Infinity");
    refused("0x10");
    refused("1,000");
    refused("1e999");
    refused(" 1");
    refused("1 ");
    refused("1.2.3");
    refused("-");
    refused("000000000000000000000000000000000000000000000000000000000000000000001");
    assert_false(number_parse("1\0", 2, &zero));
    assert_true(number_parse("-0", 2, &zero));
    assert_false(signbit(zero));
}

static void test_lists(void **state)
{
    struct err err = ERR_INIT;
    size_t count;
    double *list = number_list("0,10.5,1e3", "lambda", &count, &err);

    (void)state;
    assert_int_equal(count, 3);
    assert_true(list[0] == 0 && list[1] == 10.5 && list[2] == 1000);
    free(list);
    list = number_list(NULL, "lambda", &count, &err);
    assert_non_null(list);
    assert_int_equal(count, 0);
    free(list);
    assert_null(number_list("1,,2", "lambda", &count, &err));
    assert_int_equal(err.code, EX_USAGE);
    assert_null(number_list("1,", "lambda", &count, &err));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_shortest_text),
    cmocka_unit_test(test_every_number_comes_back),
    cmocka_unit_test(test_what_is_no_number),
    cmocka_unit_test(test_lists),
};
TESTS_MAIN(tests)
