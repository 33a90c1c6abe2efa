#include "method.h"
#include "method/reliable_change.h"

static void test_by_reliability(void **state)
{
    struct change_rule rule = {.direction = 1, .points = 4, .strict = true, .cutoff = NAN};

    (void)state;
    assert_near(change_error(3, .5), 3, 1e-15);
    assert_int_equal(change_status(&rule, 10, 14), CHANGE_UNCHANGED); /* strictly more */
    assert_int_equal(change_status(&rule, 10, 14.1), CHANGE_IMPROVED);
    assert_int_equal(change_status(&rule, 10, 5), CHANGE_DETERIORATED);
    assert_int_equal(change_status(&rule, 10, NAN), CHANGE_UNKNOWN);
    assert_int_equal(change_status(&rule, NAN, 10), CHANGE_UNKNOWN);
    rule.direction = -1;
    assert_int_equal(change_status(&rule, 10, 5), CHANGE_IMPROVED);
}

/* Every change of the threshold in tenths counts, though the tenths are none in binary. */
static void test_by_threshold(void **state)
{
    (void)state;
    for (int tenths = 1; tenths < 120; tenths++)
        for (int from = 0; from < 300; from += 7) {
            struct change_rule rule = {.direction = 1, .points = tenths / 10., .cutoff = NAN};
            double pre = from / 10., post = (from + tenths) / 10.;

            assert_int_equal(change_status(&rule, pre, post), CHANGE_IMPROVED);
            assert_int_equal(change_status(&rule, post, pre), CHANGE_DETERIORATED);
            assert_int_equal(
                change_status(&rule, pre, (from + tenths) / 10. - .01), CHANGE_UNCHANGED);
        }
}

static void test_recovered(void **state)
{
    struct change_rule rule = {.direction = -1, .points = 4, .strict = true, .cutoff = 20};

    (void)state;
    assert_near(change_cutoff(30, 5, 10, 5), 20, 1e-15);
    assert_near(change_cutoff(30, 1, 10, 3), 25, 1e-15); /* nearer to who vary less */
    assert_int_equal(change_status(&rule, 25, 19), CHANGE_RECOVERED);
    assert_int_equal(change_status(&rule, 20, 15), CHANGE_RECOVERED);
    assert_int_equal(change_status(&rule, 25, 20), CHANGE_IMPROVED);  /* not past it */
    assert_int_equal(change_status(&rule, 19, 10), CHANGE_IMPROVED);  /* was past it */
    assert_int_equal(change_status(&rule, 21, 19), CHANGE_UNCHANGED); /* past it, not reliably */
}

static void test_verdict(void **state)
{
    struct verdict verdict = {0};

    (void)state;
    assert_int_equal(verdict_status(&verdict), CHANGE_UNKNOWN);
    verdict_add(&verdict, CHANGE_UNKNOWN);
    assert_int_equal(verdict_status(&verdict), CHANGE_UNKNOWN);
    verdict_add(&verdict, CHANGE_UNCHANGED);
    assert_int_equal(verdict_status(&verdict), CHANGE_UNCHANGED);
    verdict_add(&verdict, CHANGE_RECOVERED);
    assert_int_equal(verdict_status(&verdict), CHANGE_IMPROVED);
    verdict_add(&verdict, CHANGE_DETERIORATED);
    assert_int_equal(verdict_status(&verdict), CHANGE_DETERIORATED);
    assert_int_equal(verdict.tools, 4);
    assert_int_equal(verdict.paired, 3);
    assert_null(change_status_name(CHANGE_UNKNOWN));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_by_reliability),
    cmocka_unit_test(test_by_threshold),
    cmocka_unit_test(test_recovered),
    cmocka_unit_test(test_verdict),
};
TESTS_MAIN(tests)
