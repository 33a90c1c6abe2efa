#include "method.h"
#include "method/sum.h"

static void test_pence_are_exact(void **state)
{
    struct sum sum = SUM_INIT;

    (void)state;
    for (int i = 0; i < 1000; i++)
        sum_money(&sum, .1);
    assert_true(sum_pounds(&sum) == 100);
    sum_money(&sum, -99.99);
    assert_true(sum_pounds(&sum) == .01);
}

static void test_finer_parts_are_kept(void **state)
{
    struct sum sum = SUM_INIT;

    (void)state;
    sum_money(&sum, 1.005);
    sum_money(&sum, .001);
    assert_near(sum_pounds(&sum), 1.006, 1e-15);
}

static void test_too_much_for_pence(void **state)
{
    struct sum sum = SUM_INIT;

    (void)state;
    sum_money(&sum, 1e15);
    sum_money(&sum, 1);
    assert_true(sum_pounds(&sum) == 1e15 + 1);
}

static void test_small_beside_large(void **state)
{
    struct sum sum = SUM_INIT;

    (void)state;
    sum_add(&sum, 1);
    sum_add(&sum, 1e100);
    sum_add(&sum, 1);
    sum_add(&sum, -1e100);
    assert_true(sum_total(&sum) == 2);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_pence_are_exact),
    cmocka_unit_test(test_finer_parts_are_kept),
    cmocka_unit_test(test_too_much_for_pence),
    cmocka_unit_test(test_small_beside_large),
};
TESTS_MAIN(tests)
