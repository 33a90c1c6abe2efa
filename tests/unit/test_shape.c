#include "method.h"
#include "method/shape.h"

/* Where the mode is an end or the middle, the beta distribution's shares have a form by hand:
 * 1 - (1 - x)^5, x^5 and x^3 (10 - 15 x + 6 x^2). */
static void test_pert(void **state)
{
    (void)state;
    for (double p = .001; p < 1; p += .0247) {
        double x = shape_quantile(SHAPE_PERT, 10, 15, 20, p) / 10 - 1;

        assert_near(shape_quantile(SHAPE_PERT, 0, 0, 1, p), 1 - pow(1 - p, .2), 1e-12);
        assert_near(shape_quantile(SHAPE_PERT, 0, 1, 1, p), pow(p, .2), 1e-12);
        assert_near(x * x * x * (10 - 15 * x + 6 * x * x), p, 1e-11);
    }
}

/* Below the mode the share is (x - l)^2 / (w (m - l)), above it 1 - (h - x)^2 / (w (h - m)). */
static void test_triangular(void **state)
{
    (void)state;
    for (double p = .001; p < 1; p += .0247) {
        double x = shape_quantile(SHAPE_TRIANGULAR, -2, 1, 8, p);
        double share = x < 1 ? (x + 2) * (x + 2) / 30 : 1 - (8 - x) * (8 - x) / 70;

        assert_near(share, p, 1e-13);
        assert_near(shape_quantile(SHAPE_TRIANGULAR, 0, 0, 1, p), 1 - sqrt(1 - p), 1e-13);
        assert_near(shape_quantile(SHAPE_TRIANGULAR, 0, 1, 1, p), sqrt(p), 1e-13);
    }
}

static void test_uniform_and_points(void **state)
{
    (void)state;
    assert_near(shape_quantile(SHAPE_UNIFORM, 2, 9, 10, .25), 4, 0);
    for (int shape = SHAPE_UNIFORM; shape <= SHAPE_PERT; shape++)
        assert_near(shape_quantile((enum shape)shape, 3, 3, 3, .7), 3, 0);
    assert_true(isnan(shape_quantile(SHAPE_NONE, 1, 2, 3, .5)));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_pert),
    cmocka_unit_test(test_triangular),
    cmocka_unit_test(test_uniform_and_points),
};
TESTS_MAIN(tests)
