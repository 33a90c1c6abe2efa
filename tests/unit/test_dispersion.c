#include "method.h"
#include "method/dispersion.h"

static struct dispersion of(
    const double *z, const double *s, size_t count, double share, bool truncate)
{
    struct trimming trimming = {share, truncate};

    return dispersion_of(z, s, count, &trimming);
}

/* Two units with s = 1/2: phi = (1 + 9) / 2, tau2 = (10 - 1) / (8 - 32 / 8). */
static void test_by_hand(void **state)
{
    static const double z[] = {-1, 3}, s[] = {.5, .5};
    struct dispersion d = of(z, s, 2, 0, false);

    (void)state;
    assert_near(d.phi, 5, 1e-15);
    assert_near(d.tau2, 2.25, 1e-15);
}

/* Eleven units at -5 ... 5: the quantiles at 10% are -4 and 4. */
static void test_winsorised(void **state)
{
    double z[11], s[11];
    struct dispersion d;

    (void)state;
    for (int i = 0; i < 11; i++) {
        z[i] = i - 5;
        s[i] = 1;
    }
    d = of(z, s, 11, .1, false);
    assert_near(d.phi, (2 * (1 + 4 + 9 + 16 + 16)) / 11.0, 1e-14);
    assert_near(d.tau2, (2 * 46 - 10) / 10.0, 1e-14);
}

/* Of nineteen units, ranks 1 and 19 are in the first and last tenth: 20 places, two a part. */
static void test_truncated(void **state)
{
    double z[19], s[19], squares = 0;
    struct dispersion d;

    (void)state;
    for (int i = 0; i < 19; i++) {
        z[i] = i - 9;
        s[i] = 1;
        if (i >= 1 && i <= 16)
            squares += z[i] * z[i];
    }
    /* floor(rank * 10 / 20) is 1 to 8 for ranks 2 to 17. */
    d = of(z, s, 19, .1, true);
    assert_near(d.phi, squares / 16, 1e-14);
}

static void test_none(void **state)
{
    static const double z[] = {.1, -.1, .2}, s[] = {1, 2, 3};

    (void)state;
    assert_true(isnan(of(z, s, 0, .1, false).phi));
    assert_true(isnan(of(z, s, 1, .1, false).phi));
    assert_true(isnan(of(z, s, 1, .1, true).tau2));
    assert_near(of(z, s, 3, .1, false).tau2, 0, 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_by_hand),
    cmocka_unit_test(test_winsorised),
    cmocka_unit_test(test_truncated),
    cmocka_unit_test(test_none),
};
TESTS_MAIN(tests)
