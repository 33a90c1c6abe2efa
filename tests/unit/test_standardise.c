#include "method.h"
#include "method/standardise.h"

static char young[] = "young", old[] = "old", one[] = "one", two[] = "two";

static struct row cell(char *unit, char *stratum, double observed, double n)
{
    return (struct row){.text = {unit, stratum}, .number = {observed, n}};
}

static struct reference total(struct row *rows, size_t count)
{
    struct gathered all = {.items = rows, .count = count};
    struct reference reference;

    reference_total(&reference, &all, 1);
    return reference;
}

static void test_totals(void **state)
{
    struct row rows[] = {cell(one, old, 3, 20), cell(one, young, 2, 10), cell(two, old, 1, 5)};
    struct reference reference = total(rows, 3);

    (void)state;
    assert_int_equal(reference.count, 2);
    assert_string_equal(reference.names[0], "old");
    assert_near(reference.observed[0], 4, 0);
    assert_near(reference.n[0], 25, 0);
    assert_int_equal(reference_find(&reference, "young"), 1);
    assert_int_equal(reference_find(&reference, "none"), 2);
    reference_release(&reference);
    assert_int_equal(reference_find(&reference, "old"), 0);
}

/* Whoever is the reference is as expected, and has its own rate. */
static void test_the_reference_itself(void **state)
{
    struct row rows[] = {cell(one, old, 30, 200), cell(one, young, 25, 100)};
    struct reference reference = total(rows, 2);
    struct standardised unit = standardise_indirect(&reference, rows, 2, .95);
    struct interval byar = interval_byar(55, .95);

    (void)state;
    assert_near(unit.expected, 55, 1e-15);
    assert_near(unit.value, 1, 1e-15);
    unit = standardise_direct(&reference, rows, 2, .95);
    assert_near(unit.covered, 1, 0);
    assert_near(unit.value, 55. / 300, 1e-15);
    /* With weights in proportion to n Dobson's limits are those of the count. */
    assert_near(unit.limits.lower, byar.lower / 300, 1e-14);
    assert_near(unit.limits.upper, byar.upper / 300, 1e-14);
    reference_release(&reference);
}

static void test_what_is_not_given(void **state)
{
    struct row all[] = {cell(one, old, 30, 200), cell(one, young, 25, 100)};
    struct row part[] = {cell(two, young, 50, 60)},
               few[] = {cell(two, old, 5, 9), cell(two, young, 4, 9)};
    struct reference reference = total(all, 2);
    struct standardised unit = standardise_direct(&reference, part, 1, .95);

    (void)state;
    assert_near(unit.covered, 1. / 3, 1e-15);
    assert_true(isnan(unit.value));
    assert_true(isnan(standardise_direct(&reference, few, 2, .95).value));
    assert_near(standardise_indirect(&reference, few, 2, .95).expected, 1.35 + 2.25, 1e-15);
    reference_release(&reference);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_totals),
    cmocka_unit_test(test_the_reference_itself),
    cmocka_unit_test(test_what_is_not_given),
};
TESTS_MAIN(tests)
