#include "appraisals.h"
#include "method/families.h"

/* Rows of OUTCOMES with the cells that matter here: outcome, agency, persons, family, lag, duration. */
static char *row(const char *outcome, const char *agency, const char *persons, const char *family,
    int lag, int duration)
{
    return mem_format("%s,social,%s,%s,%s,,1,1,2024,0,1,0,0,0,%d,%d,0,,,,,,,,,,\n", outcome, agency,
        persons, family, lag, duration);
}

static int twice(char *one, char *other, struct err *err)
{
    char *rows = mem_format("%s%s", one, other);
    struct appraisal appraisal;
    int code;

    *err = (struct err)ERR_INIT;
    code = appraisal_of(
        &appraisal, (struct texts){.parameters = "2024,2024,0,,\n", .outcomes = rows}, err);
    appraisal_release(&appraisal);
    free(rows);
    free(one);
    free(other);
    return code;
}

static void test_twice(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(twice(row("neet", "DWP", "", "benefits", 0, 2),
                         row("excluded", "DWP", "", "benefits", 1, 1), &err),
        EX_DATAERR);
    assert_string_equal(
        err.message, "rows 1 and 2 count one 'family' twice for the same 'persons' and year");
    assert_string_equal(err.detail, "in 'outcomes'");
    /* Another agency's is another's cost only within one outcome. */
    assert_int_equal(twice(row("neet", "DWP", "g", "benefits", 0, 1),
                         row("excluded", "NHS", "g", "benefits", 0, 1), &err),
        EX_DATAERR);
    /* The whole and a part of it. */
    assert_int_equal(
        twice(row("neet", "", "", "neet", 0, 1), row("neet", "DWP", "", "neet", 0, 1), &err),
        EX_DATAERR);
    /* The same part later, while the first still lasts. */
    assert_int_equal(
        twice(row("neet", "DWP", "", "neet", 0, 3), row("neet", "DWP", "", "neet", 2, 1), &err),
        EX_DATAERR);
}

static void test_apart(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(
        twice(row("neet", "DWP", "", "a", 0, 9), row("excluded", "DWP", "", "b", 0, 9), &err), 0);
    assert_int_equal(
        twice(row("neet", "DWP", "", "", 0, 9), row("excluded", "DWP", "", "", 0, 9), &err), 0);
    assert_int_equal(
        twice(row("neet", "DWP", "g", "a", 0, 9), row("excluded", "DWP", "b", "a", 0, 9), &err), 0);
    assert_int_equal(
        twice(row("neet", "DWP", "", "a", 0, 2), row("excluded", "DWP", "", "a", 2, 9), &err), 0);
    assert_int_equal(
        twice(row("neet", "DWP", "", "a", 0, 9), row("neet", "NHS", "", "a", 0, 9), &err), 0);
}

/* A row that was loaded twice, with a family or without. */
static void test_same_row(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(
        twice(row("neet", "DWP", "", "", 0, 1), row("neet", "DWP", "", "", 0, 1), &err),
        EX_DATAERR);
    assert_string_equal(err.message, "rows 1 and 2 have the same 'outcome', 'persons', 'year', "
                                     "'lag', 'agency' and 'category'");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_twice),
    cmocka_unit_test(test_apart),
    cmocka_unit_test(test_same_row),
};
TESTS_MAIN(tests)
