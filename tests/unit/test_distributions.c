#include "method.h"
#include "method/distributions.h"

/* Normal: the value every table has, and the median of |Z|. */
static void test_normal(void **state)
{
    (void)state;
    assert_near(normal_quantile(.975), 1.959963984540054, 1e-14);
    assert_near(normal_quantile(.75), 0.6744897501960817, 1e-14);
    assert_near(normal_quantile(.5), 0, 1e-15);
    assert_near(critical_z(.998), 3.090232306167813, 1e-13);
}

/* t with one, two and four degrees of freedom has its quantile in closed form (W. T. Shaw, J. Comp.
 * Finance 9 (2006)); thirty from Fisher and Yates' table. */
static void test_student(void **state)
{
    (void)state;
    for (double p = .005; p < 1; p += .015) {
        double alpha = 4 * p * (1 - p), side = p < .5 ? -1 : 1;
        double q = cos(acos(sqrt(alpha)) / 3) / sqrt(alpha);

        assert_near(t_quantile(p, 1), tan(M_PI * (p - .5)), 1e-10);
        assert_near(t_quantile(p, 2), 2 * (p - .5) * sqrt(2 / alpha), 1e-10);
        assert_near(t_quantile(p, 4), side * 2 * sqrt(q > 1 ? q - 1 : 0), 1e-7);
    }
    assert_near(critical_t(.95, 30), 2.042, 3e-4);
}

/* Chi-square with two degrees of freedom is exponential; with one, a squared normal. */
static void test_chi_square(void **state)
{
    (void)state;
    for (double p = .01; p < 1; p += .01) {
        double z = normal_quantile(.5 + p / 2);

        assert_near(chi_square_quantile(p, 2), -2 * log1p(-p), 1e-10);
        assert_near(chi_square_quantile(p, 1), z * z, 1e-10);
    }
}

/* What cannot be given is NULL, and doesn't abort the process as GSL does by default. */
static void test_outside(void **state)
{
    (void)state;
    assert_true(isnan(t_quantile(2, 5)) || isinf(t_quantile(2, 5)));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_normal),
    cmocka_unit_test(test_student),
    cmocka_unit_test(test_chi_square),
    cmocka_unit_test(test_outside),
};
TESTS_MAIN(tests)
