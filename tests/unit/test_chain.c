#include "method.h"
#include "method/chain.h"

/* n 10, unit value 100, prices doubled, and so on: 10 * 100 * 2 * .5 * .5 * .9 * .8 * .75 = 270. */
static struct chain chain(size_t first, size_t duration, double dropoff)
{
    return (struct chain){{10, 100, .5, .5, .1, .2, .25, dropoff}, 2, first, duration};
}

static void test_steps(void **state)
{
    const double wanted[] = {2000, 1000, 500, 450, 360, 270, 270};
    struct chain one = chain(0, 1, .5);

    (void)state;
    for (int part = CHAIN_UNIT_VALUE; part <= CHAIN_DROPOFF; part++)
        assert_near(
            chain_through(&one, (enum chain_part)part), wanted[part - CHAIN_UNIT_VALUE], 1e-15);
}

static void test_years(void **state)
{
    struct chain three = chain(2, 3, .5);
    double factors[] = {1, .5, .25, .125, .0625};

    (void)state;
    assert_near(chain_value(&three, 1), 0, 0);
    assert_near(chain_value(&three, 2), 270, 1e-15);
    assert_near(chain_value(&three, 4), 67.5, 1e-15);
    assert_near(chain_value(&three, 5), 0, 0);
    assert_near(chain_present(&three, factors, 4), 270 * (.25 + .0625 + .015625), 1e-15);
    assert_near(chain_beyond(&three, 4), 0, 0);
}

/* A horizon that is shorter than the effect, and one that it does not begin within. */
static void test_horizon(void **state)
{
    struct chain three = chain(2, 3, .5);
    double factors[] = {1, .5, .25};

    (void)state;
    assert_int_equal(chain_years(&three, 2), 1);
    assert_near(chain_present(&three, factors, 2), 67.5, 1e-15);
    assert_near(chain_beyond(&three, 2), 202.5, 1e-15);
    assert_int_equal(chain_years(&three, 1), 0);
    assert_near(chain_present(&three, factors, 1), 0, 0);
    assert_near(chain_beyond(&three, 0), 472.5, 1e-15);
}

/* All drops off after the first year; nothing ever does. */
static void test_dropoff(void **state)
{
    struct chain all = chain(0, 3, 1), none = chain(0, 3, 0);
    double factors[] = {1, 1, 1};

    (void)state;
    assert_near(chain_present(&all, factors, 2), 270, 1e-15);
    assert_near(chain_present(&none, factors, 2), 810, 1e-15);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_steps),
    cmocka_unit_test(test_years),
    cmocka_unit_test(test_horizon),
    cmocka_unit_test(test_dropoff),
};
TESTS_MAIN(tests)
