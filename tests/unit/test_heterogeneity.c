#include "method.h"
#include "method/heterogeneity.h"

/* Equal variances of 1 and a sample variance of 10: every estimator's tau^2 is 9. */
static void test_equal_variances(void **state)
{
    static const double y[] = {-1, 1, 3, 5, 7}, v[] = {1, 1, 1, 1, 1};

    (void)state;
    for (int i = TAU2_DL; i < TAU2_FE; i++) {
        struct pooled p = pool_estimates(y, v, 5, (enum tau2_estimator)i);

        assert_near(p.tau2, 9, 1e-13);
        assert_near(p.mu, 3, 1e-14);
        assert_near(p.se, sqrt(2), 1e-13);
        assert_near(p.q, 40, 1e-14);
        assert_near(p.i2, 90, 1e-13);
    }
}

static void test_estimating_equations(void **state)
{
    double y[12], v[12];

    (void)state;
    for (int round = 0; round < 20; round++) {
        struct pooled p;
        double q = 0;

        for (int i = 0; i < 12; i++) {
            v[i] = .1 + next_uniform();
            y[i] = 6 * next_uniform();
        }
        p = pool_estimates(y, v, 12, TAU2_PM);
        for (int i = 0; i < 12; i++)
            q += (y[i] - p.mu) * (y[i] - p.mu) / (v[i] + p.tau2);
        if (p.tau2 > 0)
            assert_near(q, 11, 1e-12);
        else
            assert_true(q <= 11);
        assert_true(pool_estimates(y, v, 12, TAU2_EB).tau2 == p.tau2);
    }
}

/* Half of twice the restricted log likelihood, without its constants. */
static double restricted(const double *y, const double *v, size_t count, double tau2)
{
    double w = 0, wy = 0, sum = 0;

    for (size_t i = 0; i < count; i++) {
        w += 1 / (v[i] + tau2);
        wy += y[i] / (v[i] + tau2);
    }
    for (size_t i = 0; i < count; i++)
        sum -= .5 * (log(v[i] + tau2) + (y[i] - wy / w) * (y[i] - wy / w) / (v[i] + tau2));
    return sum - .5 * log(w);
}

static void test_restricted_is_a_maximum(void **state)
{
    double y[15], v[15];

    (void)state;
    for (int round = 0; round < 20; round++) {
        double tau2, top;

        for (int i = 0; i < 15; i++) {
            v[i] = .05 + next_uniform();
            y[i] = 5 * next_uniform();
        }
        tau2 = pool_estimates(y, v, 15, TAU2_REML).tau2;
        top = restricted(y, v, 15, tau2);
        assert_true(top >= restricted(y, v, 15, tau2 * 1.05 + .001));
        assert_true(top >= restricted(y, v, 15, tau2 * .95));
    }
}

static void test_none(void **state)
{
    static const double y[] = {2, 2, 2}, v[] = {1, 2, 3};

    (void)state;
    for (int i = TAU2_DL; i <= TAU2_FE; i++) {
        assert_near(pool_estimates(y, v, 3, (enum tau2_estimator)i).tau2, 0, 0);
        assert_near(pool_estimates(y, v, 1, (enum tau2_estimator)i).mu, 2, 0);
    }
    assert_true(isnan(pool_estimates(y, v, 1, TAU2_DL).i2));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_equal_variances),
    cmocka_unit_test(test_estimating_equations),
    cmocka_unit_test(test_restricted_is_a_maximum),
    cmocka_unit_test(test_none),
};
TESTS_MAIN(tests)
