#include "method.h"
#include "method/bootstrap.h"
#include "method/draws.h"

static struct bootstrap options = {
    .analysis = "test", .seed = 1, .replicates = 20000, .level = .95};

/* R: quantile(c(1, 2, 4, 8), c(0, .25, .5, .9, 1)) gives 1 1.75 3 6.8 8. */
static void test_type_7(void **state)
{
    static const double values[] = {1, 2, 4, 8};

    (void)state;
    assert_near(quantile_sorted(values, 4, 0), 1, 0);
    assert_near(quantile_sorted(values, 4, .25), 1.75, 1e-15);
    assert_near(quantile_sorted(values, 4, .5), 3, 1e-15);
    assert_near(quantile_sorted(values, 4, .9), 6.8, 1e-15);
    assert_near(quantile_sorted(values, 4, 1), 8, 0);
    assert_near(quantile_sorted(values, 1, .975), 1, 0);
}

/* Three persons drawn three times: the costs 1, 10, 100 name the draw, so that each of the ten
 * possible sums has a known probability (multinomial: 1/27, 3/27 or 6/27). */
static void test_every_resample_is_as_likely_as_it_should_be(void **state)
{
    struct person persons[] = {{1, 1}, {10, 1}, {100, 1}};
    struct cohort cohort = {.name = (char[]){"u"}, .n = 3, .persons = persons};
    double seen[301] = {0}, total = 54000;
    uint64_t unit = draws_unit(1, "test", "u");

    (void)state;
    for (uint64_t i = 0; i < (uint64_t)total; i++)
        seen[(int)bootstrap_sums(&cohort, unit, i).cost]++;
    for (int a = 0; a <= 3; a++)
        for (int b = 0; a + b <= 3; b++) {
            int c = 3 - a - b;
            double p = 6 / (tgamma(a + 1) * tgamma(b + 1) * tgamma(c + 1)) / 27;
            double error = sqrt(p * (1 - p) / total);

            assert_true(fabs(seen[a + 10 * b + 100 * c] / total - p) < 4 * error);
        }
}

static void test_pairs_stay_together(void **state)
{
    struct person persons[] = {{1, 10}, {2, 20}, {3, 30}, {7, 70}};
    struct cohort cohort = {.name = (char[]){"u"}, .n = 4, .persons = persons};

    (void)state;
    for (uint64_t i = 0; i < 1000; i++) {
        struct person sums = bootstrap_sums(&cohort, 99, i);

        assert_true(sums.outcome == 10 * sums.cost);
    }
}

static void test_percentiles(void **state)
{
    struct person persons[] = {{10, 1}, {20, 1}};
    struct cohort cohort = {.name = (char[]){"u"}, .n = 2, .persons = persons};
    double lower, upper;

    (void)state;
    bootstrap_ratio(&cohort, &options, &lower, &upper);
    assert_near(lower, 10, 0);
    assert_near(upper, 20, 0);
}

/* One success of two: a quarter of the replicates have none, so there is no upper limit. */
static void test_limits_that_cannot_be_given(void **state)
{
    struct person some[] = {{10, 0}, {20, 1}}, negative[] = {{10, -1}, {20, 3}};
    struct cohort cohort = {.name = (char[]){"u"}, .n = 2, .persons = some};
    struct bootstrap none = options;
    double lower, upper;

    (void)state;
    bootstrap_ratio(&cohort, &options, &lower, &upper);
    assert_near(lower, 20, 0);
    assert_true(isnan(upper));
    cohort.persons = negative;
    bootstrap_ratio(&cohort, &options, &lower, &upper);
    assert_true(isnan(lower) && isnan(upper));
    none.replicates = 0;
    cohort.persons = some;
    bootstrap_ratio(&cohort, &none, &lower, &upper);
    assert_true(isnan(lower) && isnan(upper));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_type_7),
    cmocka_unit_test(test_every_resample_is_as_likely_as_it_should_be),
    cmocka_unit_test(test_pairs_stay_together),
    cmocka_unit_test(test_percentiles),
    cmocka_unit_test(test_limits_that_cannot_be_given),
};
TESTS_MAIN(tests)
