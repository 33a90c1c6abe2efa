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

/* Each is the other's inverse; the beta distribution with b = 1 is x^a, with both 1/2 an arcsine. Large
 * parameters are those of a fit to many persons. */
static void test_inverse(void **state)
{
    (void)state;
    for (double p = .001; p < 1; p += .007) {
        double sine = sin(M_PI_2 * p);

        assert_near(normal_below(normal_quantile(p)), p, 1e-14);
        assert_near(chi_square_below(chi_square_quantile(p, 7), 7), p, 1e-12);
        assert_near(beta_quantile(p, 3, 1), cbrt(p), 1e-13);
        assert_near(beta_quantile(p, .5, .5), sine * sine, 1e-12);
        assert_near(1 - beta_above(beta_quantile(p, 5000, 4), 5000, 4), p, 1e-10);
        assert_near(1 - beta_above(beta_quantile(p, 200, 3000), 200, 3000), p, 1e-10);
    }
    assert_true(isnan(beta_quantile(.5, 0, 1)) && isnan(beta_quantile(1.5, 1, 1)));
}

/* Where GSL's own inverses fail or lose digits: the functions they invert give p back. */
static void test_many_degrees_of_freedom(void **state)
{
    static const double p[] = {.001, .025, .5, .975, .999, .9995};

    (void)state;
    for (double df = .1; df < 2e6; df = df < 3000 ? df * 1.01 + .01 : df * 1.7)
        for (size_t i = 0; i < sizeof p / sizeof *p; i++)
            assert_near(chi_square_below(chi_square_quantile(p[i], df), df), p[i], 1e-11);
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
    cmocka_unit_test(test_inverse),
    cmocka_unit_test(test_many_degrees_of_freedom),
    cmocka_unit_test(test_outside),
};
TESTS_MAIN(tests)
