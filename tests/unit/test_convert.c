/* Dates against strptime(), numbers against strtod(), and by hand where those know less. */
#include "test.h"

#include <math.h>
#include <time.h>

#include "record/dates.h"
#include "source/convert.h"

static struct text text_of(const char *text)
{
    return (struct text){text, strlen(text)};
}

static bool convert(const char *pattern, const char *text, char date[11])
{
    struct date_pattern compiled;

    assert_true(date_pattern_compile(&compiled, pattern));
    return date_convert(&compiled, text_of(text), 1947, date);
}

static void gives(const char *pattern, const char *text, const char *expected)
{
    char date[11];

    assert_true(convert(pattern, text, date));
    assert_string_equal(date, expected);
}

static void refuses(const char *pattern, const char *text)
{
    char date[11];

    assert_false(convert(pattern, text, date));
}

static void test_dates_by_hand(void **state)
{
    (void)state;
    gives("DD/MM/YYYY", "29/02/2024", "2024-02-29");
    gives("D/M/YYYY", "1/9/2024", "2024-09-01");
    gives("D/M/YYYY", "01/09/2024", "2024-09-01");
    gives("YYYY-MM-DD", "1900-01-01", "1900-01-01");
    gives("YYYYMMDD", "21001231", "2100-12-31");
    gives("D-MMM-YY", "3-Apr-99", "1999-04-03");
    gives("DD MMM YYYY", "03 SEP 2021", "2021-09-03");
    gives("YYYY-MM-DDThh:mm:ss*", "2024-05-01T23:59:60+01:00", "2024-05-01");
    gives("YYYY-MM-DD*", "2024-05-01", "2024-05-01");
    gives("DD.MM.YYYY hh:mm", "01.05.2024 09:30", "2024-05-01");
    gives("D MMMM YYYY", "1 January 2024", "2024-01-01");
    gives("D-MMMM-YY", "3-september-99", "1999-09-03");
    gives("D MMMM YYYY", "3 Sept 2021", "2021-09-03");
    gives("MMMM D, YYYY", "MAY 3, 2021", "2021-05-03");
    refuses("D MMMM YYYY", "3 Sep 2021");
    refuses("D MMMM YYYY", "3 Septem 2021");
    refuses("D MMMM YYYY", "3 Januar 2021");
    refuses("D MMMM YYYY", "31 June 2021");
    refuses("D MMM YYYY", "3 Sept 2021");
    refuses("D MMM YYYY", "3 September 2021");
    refuses("DD/MM/YYYY", "29/02/2023");
    refuses("DD/MM/YYYY", "31/04/2024");
    refuses("DD/MM/YYYY", "1/4/2024");
    refuses("DD/MM/YYYY", "01/04/24");
    refuses("DD/MM/YYYY", "01/04/2024 ");
    refuses("DD/MM/YYYY", "01-04-2024");
    refuses("DD/MM/YYYY", "01/13/2024");
    refuses("DD/MM/YYYY", "01/01/1899");
    refuses("DD/MM/YYYY", "01/01/2101");
    refuses("DD/MM/YYYY", "");
    refuses("D-MMM-YY", "3-Xyz-99");
    refuses("DD.MM.YYYY hh:mm", "01.05.2024 24:00");
}

/* The window of YY: 1947 to 2046. */
static void test_years_of_two_digits(void **state)
{
    (void)state;
    gives("DD/MM/YY", "01/01/46", "2046-01-01");
    gives("DD/MM/YY", "01/01/47", "1947-01-01");
    gives("DD/MM/YY", "01/01/00", "2000-01-01");
    gives("DD/MM/YY", "01/01/99", "1999-01-01");
}

/* Every day of the calendar, in five spellings; strptime() reads them back. */
static void test_dates_against_strptime(void **state)
{
    static const char *const pairs[][2] = {{"DD/MM/YYYY", "%d/%m/%Y"}, {"YYYYMMDD", "%Y%m%d"},
        {"DD-MMM-YYYY", "%d-%b-%Y"}, {"MM.DD.YYYY", "%m.%d.%Y"}, {"DD MMMM YYYY", "%d %B %Y"}};
    int32_t first, last;

    (void)state;
    assert_true(date_from(1900, 1, 1, &first));
    assert_true(date_from(2100, 12, 31, &last));
    for (int32_t day = first; day <= last; day++) {
        struct tm tm = {0};
        char iso[11], spelt[32];

        date_format(day, iso);
        assert_non_null(strptime(iso, "%Y-%m-%d", &tm));
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
            assert_true(strftime(spelt, sizeof spelt, pairs[i][1], &tm) > 0);
            gives(pairs[i][0], spelt, iso);
        }
    }
}

/* Every serial number of both systems, counted by the C library from the day before the first; the
 * 1900 system has a day too many, which Lotus 1-2-3 had. */
static void test_serial_numbers(void **state)
{
    struct tm first = {.tm_year = 0, .tm_mon = 0, .tm_mday = 1};
    struct tm mac = {.tm_year = 4, .tm_mon = 0, .tm_mday = 1};
    const time_t start = timegm(&first), mac_start = timegm(&mac), day = 86400;

    (void)state;
    for (int serial = 1; serial <= 73050; serial++) {
        time_t when = start + day * (serial - (serial < 60 ? 1 : 2));
        char text[16], iso[11];
        struct tm tm;

        snprintf(text, sizeof text, "%d", serial);
        if (serial == 60) {
            refuses("excel", text);
        } else {
            strftime(iso, sizeof iso, "%Y-%m-%d", gmtime_r(&when, &tm));
            gives("excel", text, iso);
        }
        when = mac_start + day * serial;
        strftime(iso, sizeof iso, "%Y-%m-%d", gmtime_r(&when, &tm));
        if (serial <= 71588)
            gives("excel-1904", text, iso);
        else
            refuses("excel-1904", text);
    }
}

/* Microsoft, "Date systems in Excel": 5 July 2011 is 40729 in one system and 39267 in the other. */
static void test_serial_numbers_by_hand(void **state)
{
    (void)state;
    gives("excel", "40729", "2011-07-05");
    gives("excel-1904", "39267", "2011-07-05");
    gives("excel", "1", "1900-01-01");
    gives("excel", "59", "1900-02-28");
    gives("excel", "61", "1900-03-01");
    gives("excel", "73050", "2099-12-31");
    gives("excel", "45352.75", "2024-03-01");
    gives("excel", "45352.0", "2024-03-01");
    refuses("excel", "60");
    refuses("excel", "60.5");
    refuses("excel", "0");
    refuses("excel", "0.5");
    refuses("excel", "00001");
    refuses("excel", "73051");
    refuses("excel", "100000");
    refuses("excel", "-1");
    refuses("excel", "45352.");
    refuses("excel", "45352,5");
    refuses("excel", "45352.5.1");
    refuses("excel", "45352 ");
    refuses("excel", "");
    refuses("excel-1904", "0");
    refuses("excel-1904", "71589");
}

static void test_patterns_that_are_none(void **state)
{
    static const char *const wrong[] = {"", "DD/MM", "DD/DD/YYYY", "DD/MM/YYYY/YY", "MM/YYYY",
        "DD/MM/YYYY.............................", "DD/MMMM/MM/YYYY", "Excel", "excel "};
    struct date_pattern pattern;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(date_pattern_compile(&pattern, wrong[i]));
    assert_true(date_pattern_compile(&pattern, "D/M/YY") && pattern.short_year);
    assert_true(date_pattern_compile(&pattern, "D/M/YYYY") && !pattern.short_year);
}

static void number(enum number_style style, const char *text, const char *expected)
{
    struct buf got = BUF_INIT(200);
    bool done = number_convert(style, text_of(text), &got);

    assert_int_equal(done, expected != NULL);
    if (expected)
        assert_string_equal(buf_text(&got), expected);
    buf_release(&got);
}

static void test_numbers_by_hand(void **state)
{
    (void)state;
    number(NUMBER_POINT, "1,234.50", "1234.50");
    number(NUMBER_POINT,
        "\xc2\xa3"
        "1,234,567",
        "1234567");
    number(NUMBER_POINT, "-\xc2\xa3 12.30", "-12.30");
    number(NUMBER_POINT, "\xc2\xa3-12.30", "-12.30");
    number(NUMBER_POINT, "1 234", "1234");
    number(NUMBER_POINT, "1 234 567.5 ", "1234567.5");
    number(NUMBER_POINT, "12 34", NULL);
    number(NUMBER_POINT, "14 15", NULL);
    number(NUMBER_POINT, "1 234,567", NULL);
    number(NUMBER_POINT, "1,234 567", NULL);
    number(NUMBER_POINT, "1  234", NULL);
    number(NUMBER_POINT, ".5", "0.5");
    number(NUMBER_POINT, "007", "007");
    number(NUMBER_COMMA, "1.234,50", "1234.50");
    number(NUMBER_COMMA, "0,5", "0.5");
    /* A comma where the thousands are not three is no separator: 1,5 is not 15. */
    number(NUMBER_POINT, "1,5", NULL);
    number(NUMBER_POINT, "12,34", NULL);
    number(NUMBER_POINT, "1,2345", NULL);
    number(NUMBER_POINT, "1234,567", NULL);
    number(NUMBER_POINT, ",123", NULL);
    number(NUMBER_POINT, "1.", NULL);
    number(NUMBER_POINT, ".", NULL);
    number(NUMBER_POINT, "", NULL);
    number(NUMBER_POINT, "-", NULL);
    number(NUMBER_POINT, "\xc2\xa3", NULL);
    number(NUMBER_POINT, "--1", NULL);
    number(NUMBER_POINT, "1e3", NULL);
    number(NUMBER_POINT, "0x10", NULL);
    number(NUMBER_POINT, "12%", NULL);
    number(NUMBER_POINT, "(12)", NULL);
}

/* printf()'s grouping, read back by strtod(). */
static void test_numbers_against_strtod(void **state)
{
    (void)state;
    for (long pence = -300000000; pence < 300000000; pence += 98765) {
        char text[40], grouped[60];
        struct buf got = BUF_INIT(200);
        size_t to = 0, digits;

        snprintf(text, sizeof text, "%.2f", (double)pence / 100);
        digits = strcspn(text, ".") - (text[0] == '-');
        for (size_t i = 0; text[i]; i++) {
            size_t from = i - (text[0] == '-');

            if (i > (size_t)(text[0] == '-') && from < digits && (digits - from) % 3 == 0)
                grouped[to++] = ',';
            grouped[to++] = text[i];
        }
        grouped[to] = '\0';
        assert_true(number_convert(NUMBER_POINT, text_of(grouped), &got));
        assert_true(fabs(strtod(got.data, NULL) - (double)pence / 100) < 1e-9);
        buf_release(&got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates_by_hand),
        cmocka_unit_test(test_years_of_two_digits),
        cmocka_unit_test(test_dates_against_strptime),
        cmocka_unit_test(test_serial_numbers),
        cmocka_unit_test(test_serial_numbers_by_hand),
        cmocka_unit_test(test_patterns_that_are_none),
        cmocka_unit_test(test_numbers_by_hand),
        cmocka_unit_test(test_numbers_against_strtod),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
