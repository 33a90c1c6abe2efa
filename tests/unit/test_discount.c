#include "method.h"
#include "method/discount.h"

static int read_text(
    struct discount *discount, const char *text, const char *schedule, struct err *err)
{
    struct input input = {text_fd(text), "rates", true};
    int code = discount_read(discount, &input, schedule, err);

    close(input.fd);
    return code;
}

/* A half, then a quarter from the third year on: factors by hand, whatever the order of the rows. */
static void test_factors(void **state)
{
    struct discount discount = {0};
    struct err err = ERR_INIT;
    double factors[7];

    (void)state;
    assert_int_equal(
        read_text(&discount,
            "schedule,year_from,year_to,rate\nown,3,5,.25\nelse,1,9,.9\nown,0,2,.5\n", "own", &err),
        0);
    discount_factors(&discount, factors, 7);
    assert_near(factors[0], 1, 0);
    assert_near(factors[1], 2 / 3.0, 1e-15);
    assert_near(factors[2], 4 / 9.0, 1e-15);
    assert_near(factors[3], 16 / 45.0, 1e-15);
    assert_near(factors[5], 256 / 1125.0, 1e-15);
    assert_true(isnan(factors[6])); /* never extrapolated */
    discount_release(&discount);
}

/* A year that lies between two rows has no rate, nor has any after it. */
static void test_gap(void **state)
{
    struct discount discount = {0};
    struct err err = ERR_INIT;
    double factors[5];

    (void)state;
    assert_int_equal(read_text(&discount, "schedule,year_from,year_to,rate\nown,1,1,0\nown,3,9,0\n",
                         "own", &err),
        0);
    discount_factors(&discount, factors, 5);
    assert_near(factors[1], 1, 0);
    assert_true(isnan(factors[2]) && isnan(factors[4]));
    discount_release(&discount);
}

/* Without any row only the first year has a factor. */
static void test_none(void **state)
{
    struct discount discount = {0};
    double factors[2];

    (void)state;
    discount_factors(&discount, factors, 2);
    assert_near(factors[0], 1, 0);
    assert_true(isnan(factors[1]));
}

static void refuses(const char *rows, const char *message)
{
    char *text = mem_format("schedule,year_from,year_to,rate\n%s", rows);
    struct discount discount = {0};
    struct err err = ERR_INIT;

    assert_int_equal(read_text(&discount, text, "own", &err), EX_DATAERR);
    assert_string_equal(err.message, message);
    assert_string_equal(err.detail, strstr(message, "'rates'") ? "" : "in 'rates'");
    discount_release(&discount);
    free(text);
}

static void test_what_is_wrong(void **state)
{
    (void)state;
    refuses("own,0,9,3.5\n", "row 1: 'rate' is not from 0 to less than 1");
    refuses("own,0,9,-.1\n", "row 1: 'rate' is not from 0 to less than 1");
    refuses("own,0,9,\n", "row 1: 'rate' is missing");
    refuses("own,5,4,.1\n", "row 1: 'year_to' is before 'year_from'");
    refuses("own,.5,4,.1\n", "row 1: 'year_from' is not a whole number of years from 0 to 1000");
    refuses("own,5,9,.1\nelse,0,9,.2\nown,0,5,.1\n", "rows 1 and 3 hold one year of a schedule");
    refuses("else,0,9,.1\n", "'rates' has no row of the schedule");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_factors),
    cmocka_unit_test(test_gap),
    cmocka_unit_test(test_none),
    cmocka_unit_test(test_what_is_wrong),
};
TESTS_MAIN(tests)
