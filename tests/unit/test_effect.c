#include "method.h"
#include "method/effect.h"

/* J(2) = Gamma(1) / Gamma(1/2), J(3) = Gamma(3/2) / (sqrt(3/2) Gamma(1)), then by the recurrence
 * J(m + 2) = J(m) m / (m - 1) sqrt(m / (m + 2)), which follows from Gamma(x + 1) = x Gamma(x). */
static void test_correction(void **state)
{
    double even = 1 / sqrt(M_PI), odd = sqrt(M_PI) / 2 / sqrt(1.5);

    (void)state;
    for (double m = 2; m < 2000; m += 2) {
        assert_near(effect_correction(m), even, 1e-13);
        assert_near(effect_correction(m + 1), odd, 1e-13);
        even *= m / (m - 1) * sqrt(m / (m + 2));
        odd *= (m + 1) / m * sqrt((m + 1) / (m + 3));
    }
    /* For large groups about 1 - 3 / (4m - 1) (L. V. Hedges, 1981); the next term is 1 / (32 m^2). */
    assert_near(effect_correction(1e6), 1 - 3 / (4e6 - 1) - 1 / 32e12, 1e-15);
    assert_true(isnan(effect_correction(1)) && isnan(effect_correction(0)));
}

static void test_scores(void **state)
{
    static const double pre[] = {10, 12, 14}, post[] = {13, 13, 19};
    struct scores s = scores_of(pre, post, 3);

    (void)state;
    assert_near(s.mean_pre, 12, 1e-15);
    assert_near(s.sd_pre, 2, 1e-15);
    assert_near(s.mean_change, 3, 1e-15);
    assert_near(s.sd_change, 2, 1e-15);
    assert_near(s.sd_post, sqrt(12), 1e-15);
    assert_near(s.correlation, 6 / (2 * sqrt(12)), 1e-15); /* covariance (-2 * -2 + 2 * 4) / 2 */
}

static void test_effects(void **state)
{
    struct effect e = effect_raw(3, 12, 15, 2, .5), none = effect_raw(3, 12, 15, 0, .5);
    double j = 1 / sqrt(M_PI);
    struct effect d;

    (void)state;
    assert_near(e.d, 1.5 * j, 1e-14);
    assert_near(e.variance, 1. / 3 + 2.25 * j * j / 6, 1e-14);
    assert_near(effect_change(3, 3, 2).variance, 1. / 3 + 2.25 * j * j / 6, 1e-14);
    assert_true(isnan(none.d) && isnan(none.variance));
    assert_true(isnan(effect_raw(2, 12, 15, 2, .5).d));
    d = effect_difference(e, e);
    assert_near(d.d, 0, 0);
    assert_near(d.variance, 2 * e.variance, 1e-15);
    assert_near(effect_limits(d, .95).upper, 1.959963984540054 * sqrt(d.variance), 1e-14);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_correction),
    cmocka_unit_test(test_scores),
    cmocka_unit_test(test_effects),
};
TESTS_MAIN(tests)
