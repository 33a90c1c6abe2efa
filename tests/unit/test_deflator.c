#include "method.h"
#include "method/deflator.h"

static int read_text(struct deflator *deflator, const char *text, struct err *err)
{
    struct input input = {text_fd(text), "index", true};
    int code = deflator_read(deflator, &input, err);

    close(input.fd);
    return code;
}

static void test_ratios(void **state)
{
    struct deflator deflator = {0};
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(
        read_text(&deflator, "price_year,value\n2024,100\n2010,80\n2012,50\n", &err), 0);
    assert_near(deflator_ratio(&deflator, 2010, 2024), 1.25, 0);
    assert_near(deflator_ratio(&deflator, 2024, 2012), .5, 0);
    assert_near(deflator_ratio(&deflator, 1066, 1066), 1, 0); /* nothing to move */
    assert_true(isnan(deflator_ratio(&deflator, 2011, 2024)));
    assert_true(isnan(deflator_ratio(&deflator, 2024, 2025)));
    deflator_release(&deflator);
    assert_true(isnan(deflator_ratio(&deflator, 2010, 2024)));
}

static void refuses(const char *rows, const char *message)
{
    char *text = mem_format("price_year,value\n%s", rows);
    struct deflator deflator = {0};
    struct err err = ERR_INIT;

    assert_int_equal(read_text(&deflator, text, &err), EX_DATAERR);
    assert_string_equal(err.message, message);
    assert_string_equal(err.detail, "in 'index'");
    deflator_release(&deflator);
    free(text);
}

static void test_what_is_wrong(void **state)
{
    (void)state;
    refuses("2024,100\n2023,99\n2024,100\n", "rows 1 and 3 have the same 'price_year'");
    refuses("2024,0\n", "row 1: 'value' is not above 0");
    refuses("24,100\n", "row 1: 'price_year' is not a year");
    refuses("2024.5,100\n", "row 1: 'price_year' is not a year");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_ratios),
    cmocka_unit_test(test_what_is_wrong),
};
TESTS_MAIN(tests)
