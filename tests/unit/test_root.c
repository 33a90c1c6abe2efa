#include "method.h"
#include "method/root.h"

static double square_less(double at, void *state)
{
    return at * at - *(double *)state;
}

static double above_zero(double at, void *state)
{
    (void)state;
    return at + 1;
}

static void test_square_roots(void **state)
{
    (void)state;
    for (double wanted = 1e-12; wanted < 1e12; wanted *= 7)
        assert_near(root_between(square_less, &wanted, 0, 1e7), sqrt(wanted), 1e-15);
}

/* An end that is the root, and none between. */
static void test_ends(void **state)
{
    double four = 4;

    (void)state;
    assert_near(root_between(square_less, &four, 2, 9), 2, 0);
    assert_near(root_between(square_less, &four, 0, 2), 2, 0);
    assert_true(isnan(root_between(above_zero, NULL, 0, 1)));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_square_roots),
    cmocka_unit_test(test_ends),
};
TESTS_MAIN(tests)
