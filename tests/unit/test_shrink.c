#include "method.h"
#include "method/shrink.h"

/* Uniform prior, one event of one: Beta(2, 1), whose distribution function is x^2. */
static void test_share(void **state)
{
    static const struct beta_prior uniform = {BETA_FITTED, .5, .5, 1, 1, 0};
    static const struct binomial unit = {1, 1}, pool = {1, 1};
    struct shrunken s = shrink_share(&unit, &uniform, &pool, .95);

    (void)state;
    assert_near(s.value, 2. / 3, 1e-15);
    assert_near(s.se, sqrt(1. / 18), 1e-15);
    assert_near(s.limits.lower, sqrt(.025), 1e-13);
    assert_near(s.limits.upper, sqrt(.975), 1e-13);
    assert_near(s.above, .75, 1e-14);
    assert_near(s.weight, 1. / 3, 1e-15);
}

static void test_pooled(void **state)
{
    static const struct beta_prior pooled = {BETA_POOLED, .4, .4, NAN, NAN, NAN};
    static const struct beta_prior none = {BETA_NONE, .4, NAN, NAN, NAN, NAN};
    static const struct binomial unit = {1, 1}, pool = {40, 100};
    struct shrunken s = shrink_share(&unit, &pooled, &pool, .95);

    (void)state;
    assert_near(s.value, .4, 0);
    assert_near(s.weight, 0, 0);
    assert_true(isnan(s.above));
    assert_true(s.limits.lower > .3 && s.limits.upper < .5);
    assert_true(isnan(shrink_share(&unit, &none, &pool, .95).value));
}

static void test_estimate(void **state)
{
    static const struct pooled pooled = {9, 3, 0, 0, 0}, alike = {0, 3, .5, 0, 0};
    struct shrunken s = shrink_estimate(7, 1, &pooled, .95);

    (void)state;
    assert_near(s.value, 6.6, 1e-15);
    assert_near(s.se, sqrt(.9), 1e-15);
    assert_near(s.above, .99992562, 1e-6); /* Phi(3.6 / sqrt(.9)) = Phi(3.7947) */
    s = shrink_estimate(7, 1, &alike, .95);
    assert_near(s.value, 3, 0);
    assert_near(s.se, .5, 1e-15);
    assert_true(isnan(s.above));
}

static void test_james_stein(void **state)
{
    static const double y[] = {-1, 1, 3, 5, 7}, close[] = {3, 3, 3, 3, 3.1};
    struct james_stein fit = james_stein_fit(y, 5, 1);

    (void)state;
    assert_near(fit.weight, 1 - 2. / 40, 1e-15);
    assert_near(shrink_james_stein(7, &fit).value, 6.8, 1e-14);
    /* Never past the mean. */
    assert_near(james_stein_fit(close, 5, 1).weight, 0, 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_share),
    cmocka_unit_test(test_pooled),
    cmocka_unit_test(test_estimate),
    cmocka_unit_test(test_james_stein),
};
TESTS_MAIN(tests)
