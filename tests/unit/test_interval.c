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

static double binomial_at_most(int x, int n, double p)
{
    double sum = 0;

    for (int i = 0; i <= x; i++)
        sum += exp(
            lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) + i * log(p) + (n - i) * log1p(-p));
    return sum;
}

/* By definition: at the exact limits of a proportion a tail of its binomial distribution is 2.5%. */
static void test_binomial(void **state)
{
    (void)state;
    for (int n = 1; n < 60; n += 7)
        for (int x = 0; x <= n; x++) {
            struct interval p = interval_binomial(x, n, .95);

            if (x < n)
                assert_near(binomial_at_most(x, n, p.upper), .025, 1e-9);
            if (x > 0)
                assert_near(1 - binomial_at_most(x - 1, n, p.lower), .025, 1e-9);
        }
    assert_true(interval_binomial(0, 9, .95).lower == 0 && interval_binomial(9, 9, .95).upper == 1);
}

/* Byar's limits near the exact ones, from ten events on within one per cent; none below zero. */
static void test_byar(void **state)
{
    (void)state;
    for (int x = 10; x < 5000; x += 37) {
        struct interval byar = interval_byar(x, .95), exact = interval_poisson(x, .95);

        assert_near(byar.lower, exact.lower, .01);
        assert_near(byar.upper, exact.upper, .01);
    }
    assert_true(isnan(interval_byar(0, .95).lower) && isnan(interval_byar(1, .998).lower));
}

/* The t of four degrees of freedom is 2.776445 (Fisher and Yates). */
static void test_mean(void **state)
{
    static const double values[] = {1, 2, 3, 4, 5};
    struct mean mean = mean_of(values, 5), one = mean_of(values, 1);

    (void)state;
    assert_near(mean.mean, 3, 1e-15);
    assert_near(mean.sd, sqrt(2.5), 1e-15);
    assert_near(interval_mean(&mean, .95).upper, 3 + 2.776445 * sqrt(.5), 1e-7);
    assert_true(isnan(one.sd) && isnan(interval_mean(&one, .95).lower));
    assert_true(isnan(mean_of(values, 0).mean));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_wilson_published),
    cmocka_unit_test(test_wilson_by_definition),
    cmocka_unit_test(test_small_counts),
    cmocka_unit_test(test_large_counts),
    cmocka_unit_test(test_binomial),
    cmocka_unit_test(test_byar),
    cmocka_unit_test(test_mean),
};
TESTS_MAIN(tests)
