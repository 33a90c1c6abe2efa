#include "method.h"
#include "output/charts.h"

/* A name that would end a string, start a command, or be markup. */
static const char evil[] = "A\t\"`touch /tmp/x`\" <script> & \\n $b\n";

static size_t occurrences(const char *text, const char *part)
{
    size_t count = 0;

    for (; (text = strstr(text, part)); text += strlen(part))
        count++;
    return count;
}

static void test_names_stay_names(void **state)
{
    struct buf script = BUF_INIT(1024);

    (void)state;
    gnuplot_cell(&script, evil);
    assert_string_equal(buf_text(&script), "A   touch /tmp/x   <script> &  n  b ");
    buf_release(&script);
}

static void test_forest(void **state)
{
    static const struct bar bars[] = {
        {evil, 18000, 15000, 22000, false},
        {"Second", 12000, 9000, 18000, false},
        {"All providers", 15000, 14000, 17000, true},
    };
    struct chart chart = {
        .id = "ap-forest", .title = "A & B", .description = "<none>", .width = 760};
    struct buf svg = BUF_INIT(1 << 22);
    struct err err = ERR_INIT;
    const char *text;

    (void)state;
    assert_int_equal(chart_forest(&chart, bars, 3, &svg, &err), 0);
    text = buf_text(&svg);
    assert_ptr_equal(strstr(text, "<svg "), text);
    assert_non_null(strstr(text, "<title id=\"ap-forest-t\">A &amp; B</title>"));
    assert_non_null(strstr(text, "<desc id=\"ap-forest-d\">&lt;none&gt;</desc>"));
    assert_non_null(strstr(text, "touch /tmp/x   &lt;script> &amp;"));
    assert_null(strstr(text, "<script"));
    assert_non_null(strstr(text, "All providers"));
    assert_non_null(strstr(text, "10,000"));
    assert_int_equal(occurrences(text, "<svg "), 1);
    assert_int_equal(occurrences(text, "</svg>"), 1);
    buf_release(&svg);
}

/* Charts of one page share no id, and refer to their own. */
static void test_ids(void **state)
{
    static const struct point points[] = {
        {"A", 1000, .4, 900, 1100, .3, .5, true}, {"B", 2000, .6, 1900, 2100, .5, .7, true}};
    static const struct point differences[] = {{"B", .1, -200, -.1, .3, -400, 0, false}};
    struct chart ladder = {"one", "t", "d", 760, 340}, plane = {"two", "t", "d", 760, 380};
    struct buf svg = BUF_INIT(1 << 22);
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(chart_ladder(&ladder, points, 2, &svg, &err), 0);
    assert_non_null(strstr(buf_text(&svg), "id='one-gpPt6'"));
    assert_non_null(strstr(buf_text(&svg), "href='#one-gpPt"));
    assert_non_null(strstr(buf_text(&svg), "40%"));
    buf_reset(&svg);
    assert_int_equal(chart_plane(&plane, differences, 1, &svg, &err), 0);
    assert_null(strstr(buf_text(&svg), "one-"));
    assert_null(strstr(buf_text(&svg), "id='gp"));
    assert_null(strstr(buf_text(&svg), "'#gp"));
    assert_non_null(strstr(buf_text(&svg), "dearer, greater share"));
    buf_release(&svg);
}

static void test_same_bytes(void **state)
{
    static const struct point points[] = {{"A", 1000, .4, 0, 0, 0, 0, true}};
    struct chart chart = {"x", "t", "d", 760, 340};
    struct buf first = BUF_INIT(1 << 22), second = BUF_INIT(1 << 22);
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(chart_ladder(&chart, points, 1, &first, &err), 0);
    assert_int_equal(chart_ladder(&chart, points, 1, &second, &err), 0);
    assert_string_equal(buf_text(&first), buf_text(&second));
    buf_release(&first);
    buf_release(&second);
}

static void test_a_chart_that_fails(void **state)
{
    struct chart chart = {"x", "t", "d", 760, 340};
    struct buf script = BUF_INIT(1024), svg = BUF_INIT(1 << 22);
    struct err err = ERR_INIT;

    (void)state;
    buf_add_text(&script, "plot nonsense nonsense\n");
    assert_int_equal(gnuplot_draw(&chart, &script, &svg, &err), EX_UNAVAILABLE);
    assert_int_equal(svg.length, 0);
    setenv("PATH", "/nonexistent", 1);
    err = (struct err)ERR_INIT;
    assert_int_equal(gnuplot_draw(&chart, &script, &svg, &err), EX_UNAVAILABLE);
    assert_non_null(strstr(err.hint, "gnuplot-nox"));
    buf_release(&script);
    buf_release(&svg);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_names_stay_names),
    cmocka_unit_test(test_forest),
    cmocka_unit_test(test_ids),
    cmocka_unit_test(test_same_bytes),
    cmocka_unit_test(test_a_chart_that_fails),
};
TESTS_MAIN(tests)
