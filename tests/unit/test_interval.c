#include "method.h"
#include "method/distributions.h"
#include "method/interval.h"

/* 65 of 100: published by the Office for Health Improvement and Disparities (their R package
 * PHEindicatormethods and spreadsheet tool). */
static void test_wilson_published(void **state)
{
    struct interval p = interval_wilson(65, 100, .95);

    (void)state;
    assert_near(p.lower, .55254443296888, 1e-12);
    assert_near(p.upper, .736357517569025, 1e-12);
    p = interval_wilson(1045, 5000, .998);
    assert_near(p.lower, .191793817990152, 1e-12);
    assert_near(p.upper, .227315629025258, 1e-12);
}

/* By definition: at a limit p the score |x/n - p| / sqrt(p (1-p) / n) is z. */
static void test_wilson_by_definition(void **state)
{
    double z = critical_z(.95);

    (void)state;
    for (int n = 1; n < 60; n += 7)
        for (int x = 0; x <= n; x++) {
            struct interval p = interval_wilson(x, n, .95);
            double share = (double)x / n;

            assert_true(p.lower >= 0 && p.lower <= share && share <= p.upper && p.upper <= 1);
            if (x > 0)
                assert_near((share - p.lower) / sqrt(p.lower * (1 - p.lower) / n), z, 1e-9);
            if (x < n)
                assert_near((p.upper - share) / sqrt(p.upper * (1 - p.upper) / n), z, 1e-9);
        }
}

static double poisson_at_most(int x, double mean)
{
    double term = exp(-mean), sum = term;

    for (int i = 1; i <= x; i++)
        sum += term *= mean / i;
    return sum;
}

/* By definition: at the limits of a small count a tail of its Poisson distribution is 2.5%. */
static void test_small_counts(void **state)
{
    (void)state;
    for (int x = 0; x < 10; x++) {
        struct interval mean = interval_count(x, .95);

        assert_near(poisson_at_most(x, mean.upper), .025, 1e-10);
        if (x > 0)
            assert_near(1 - poisson_at_most(x - 1, mean.lower), .025, 1e-9);
        else
            assert_true(mean.lower == 0);
    }
}

static void test_large_counts(void **state)
{
    struct interval mean = interval_count(65, .95);

    (void)state;
    assert_near(mean.lower, 50.1631877104595, 1e-12);
    assert_near(mean.upper, 82.8491385459398, 1e-12);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_wilson_published),
    cmocka_unit_test(test_wilson_by_definition),
    cmocka_unit_test(test_small_counts),
    cmocka_unit_test(test_large_counts),
};
TESTS_MAIN(tests)
