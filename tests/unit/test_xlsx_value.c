/* What a workbook's cells hold. The C library's own calendar and printf() are the second opinion. */
#include "test.h"

#include "source/xlsx_value.h"

#include <time.h>

/* "rule: text", or "none" where it is no number. */
static const char *number_of(const char *stored, enum xlsx_kind kind, bool from_1904)
{
    static char shown[600];
    struct buf text = BUF_INIT(500);
    const char *rule = NULL;

    if (xlsx_number((struct text){stored, strlen(stored)}, kind, from_1904, &text, &rule))
        snprintf(
            shown, sizeof shown, "%s%s%s", rule ? rule : "", rule ? ": " : "", buf_text(&text));
    else
        snprintf(shown, sizeof shown, "none");
    buf_release(&text);
    return shown;
}

static void test_numbers(void **state)
{
    static const char *const cases[][2] = {{"0", "0"}, {"-0", "0"}, {"1", "1"}, {"-1.50", "-1.5"},
        {"10", "10"}, {"1.2E3", "1200"}, {"1.2345E2", "123.45"}, {"0.1", "0.1"},
        {"0.30000000000000004", "0.3"}, {"45.333333333333336", "45.3333333333333"},
        {"1E-7", "0.0000001"}, {"-2.5E-3", "-0.0025"}, {"123456789012", "123456789012"},
        {"999999999999999", "999999999999999"}, {"99999999999999.4", "99999999999999.4"},
        {"1E15", "excel-number: 1000000000000000"},
        {"-1234567890123456789", "excel-number: -1234567890123460000"},
        {"999999999999999.9", "1000000000000000"}, {"", "none"}, {"x", "none"}, {"1 ", "none"},
        {" 1", "none"}, {"0x10", "none"}, {"inf", "none"}, {"nan", "none"}, {"1e999", "none"},
        {"1,5", "none"}, {"--1", "none"}, {"1e", "none"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(number_of(cases[i][0], XLSX_NUMBER, false), cases[i][1]);
}

/* Every decimal of up to 15 digits that a person can type comes out as it was typed. */
static void test_numbers_come_back(void **state)
{
    uint64_t number = 1;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        char typed[60], stored[60];
        int places = i % 6;

        number = (number * 6364136223846793005 + 1442695040888963407) % 1000000000000000;
        snprintf(typed, sizeof typed, "%s%llu", i % 3 ? "" : "-",
            (unsigned long long)(number / (i % 7 ? 1 : 1000000)));
        if (places && strlen(typed) > 8) {
            memmove(typed + strlen(typed) - places + 1, typed + strlen(typed) - places,
                (size_t)places + 1);
            typed[strlen(typed) - (size_t)places - 1] = '.';
            if (typed[strlen(typed) - 1] == '0')
                continue;
        }
        snprintf(stored, sizeof stored, "%.17g", strtod(typed, NULL));
        assert_string_equal(number_of(stored, XLSX_NUMBER, false), typed);
    }
}

/* Each day from 1 March 1900, which is Excel's 61, by the C library's calendar. */
static void test_dates(void **state)
{
    (void)state;
    for (long day = 61; day < 80000; day += day % 7 + 1) {
        time_t seconds = (day - 25569) * 86400; /* 1970-01-01 is Excel's 25569 */
        struct tm moment;
        char stored[20], expected[40];

        assert_non_null(gmtime_r(&seconds, &moment));
        strftime(expected, sizeof expected, "%Y-%m-%d", &moment);
        snprintf(stored, sizeof stored, "%ld", day);
        assert_string_equal(number_of(stored, XLSX_DATE, false), expected);
        snprintf(stored, sizeof stored, "%ld", day - 1462);
        if (day > 1462)
            assert_string_equal(number_of(stored, XLSX_DATE, true), expected);
    }
}

static void test_moments(void **state)
{
    (void)state;
    assert_string_equal(number_of("1", XLSX_DATE, false), "1900-01-01");
    assert_string_equal(number_of("59", XLSX_DATE, false), "1900-02-28");
    assert_string_equal(number_of("60", XLSX_DATE, false), "1900-02-29");
    assert_string_equal(number_of("60", XLSX_DATE, true), "1904-03-01");
    assert_string_equal(number_of("45356.75", XLSX_DATE, false), "2024-03-05T18:00:00");
    assert_string_equal(number_of("45356.0000057", XLSX_DATE, false), "2024-03-05");
    assert_string_equal(number_of("45356.999999", XLSX_DATE, false), "2024-03-06");
    assert_string_equal(number_of("0.5", XLSX_DATE, false), "12:00:00");
    assert_string_equal(number_of("0", XLSX_DATE, false), "00:00:00");
    assert_string_equal(number_of("2958465", XLSX_DATE, false), "9999-12-31");
    assert_string_equal(number_of("2958465.9999999", XLSX_DATE, false), "2958465.9999999");
    assert_string_equal(number_of("2958466", XLSX_DATE, false), "2958466");
    assert_string_equal(number_of("-3", XLSX_DATE, false), "-3");
    assert_string_equal(number_of("1.0625", XLSX_DURATION, false), "25:30:00");
    assert_string_equal(number_of("-0.5", XLSX_DURATION, false), "-0.5");
    assert_string_equal(number_of("1E20", XLSX_DATE, false), "excel-number: 100000000000000000000");
}

static void test_formats(void **state)
{
    static const char *const dates[] = {"dd/mm/yyyy", "D-MMM-YY", "h:mm AM/PM", "mm:ss.0", "yyyy",
        "[$-F800]dddd", "\"week of \"d", "yyyy\\-mm", "[Red]mmm", "General\\ d"};
    static const char *const numbers[] = {"", "General", "0.00", "#,##0;[Red]-#,##0", "0\"days\"",
        "0\\d", "0_y", "*d0", "[Red]0", "[>100]0", "0;yyyy", "0.0E+00", "\"dd", "[dd", "@", "\\"};
    static const char *const durations[] = {"[h]:mm", "[mm]:ss", "[HH]:mm:ss", "d [h]", "[ss]"};

    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        assert_int_equal(xlsx_code_kind(dates[i]), XLSX_DATE);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_int_equal(xlsx_code_kind(numbers[i]), XLSX_NUMBER);
    for (size_t i = 0; i < sizeof durations / sizeof *durations; i++)
        assert_int_equal(xlsx_code_kind(durations[i]), XLSX_DURATION);
    for (long id = 0; id < 200; id++) {
        bool date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id == 45 || id == 47 ||
                    (id >= 50 && id <= 58);

        assert_int_equal(
            xlsx_builtin_kind(id), id == 46 ? XLSX_DURATION : (date ? XLSX_DATE : XLSX_NUMBER));
    }
}

static void unescapes(const char *text, const char *expected)
{
    char *copy = mem_text(text);
    size_t length = xlsx_unescape(copy, strlen(copy));

    assert_int_equal(length, strlen(expected));
    assert_memory_equal(copy, expected, length);
    free(copy);
}

static void test_escapes(void **state)
{
    (void)state;
    unescapes("", "");
    unescapes("plain_text", "plain_text");
    unescapes("a_x000D__x000a_b", "a\r\nb");
    unescapes("_x005F_x0041_", "_x0041_");
    unescapes("_x00e9__x20AC_", "\xc3\xa9\xe2\x82\xac");
    unescapes("_x0000__x001A__xD83D__xFFFF_", "_x0000__x001A__xD83D__xFFFF_");
    unescapes("_x004_ _x00G0_ _X0041_ _x0041", "_x004_ _x00G0_ _X0041_ _x0041");
}

static void refers(const char *reference, bool valid, size_t column, uint64_t row)
{
    size_t got_column;
    uint64_t got_row;

    assert_int_equal(xlsx_reference(reference, &got_column, &got_row), valid);
    if (valid) {
        assert_int_equal(got_column, column);
        assert_int_equal(got_row, row);
    }
}

static void test_references(void **state)
{
    char letters[XLSX_LETTERS];

    (void)state;
    refers("A1", true, 0, 1);
    refers("Z10", true, 25, 10);
    refers("AA7", true, 26, 7);
    refers("XFD1048576", true, 16383, 1048576);
    refers("", false, 0, 0);
    refers("A", false, 0, 0);
    refers("7", false, 0, 0);
    refers("a1", false, 0, 0);
    refers("A01", false, 0, 0);
    refers("A1B", false, 0, 0);
    refers("ABCD1", false, 0, 0);
    refers("A1000000000", false, 0, 0);
    xlsx_letters(16383, letters);
    assert_string_equal(letters, "XFD");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_numbers_come_back),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_moments),
        cmocka_unit_test(test_formats),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_references),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
