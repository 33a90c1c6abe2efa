#include "method.h"
#include "method/fieller.h"

static bool holds(const struct fieller *set, double r)
{
    switch (set->type) {
    case SET_INTERVAL:
        return (isnan(set->lower) || r >= set->lower) && (isnan(set->upper) || r <= set->upper);
    case SET_COMPLEMENT:
        return r <= set->lower || r >= set->upper;
    case SET_LINE:
        return true;
    case SET_NONE:
        break;
    }
    return false;
}

/* By definition: r is in the set where c - r e is within t standard errors of zero. Random cases of
 * all three shapes are held against it on a grid of ratios. */
static void test_against_the_definition(void **state)
{
    int seen[4] = {0};

    (void)state;
    for (int i = 0; i < 5000; i++) {
        double e = next_uniform() * 4 - 2, c = next_uniform() * 40 - 20;
        double se = next_uniform() * 2, sc = next_uniform() * 15;
        double cov = (next_uniform() * 1.9 - .95) * se * sc;
        struct fieller set = fieller_set(c, e, sc * sc, se * se, cov, 1.96);

        seen[set.type]++;
        assert_true(isnan(set.lower) || isnan(set.upper) || set.lower <= set.upper);
        for (double r = -300; r <= 300; r += 7.3) {
            double distance = (c - r * e) * (c - r * e);
            double reach = 1.96 * 1.96 * (sc * sc + r * r * se * se - 2 * r * cov);

            if (fabs(distance - reach) > 1e-6 * (distance + reach))
                assert_int_equal(holds(&set, r), distance < reach);
        }
    }
    assert_true(seen[SET_INTERVAL] > 500 && seen[SET_COMPLEMENT] > 100 && seen[SET_LINE] > 100);
    assert_int_equal(seen[SET_NONE], 0);
}

/* H. A. Glick and others' teaching example (Economic Evaluation in Clinical Trials): difference of
 * cost 1,000 (se 324), of QALYs .01 (se .001925), correlation -.71014, 498 degrees of freedom; they
 * print 28,200 to 245,200. */
static void test_published(void **state)
{
    struct fieller set =
        fieller_set(1000, .01, 324 * 324, .001925 * .001925, -.71014 * 324 * .001925, 1.9647389829);

    (void)state;
    assert_int_equal(set.type, SET_INTERVAL);
    assert_near(set.lower, 28200, .01);
    assert_near(set.upper, 245200, .01);
}

static void test_without_variance(void **state)
{
    struct fieller set = fieller_set(10, 4, 0, 0, 0, 2);

    (void)state;
    assert_int_equal(set.type, SET_INTERVAL);
    assert_near(set.lower, 2.5, 1e-12);
    assert_near(set.upper, 2.5, 1e-12);
    assert_int_equal(fieller_set(10, 0, 0, 0, 0, 2).type, SET_NONE);
    assert_int_equal(fieller_set(10, 0, 100, 0, 0, 2).type, SET_LINE);
    assert_int_equal(fieller_set(10, 1, NAN, NAN, NAN, 2).type, SET_NONE);
    assert_string_equal(set_type_name(SET_COMPLEMENT), "complement");
}

/* The denominator exactly t standard errors from zero: from one ratio on, everything fits. */
static void test_half_line(void **state)
{
    struct fieller set = fieller_set(10, 2, 1, 1, 0, 2);

    (void)state;
    assert_int_equal(set.type, SET_INTERVAL);
    assert_near(set.lower, 96. / 40, 1e-12);
    assert_true(isnan(set.upper));
    set = fieller_set(-10, 2, 1, 1, 0, 2);
    assert_true(isnan(set.lower));
    assert_near(set.upper, -96. / 40, 1e-12);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_against_the_definition),
    cmocka_unit_test(test_published),
    cmocka_unit_test(test_without_variance),
    cmocka_unit_test(test_half_line),
};
TESTS_MAIN(tests)
