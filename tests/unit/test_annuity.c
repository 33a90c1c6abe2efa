#include "method.h"
#include "method/annuity.h"

/* Published by HM Treasury's method: 1,000,000 over 60 years at 3.5%, and 50,000 over 10. */
static void test_equivalent(void **state)
{
    double factors[61] = {1};

    (void)state;
    for (int t = 1; t <= 60; t++)
        factors[t] = factors[t - 1] / 1.035;
    assert_near(annuity_factor(factors, 30), 18.3920454114, 1e-11);
    assert_near(annuity_equivalent(1e6, 0, factors, 60), 40088.62132, 1e-9);
    assert_near(annuity_equivalent(50000, 0, factors, 10), 6012.06839, 1e-8);
    /* The charges and what it is then worth repay it. */
    assert_near(
        annuity_equivalent(1e6, 2e5, factors, 25) * annuity_factor(factors, 25) + 2e5 * factors[25],
        1e6, 1e-14);
}

/* Without interest it is what is used up, by the year. */
static void test_no_interest(void **state)
{
    double factors[] = {1, 1, 1, 1, 1};

    (void)state;
    assert_near(annuity_factor(factors, 4), 4, 0);
    assert_near(annuity_factor(factors, 0), 0, 0);
    assert_near(annuity_equivalent(1000, 200, factors, 4), 200, 0);
    assert_near(annuity_equivalent(1000, 1000, factors, 1), 0, 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_equivalent),
    cmocka_unit_test(test_no_interest),
};
TESTS_MAIN(tests)
