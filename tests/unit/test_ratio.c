#include "method.h"
#include "method/ratio.h"

static const struct bootstrap options = {
    .analysis = "test", .seed = 1, .replicates = 4000, .level = .95};

/* £26,000 for 100 young people of whom 65 succeed: £400 each, and the published Wilson limits of 65
 * of 100 (.5525444, .7363575) turned over. */
static void test_block(void **state)
{
    struct block block = {26000, 100, 65};
    struct ratio r = ratio_proportion(&block, .95);

    (void)state;
    assert_near(r.ratio, 400, 1e-15);
    assert_near(r.lower, 260 / .736357517569025, 1e-12);
    assert_near(r.upper, 260 / .55254443296888, 1e-12);
    assert_int_equal(r.type, SET_INTERVAL);
    assert_true(isnan(r.boot_lower) && r.n == 100 && r.cost == 26000 && r.outcomes == 65);
}

static void test_block_of_counts(void **state)
{
    struct block block = {6500, 10, 65};
    struct ratio r = ratio_count(&block, .95);

    (void)state;
    assert_near(r.ratio, 100, 1e-15);
    assert_near(r.lower, 6500 / 82.8491385459398, 1e-12);
    assert_near(r.upper, 6500 / 50.1631877104595, 1e-12);
}

/* None of n: the exact upper limit of a count is -ln(.025), Wilson's of a proportion z^2/(n+z^2). */
static void test_no_outcome(void **state)
{
    struct block block = {1000, 20, 0};
    struct person persons[20];
    struct cohort cohort = {.name = (char[]){"u"}, .n = 20, .persons = persons};
    double z2 = 1.959963984540054 * 1.959963984540054, at_best = 1000 / (20 * z2 / (20 + z2));
    struct ratio r = ratio_count(&block, .95);

    (void)state;
    assert_near(r.lower, 1000 / -log(.025), 1e-10);
    assert_true(isnan(r.ratio) && isnan(r.upper));
    r = ratio_proportion(&block, .95);
    assert_near(r.lower, at_best, 1e-12);
    assert_true(isnan(r.ratio) && isnan(r.upper));
    for (int i = 0; i < 20; i++)
        persons[i] = (struct person){50, 0};
    r = ratio_persons(&cohort, &options);
    assert_near(r.lower, at_best, 1e-12);
    assert_true(isnan(r.ratio) && isnan(r.upper) && isnan(r.boot_upper));
}

/* Costs 2, 4, 6 with an outcome each: Fieller's set is the t interval of the mean, 4 -+ t(2) *
 * sqrt(4/3), t(2) = .95 sqrt(2 / .0975) = 4.302652729749464. */
static void test_certain_outcome(void **state)
{
    struct person persons[] = {{2, 1}, {4, 1}, {6, 1}};
    struct cohort cohort = {.name = (char[]){"u"}, .n = 3, .persons = persons};
    struct ratio r = ratio_persons(&cohort, &options);

    (void)state;
    assert_near(r.ratio, 4, 1e-15);
    assert_near(r.lower, 4 - 4.302652729749464 * sqrt(4. / 3), 1e-10);
    assert_near(r.upper, 4 + 4.302652729749464 * sqrt(4. / 3), 1e-10);
}

static void test_too_few(void **state)
{
    struct person person = {7, 2};
    struct cohort cohort = {.name = (char[]){"u"}, .n = 1, .persons = &person};
    struct ratio r = ratio_persons(&cohort, &options);

    (void)state;
    assert_near(r.ratio, 3.5, 0);
    assert_int_equal(r.type, SET_NONE);
    assert_true(isnan(r.lower) && isnan(r.upper) && isnan(r.boot_lower));
}

/* Two outcomes among thirty: t(29) standard errors pass zero, so the set is no interval. */
static void test_rare_outcome(void **state)
{
    struct person persons[30];
    struct cohort cohort = {.name = (char[]){"u"}, .n = 30, .persons = persons};
    struct ratio r;

    (void)state;
    for (int i = 0; i < 30; i++)
        persons[i] = (struct person){100 + i, i >= 28};
    r = ratio_persons(&cohort, &options);
    assert_int_equal(r.type, SET_COMPLEMENT);
    assert_true(r.lower < r.upper);
    assert_true(r.ratio > r.upper);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_block),
    cmocka_unit_test(test_block_of_counts),
    cmocka_unit_test(test_no_outcome),
    cmocka_unit_test(test_certain_outcome),
    cmocka_unit_test(test_too_few),
    cmocka_unit_test(test_rare_outcome),
};
TESTS_MAIN(tests)
