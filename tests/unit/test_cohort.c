#include "method.h"
#include "method/cohort.h"

static void add(struct cohorts *cohorts, const char *unit, double cost, double outcome)
{
    struct err err = ERR_INIT;

    assert_int_equal(cohorts_add(cohorts, unit, strlen(unit), cost, outcome, &err), 0);
}

static void test_grouping(void **state)
{
    struct cohorts cohorts = {0};
    char name[16];

    (void)state;
    for (int i = 4999; i >= 0; i--) {
        snprintf(name, sizeof name, "unit %04d", i % 1000);
        add(&cohorts, name, i / 1000, i % 7);
    }
    cohorts_sort(&cohorts);
    assert_int_equal(cohorts.count, 1000);
    for (size_t i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "unit %04zu", i);
        assert_string_equal(cohorts.units[i].name, name);
        assert_int_equal(cohorts.units[i].n, 5);
        for (int j = 0; j < 5; j++)
            assert_true(cohorts.units[i].persons[j].cost == j);
    }
    assert_non_null(cohorts_find(&cohorts, "unit 0007"));
    assert_null(cohorts_find(&cohorts, "unit 1000"));
    cohorts_release(&cohorts);
}

static void test_moments_by_hand(void **state)
{
    struct cohorts cohorts = {0};
    struct moments m;

    (void)state;
    add(&cohorts, "a", 3, 4);
    add(&cohorts, "a", 1, 2);
    add(&cohorts, "a", 2, 6);
    add(&cohorts, "single", 5, 1);
    cohorts_sort(&cohorts);
    cohort_moments(&cohorts.units[0], &m);
    assert_true(m.n == 3 && m.cost == 6 && m.outcome == 12);
    assert_near(m.mean_cost, 2, 0);
    assert_near(m.mean_outcome, 4, 0);
    assert_near(m.var_cost, 1. / 3, 1e-15);
    assert_near(m.var_outcome, 4. / 3, 1e-15);
    assert_near(m.cov, 1. / 3, 1e-15);
    cohort_moments(&cohorts.units[1], &m);
    assert_true(m.cost == 5 && isnan(m.var_cost) && isnan(m.cov));
    cohorts_release(&cohorts);
}

/* A large mean must not drown a small spread: 1e9 + {0, 1, 2} has variance 1. */
static void test_large_mean(void **state)
{
    struct cohorts cohorts = {0};
    struct moments m;

    (void)state;
    for (int i = 0; i < 3; i++)
        add(&cohorts, "a", 1e9 + i, 1e9 - i);
    cohorts_sort(&cohorts);
    cohort_moments(&cohorts.units[0], &m);
    assert_near(m.var_cost, 1. / 3, 1e-15);
    assert_near(m.cov, -1. / 3, 1e-15);
    cohorts_release(&cohorts);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_grouping),
    cmocka_unit_test(test_moments_by_hand),
    cmocka_unit_test(test_large_mean),
};
TESTS_MAIN(tests)
