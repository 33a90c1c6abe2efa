#include "method.h"
#include "output/figures.h"

#define MINUS "\xe2\x88\x92"
#define POUND "\xc2\xa3"

typedef const char *(*figure)(char text[FIGURE_TEXT], double value);

static void shows(figure write, double value, const char *wanted)
{
    char text[FIGURE_TEXT];

    assert_string_equal(write(text, value), wanted);
}

static void test_counts_and_pounds(void **state)
{
    (void)state;
    shows(figure_count, 0, "0");
    shows(figure_count, 999, "999");
    shows(figure_count, 1000, "1,000");
    shows(figure_count, 1234567, "1,234,567");
    shows(figure_pounds, 18620.91, POUND "18,621");
    shows(figure_pounds, -1144.76, MINUS POUND "1,145");
    shows(figure_pounds, -.4, POUND "0");
    shows(figure_pounds, 1e300, POUND "1,000,000,000,000,000");
}

static void test_three_figures(void **state)
{
    (void)state;
    shows(figure_about, 16828.16, POUND "16,800");
    shows(figure_about, 999.4, POUND "999");
    shows(figure_about, 999.6, POUND "1,000");
    shows(figure_about, 2081866.71, POUND "2,080,000");
    shows(figure_about, -5060.99, MINUS POUND "5,060");
}

static void test_shares(void **state)
{
    (void)state;
    shows(figure_share, .6338, "63%");
    shows(figure_share, 0, "0%");
    shows(figure_share, 1, "100%");
    shows(figure_points, .2354, "+24 points");
    shows(figure_points, .0123, "+1 point");
    shows(figure_points, -.0624, MINUS "6 points");
    shows(figure_points, .001, "0 points");
}

static void test_ratios(void **state)
{
    (void)state;
    shows(figure_ratio, 1.5021, "1.50");
    shows(figure_ratio, -.004, "0.00");
    shows(figure_ratio, -.126, MINUS "0.13");
    shows(figure_pence, 1.3456, POUND "1.35");
    shows(figure_pence, -2, MINUS POUND "2.00");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_counts_and_pounds),
    cmocka_unit_test(test_three_figures),
    cmocka_unit_test(test_shares),
    cmocka_unit_test(test_ratios),
};
TESTS_MAIN(tests)
