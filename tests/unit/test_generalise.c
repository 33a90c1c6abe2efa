#include "tests/unit/test.h"

#include "privacy/generalise.h"
#include "record/dates.h"

static int32_t day(const char *text)
{
    int32_t days;

    assert_true(date_parse(text, strlen(text), &days));
    return days;
}

static void is_aged(const char *birth, const char *on, int years, const char *band)
{
    struct age age;

    assert_true(age_on(day(birth), day(on), &age));
    assert_int_equal(age.years, years);
    assert_string_equal(age.band, band);
}

static void no_age(const char *birth, const char *on)
{
    struct age age;

    assert_false(age_on(day(birth), day(on), &age));
}

static void test_whole_years(void **state)
{
    (void)state;
    is_aged("2010-05-17", "2024-05-16", 13, "11-13");
    is_aged("2010-05-17", "2024-05-17", 14, "11-13");
    is_aged("2010-05-17", "2010-05-17", 0, "0-10");
    is_aged("1904-01-01", "2024-01-01", 120, "26+");
    no_age("2010-05-18", "2010-05-17");
    no_age("1900-01-01", "2024-01-01");
}

/* Who is born on 29 February has a birthday on 1 March of other years. */
static void test_born_on_29_february(void **state)
{
    (void)state;
    is_aged("2008-02-29", "2024-02-28", 15, "14-15");
    is_aged("2008-02-29", "2024-02-29", 16, "14-15");
    is_aged("2008-02-29", "2023-02-28", 14, "14-15");
    is_aged("2008-02-29", "2023-03-01", 15, "14-15");
}

/* By the age on the 31 August before: school years, so that a class is not split by birthdays. */
static void test_bands(void **state)
{
    (void)state;
    is_aged("2013-09-01", "2024-08-31", 10, "0-10");
    is_aged("2013-08-31", "2024-09-01", 11, "11-13");
    is_aged("2013-09-01", "2024-09-01", 11, "0-10");
    is_aged("2010-08-31", "2024-09-01", 14, "14-15");
    is_aged("2008-08-31", "2025-08-31", 17, "16-17");
    is_aged("2006-08-31", "2024-09-01", 18, "18-19");
    is_aged("2004-08-31", "2024-09-01", 20, "20-25");
    is_aged("1998-09-01", "2024-09-01", 26, "20-25");
    is_aged("1998-08-31", "2024-09-01", 26, "26+");
    is_aged("2024-09-02", "2024-09-03", 0, "0-10");
}

/* The same sums, by the functions that take every date apart anew. */
static void test_against_the_calendar(void **state)
{
    static const int lasts[] = {10, 13, 15, 17, 19, 25};
    static const char *const names[] = {"0-10", "11-13", "14-15", "16-17", "18-19", "20-25", "26+"};

    (void)state;
    for (int32_t birth = day("1990-01-01"); birth < day("2012-12-31"); birth += 13)
        for (int32_t on = day("2013-01-01"); on < day("2026-12-31"); on += 17) {
            int at_start = date_age(birth, date_academic_start(on));
            size_t band = 0;
            struct age age;

            while (band < 6 && at_start > lasts[band])
                band++;
            assert_true(age_on(birth, on, &age));
            assert_int_equal(age.years, date_age(birth, on));
            assert_string_equal(age.band, names[band]);
        }
}

static void lies_in(const char *postcode, const char *normal, const char *expected)
{
    struct normal form;
    struct text district;

    assert_int_equal(postcode_of(postcode, strlen(postcode), &form), POSTCODE_GOOD);
    assert_int_equal(form.length, strlen(normal));
    assert_memory_equal(form.data, normal, form.length);
    district = district_of(&form);
    assert_int_equal(district.length, strlen(expected));
    assert_memory_equal(district.data, expected, district.length);
}

static void lies_nowhere(const char *postcode, enum postcode expected)
{
    struct normal form;

    assert_int_equal(postcode_of(postcode, strlen(postcode), &form), expected);
}

static void test_districts(void **state)
{
    (void)state;
    lies_in("M1 1AE", "M1 1AE", "M1");
    lies_in("sw1a 1aa", "SW1A 1AA", "SW1A");
    lies_in(" EC1A 1BB ", "EC1A 1BB", "EC1A");
    lies_in("BR1 7SS", "BR1 7SS", "BR1");
    lies_in("GIR 0AA", "GIR 0AA", "GIR");
    lies_nowhere("ZZ99 3VZ", POSTCODE_UNKNOWN);
    lies_nowhere("ZZ99 3WZ", POSTCODE_UNKNOWN);
    lies_nowhere("ZZ99 9ZZ", POSTCODE_UNKNOWN);
    lies_nowhere("BR1 7SI", POSTCODE_INVALID);
    lies_nowhere("AAA AAA", POSTCODE_INVALID);
    lies_nowhere("", POSTCODE_INVALID);
    lies_nowhere("12 Old Lane", POSTCODE_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_years),
        cmocka_unit_test(test_born_on_29_february),
        cmocka_unit_test(test_bands),
        cmocka_unit_test(test_against_the_calendar),
        cmocka_unit_test(test_districts),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
