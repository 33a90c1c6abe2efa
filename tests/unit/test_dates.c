/* Dates against the C library's own calendar, day by day over the whole range. */
#include "test.h"

#include "record/dates.h"

#include <time.h>

static void every_day(void **state)
{
    struct tm day = {.tm_year = 0, .tm_mday = 1};
    time_t seconds = timegm(&day), epoch = 946684800; /* 2000-01-01 */
    int32_t days = 0, last = 0;
    char text[11], wanted[40];

    (void)state;
    for (; gmtime_r(&seconds, &day)->tm_year <= 200; seconds += 86400) {
        snprintf(wanted, sizeof wanted, "%04d-%02d-%02d", day.tm_year + 1900, day.tm_mon + 1,
            day.tm_mday);
        assert_true(date_parse(wanted, 10, &days));
        assert_int_equal(days, (seconds - epoch) / 86400);
        date_format(days, text);
        assert_string_equal(text, wanted);
        last = days;
    }
    assert_int_equal(last, 36889); /* 2100-12-31, as PostgreSQL counts */
}

static void not_a_date(void **state)
{
    static const char *const bad[] = {"", "2024-2-1", "2024-02-30", "2023-02-29", "1900-02-29",
        "2100-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "2024-01-32", "1899-12-31",
        "2101-01-01", "20240101", "2024/01/01", "2024-01-01 ", " 2024-01-01", "2024-01-0x",
        "-024-01-01", "0000-00-00", "2024-04-31", "today", "24-01-01"};
    int32_t days;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (date_parse(bad[i], strlen(bad[i]), &days))
            fail_msg("'%s' is taken", bad[i]);
}

static int age(const char *birth, const char *on)
{
    int32_t from = 0, to = 0;

    assert_true(date_parse(birth, 10, &from) && date_parse(on, 10, &to));
    return date_age(from, to);
}

static void ages(void **state)
{
    (void)state;
    assert_int_equal(age("2010-05-17", "2024-05-16"), 13);
    assert_int_equal(age("2010-05-17", "2024-05-17"), 14);
    assert_int_equal(age("2008-02-29", "2023-02-28"), 14);
    assert_int_equal(age("2008-02-29", "2023-03-01"), 15);
    assert_int_equal(age("2008-02-29", "2024-02-29"), 16);
    assert_int_equal(age("2024-05-17", "2024-05-17"), 0);
    assert_int_equal(age("2024-05-17", "2024-05-16"), -1);
}

static void academic_years(void **state)
{
    static const char *const pairs[][2] = {{"2023-09-01", "2023-08-31"},
        {"2023-08-31", "2022-08-31"}, {"2024-01-15", "2023-08-31"}, {"2024-12-31", "2024-08-31"}};
    int32_t day = 0, start = 0;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        assert_true(date_parse(pairs[i][0], 10, &day) && date_parse(pairs[i][1], 10, &start));
        assert_int_equal(date_academic_start(day), start);
    }
}

static void timestamps(void **state)
{
    static const struct {
        const char *text;
        int64_t microseconds;
    } good[] = {{"2000-01-01T00:00:00Z", 0}, {"2000-01-01T00:00Z", 0},
        {"2000-01-01 01:00:00+01:00", 0}, {"1999-12-31T18:30:00-05:30", 0},
        {"2000-01-01T00:00:01.5Z", 1500000}, {"2000-01-01T00:00:00.000001Z", 1},
        {"2000-01-02T00:00:00.123456Z", INT64_C(86400123456)}, {"1999-12-31T23:59:59Z", -1000000}};
    static const char *const bad[] = {"", "2000-01-01", "2000-01-01T00:00:00",
        "2000-01-01T24:00:00Z", "2000-01-01T00:60:00Z", "2000-01-01T00:00:60Z",
        "2000-01-01T00:00:00+0100", "2000-01-01T00:00:00.Z", "2000-01-01T00:00:00.1234567Z",
        "2000-01-01T00:00:00+16:00", "2000-01-01T00:00:00Z ", "2000-02-30T00:00:00Z",
        "2000-01-01x00:00:00Z", "2000-01-01T00:00:00.1"};
    int64_t value;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(timestamp_parse(good[i].text, strlen(good[i].text), &value));
        assert_int_equal(value, good[i].microseconds);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (timestamp_parse(bad[i], strlen(bad[i]), &value))
            fail_msg("'%s' is taken", bad[i]);
}

static void today(void **state)
{
    time_t now = time(NULL);

    (void)state;
    assert_in_range(date_today(), (now - 946684800) / 86400 - 1, (now - 946684800) / 86400 + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_day), cmocka_unit_test(not_a_date),
        cmocka_unit_test(ages), cmocka_unit_test(academic_years), cmocka_unit_test(timestamps),
        cmocka_unit_test(today)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
