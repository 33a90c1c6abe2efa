#include "method.h"
#include "method/distributions.h"
#include "method/funnel.h"

/* Theta -+ z sqrt(theta (1 - theta) / n), within 0 and 1. */
static void test_proportion(void **state)
{
    struct interval p = funnel_proportion(.8, 64, .95);
    double reach = critical_z(.95) * .05;

    (void)state;
    assert_near(p.lower, .8 - reach, 1e-15);
    assert_near(p.upper, .8 + reach, 1e-15);
    p = funnel_proportion(.8, 4, .998);
    assert_true(p.lower > 0 && p.upper == 1);
}

/* A unit is beyond a limit where the exact interval of its events does not hold what was expected. */
static void test_ratio_agrees_with_the_exact_interval(void **state)
{
    (void)state;
    for (double expected = .05; expected < 500; expected *= 1.37)
        for (double level = .8; level < 1; level += .099) {
            struct interval limits = funnel_ratio(1, expected, level);

            for (int x = 0; x < 3 * expected + 20; x++) {
                struct interval events = interval_poisson(x, level);

                assert_int_equal(x / expected < limits.lower, events.upper < expected);
                assert_int_equal(x / expected > limits.upper, events.lower > expected);
            }
        }
}

static void test_target(void **state)
{
    struct interval one = funnel_ratio(1, 30, .95), two = funnel_ratio(2, 15, .95);

    (void)state;
    assert_near(two.lower, 2 * one.lower, 1e-14);
    assert_near(two.upper, 2 * one.upper, 1e-14);
}

static struct funnel funnel_on(enum funnel_scale scale, double target)
{
    return (struct funnel){
        .scale = scale, .inner = .95, .outer = .998, .trimming = {.1, false}, .target = target};
}

/* Where no unit varies more than by chance, the adjusted limits are about the limits of chance; on
 * every scale they close on the target as the unit grows. */
static void test_adjusted(void **state)
{
    (void)state;
    for (int scale = SCALE_ASIN; scale <= SCALE_LOG; scale++) {
        struct funnel funnel = funnel_on((enum funnel_scale)scale, scale == SCALE_ASIN ? .4 : 1);
        struct funnel_unit units[] = {{.observed = 400, .size = 1000},
            {.observed = 400000, .size = 1000000}, {.observed = 4, .size = 10}};

        if (scale != SCALE_ASIN)
            for (int i = 0; i < 3; i++)
                units[i].size = units[i].observed;
        funnel_fill(&funnel, units, 3);
        assert_near(funnel.dispersion.tau2, 0, 0);
        assert_near(units[1].adjusted.inner.lower, units[1].chance.inner.lower, 1e-4);
        assert_near(units[1].adjusted.outer.upper, units[1].chance.outer.upper, 1e-4);
        for (int i = 0; i < 3; i++)
            assert_int_equal(units[i].adjusted.label, LABEL_WITHIN);
        assert_true(units[2].adjusted.outer.lower >= 0);
        assert_near(units[1].adjusted.outer.upper, funnel.target, .01);
    }
}

/* Units that differ widely: chance alone calls them outliers, the adjusted limits hold them. */
static void test_labels(void **state)
{
    struct funnel funnel = funnel_on(SCALE_ASIN, NAN);
    struct funnel_unit units[20];
    int beyond = 0, adjusted = 0;

    (void)state;
    for (int i = 0; i < 20; i++)
        units[i] = (struct funnel_unit){.observed = 300 + 20 * i, .size = 1000};
    funnel_fill(&funnel, units, 20);
    assert_near(funnel.target, .49, 1e-15);
    for (int i = 0; i < 20; i++) {
        beyond += units[i].chance.label != LABEL_WITHIN;
        adjusted += units[i].adjusted.label != LABEL_WITHIN;
    }
    assert_int_equal(units[0].chance.label, LABEL_BELOW_OUTER);
    assert_int_equal(units[19].chance.label, LABEL_ABOVE_OUTER);
    assert_true(beyond > 14);
    assert_int_equal(adjusted, 0);
}

static void test_nobody(void **state)
{
    struct funnel funnel = funnel_on(SCALE_ASIN, NAN);
    struct funnel_unit units[] = {{.observed = 0, .size = 0}};

    (void)state;
    funnel_fill(&funnel, units, 1);
    assert_true(isnan(units[0].value) && isnan(funnel.target));
    assert_null(funnel_label_name(units[0].chance.label));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_proportion),
    cmocka_unit_test(test_ratio_agrees_with_the_exact_interval),
    cmocka_unit_test(test_target),
    cmocka_unit_test(test_adjusted),
    cmocka_unit_test(test_labels),
    cmocka_unit_test(test_nobody),
};
TESTS_MAIN(tests)
