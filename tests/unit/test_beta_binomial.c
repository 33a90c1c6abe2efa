#include "method.h"
#include "method/beta_binomial.h"

/* The logarithm of the likelihood by the beta function itself. */
static double likelihood(const struct binomial *units, size_t count, double a, double b)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++) {
        double x = units[i].x, rest = units[i].n - x;

        sum += lgamma(x + a) + lgamma(rest + b) - lgamma(x + rest + a + b);
        sum -= lgamma(a) + lgamma(b) - lgamma(a + b);
    }
    return sum;
}

static void test_is_a_maximum(void **state)
{
    struct binomial units[30];

    (void)state;
    for (int round = 0; round < 10; round++) {
        struct beta_prior fit;
        double top;

        for (int i = 0; i < 30; i++) {
            units[i].n = 1 + (int)(80 * next_uniform());
            units[i].x = (int)((units[i].n + 1) * next_uniform());
        }
        fit = beta_binomial_fit(units, 30);
        assert_int_equal(fit.fit, BETA_FITTED);
        assert_near(fit.mean, fit.alpha / (fit.alpha + fit.beta), 1e-14);
        top = likelihood(units, 30, fit.alpha, fit.beta);
        assert_near(fit.log_likelihood, top, 1e-12);
        for (double step = .9; step < 1.15; step += .2) {
            assert_true(likelihood(units, 30, fit.alpha * step, fit.beta) < top);
            assert_true(likelihood(units, 30, fit.alpha, fit.beta * step) < top);
            assert_true(likelihood(units, 30, fit.alpha * step, fit.beta * step) < top);
        }
    }
}

/* Bit for bit the same in any order of the units. */
static void test_order(void **state)
{
    struct binomial units[9], turned[9];
    struct beta_prior fit, other;

    (void)state;
    for (int i = 0; i < 9; i++) {
        units[i] = (struct binomial){(i * 5) % 9, 9 + i};
        turned[8 - i] = units[i];
    }
    fit = beta_binomial_fit(units, 9);
    other = beta_binomial_fit(turned, 9);
    assert_true(fit.alpha == other.alpha && fit.beta == other.beta);
}

static void test_no_variation(void **state)
{
    static const struct binomial even[] = {{5, 10}, {10, 20}, {2, 4}}, ones[] = {{1, 1}, {0, 1}};
    static const struct binomial all[] = {{3, 3}, {8, 8}}, none[] = {{0, 3}, {0, 8}};

    (void)state;
    assert_int_equal(beta_binomial_fit(even, 3).fit, BETA_POOLED);
    assert_near(beta_binomial_fit(even, 3).mean, .5, 0);
    /* One person a unit says nothing of how units vary. */
    assert_int_equal(beta_binomial_fit(ones, 2).fit, BETA_POOLED);
    assert_near(beta_binomial_fit(all, 2).mean, 1, 0);
    assert_near(beta_binomial_fit(none, 2).mean, 0, 0);
}

static void test_no_fit(void **state)
{
    static const struct binomial extremes[] = {{0, 9}, {9, 9}, {0, 9}, {9, 9}}, nobody[] = {{0, 0}};

    (void)state;
    assert_int_equal(beta_binomial_fit(extremes, 4).fit, BETA_NONE);
    assert_int_equal(beta_binomial_fit(nobody, 1).fit, BETA_NONE);
    assert_int_equal(beta_binomial_fit(nobody, 0).fit, BETA_NONE);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_is_a_maximum),
    cmocka_unit_test(test_order),
    cmocka_unit_test(test_no_variation),
    cmocka_unit_test(test_no_fit),
};
TESTS_MAIN(tests)
