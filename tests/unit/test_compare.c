#include "method.h"
#include "method/compare.h"

/* Two arms of three by hand: differences 2 and 10, variances (1 + 1)/3 and (4 + 16)/3. */
static const struct moments arm = {.n = 3,
    .mean_cost = 30,
    .mean_outcome = 5,
    .var_cost = 4. / 3,
    .var_outcome = 1. / 3,
    .cov = .5};
static const struct moments reference = {.n = 3,
    .mean_cost = 20,
    .mean_outcome = 3,
    .var_cost = 16. / 3,
    .var_outcome = 1. / 3,
    .cov = -.25};

static void test_by_hand(void **state)
{
    struct comparison c = compare_arms(&arm, &reference, .95, false);
    struct benefit b = compare_benefit(&c, 6);
    double se = sqrt(36 * 2. / 3 + 20. / 3 - 12 * .25);

    (void)state;
    assert_near(c.difference.cost, 10, 0);
    assert_near(c.difference.effect, 2, 0);
    assert_near(c.icer, 5, 0);
    assert_true(isnan(c.df));
    assert_near(b.value, 2, 1e-15);
    assert_near(b.se, se, 1e-14);
    assert_near(b.lower, 2 - 1.959963984540054 * se, 1e-13);
    assert_near(b.upper, 2 + 1.959963984540054 * se, 1e-13);
}

/* t(4) at .975 is 2.776445105197793 by the closed form. */
static void test_student(void **state)
{
    struct comparison c = compare_arms(&arm, &reference, .95, true);

    (void)state;
    assert_near(c.df, 4, 0);
    assert_near(c.critical, 2.776445105197793, 1e-9);
}

static void test_too_few(void **state)
{
    struct moments one = {
        .n = 1, .mean_cost = 1, .mean_outcome = 1, .var_cost = NAN, .var_outcome = NAN, .cov = NAN};
    struct comparison c = compare_arms(&one, &reference, .95, true);

    (void)state;
    assert_near(c.difference.cost, -19, 0);
    assert_int_equal(c.set.type, SET_NONE);
    assert_true(isnan(compare_benefit(&c, 1).lower) && isnan(compare_benefit(&c, 1).se));
}

static void test_quadrants(void **state)
{
    (void)state;
    assert_string_equal(quadrant_name(quadrant_of(1, 1)), "ne");
    assert_string_equal(quadrant_name(quadrant_of(1, 0)), "se");
    assert_string_equal(quadrant_name(quadrant_of(0, 1)), "nw");
    assert_string_equal(quadrant_name(quadrant_of(0, 0)), "sw");
    assert_string_equal(quadrant_name(quadrant_of(-1, -1)), "sw");
}

/* Arms whose persons are all alike have one replicate only. A person of the arm costs 5 more and
 * gains 1: worth it from above 5, not at 5 (strictly greater). */
static void test_acceptability(void **state)
{
    struct person dear[] = {{15, 2}, {15, 2}}, cheap[] = {{10, 1}, {10, 1}};
    struct cohort one = {.name = (char[]){"dear"}, .n = 2, .persons = dear};
    struct cohort other = {.name = (char[]){"cheap"}, .n = 2, .persons = cheap};
    struct bootstrap options = {.analysis = "t", .seed = 1, .replicates = 50, .level = .95};
    double lambdas[] = {4, 5, 6}, quadrants[QUADRANTS], acceptable[3];

    (void)state;
    compare_bootstrap(&one, &other, &options, lambdas, 3, quadrants, acceptable);
    assert_true(quadrants[QUADRANT_NE] == 1 && quadrants[QUADRANT_SW] == 0);
    assert_true(acceptable[0] == 0 && acceptable[1] == 0 && acceptable[2] == 1);
    options.replicates = 0;
    compare_bootstrap(&one, &other, &options, lambdas, 3, quadrants, acceptable);
    assert_true(isnan(quadrants[QUADRANT_NE]) && isnan(acceptable[2]));
}

/* Outcomes of 40 of 100 against 30 of 100 at no cost: the share of replicates with a greater effect
 * is near the normal probability of .1 / sqrt(.4*.6/100 + .3*.7/100) = 1.4907 less half a step, .925
 * with the ties that count as no gain. */
static void test_share_is_a_probability(void **state)
{
    struct person a[100], b[100];
    struct cohort one = {.name = (char[]){"a"}, .n = 100, .persons = a};
    struct cohort other = {.name = (char[]){"b"}, .n = 100, .persons = b};
    struct bootstrap options = {.analysis = "t", .seed = 1, .replicates = 40000, .level = .95};
    double lambda = 1, quadrants[QUADRANTS], acceptable;

    (void)state;
    for (int i = 0; i < 100; i++) {
        a[i] = (struct person){0, i < 40};
        b[i] = (struct person){0, i < 30};
    }
    compare_bootstrap(&one, &other, &options, &lambda, 1, quadrants, &acceptable);
    assert_near(acceptable, .9215, .01);
    assert_near(quadrants[QUADRANT_SE], acceptable, 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_by_hand),
    cmocka_unit_test(test_student),
    cmocka_unit_test(test_too_few),
    cmocka_unit_test(test_quadrants),
    cmocka_unit_test(test_acceptability),
    cmocka_unit_test(test_share_is_a_probability),
};
TESTS_MAIN(tests)
