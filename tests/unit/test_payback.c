#include "method.h"
#include "method/payback.h"

static size_t payback(const double *net, size_t count)
{
    return payback_period(net, count);
}
#define PAYBACK(...)                                                                               \
    payback((const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

static void test_periods(void **state)
{
    (void)state;
    assert_int_equal(PAYBACK(-100, 60, 60), 2);
    assert_int_equal(PAYBACK(-100, 60, 39), 3);              /* never: one past the last */
    assert_int_equal(PAYBACK(-100, 60, 40), 2);              /* just */
    assert_int_equal(PAYBACK(5, 0, 0), 0);                   /* no cost */
    assert_int_equal(PAYBACK(0, 0), 0);                      /* nothing at all */
    assert_int_equal(PAYBACK(-100, 120, -50, 10), 4);        /* crossed, and lost for good */
    assert_int_equal(PAYBACK(-100, 120, -50, 10, 20, 1), 4); /* crossed, lost, won again */
    assert_int_equal(PAYBACK(100, -150, 200), 2);            /* in hand at first is not paid back */
}

/* To the penny: what binary fractions leave over neither makes nor breaks it. */
static void test_pence(void **state)
{
    (void)state;
    assert_int_equal(PAYBACK(-.3, .1, .1, .1), 3);
    assert_int_equal(PAYBACK(-1e6 - .1, 1e6, .1), 2);
    assert_int_equal(PAYBACK(-100.01, 100), 2);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_periods),
    cmocka_unit_test(test_pence),
};
TESTS_MAIN(tests)
