#include "method.h"
#include "output/charts_value.h"
#include "output/labels.h"

/* A name that would end a string, start a command, or be markup. */
static const char evil[] = "A\t\"`touch /tmp/x`\" <script> & \\n $b\n";

static size_t occurrences(const char *text, const char *part)
{
    size_t count = 0;

    for (; (text = strstr(text, part)); text += strlen(part))
        count++;
    return count;
}

static void is_whole(const struct buf *svg, const char *id)
{
    const char *text = buf_text(svg);
    char title[80];

    snprintf(title, sizeof title, "<title id=\"%s-t\">", id);
    assert_non_null(strstr(text, title));
    assert_int_equal(occurrences(text, "</svg>"), 1);
    assert_null(strstr(text, "<script"));
    assert_null(strstr(text, "id='gp"));
}

/* At most four colours: blue, black, and greys of which two stand for something. */
static void has_few_colours(const struct buf *svg)
{
    static const char *const allowed[] = {"rgb( 29,  78, 137)", "rgb( 89,  89,  89)",
        "rgb(  0,   0,   0)", "rgb(229, 229, 229)", "rgb(217, 217, 217)", "rgb(196, 196, 196)",
        "rgb(255, 255, 255)"};
    size_t known = 0;

    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        known += occurrences(buf_text(svg), allowed[i]);
    assert_int_equal(
        occurrences(buf_text(svg), "rgb("), known + occurrences(buf_text(svg), "rgb(89,89,89)") +
                                                occurrences(buf_text(svg), "rgb(0,0,0)"));
}

static void test_funnel(void **state)
{
    static const struct funnel_point points[] = {{evil, 70, .6, .4, .7, .3, .8},
        {"Second", 20, .9, .3, .8, .2, .85}, {"Third", 71, .61, .4, .7, .3, .8}};
    static const struct funnel_style style = {"Young people", "Share", figure_share, .55};
    struct chart chart = {
        .id = "ap-rates", .title = "T", .description = "d", .width = 760, .height = 340};
    struct buf svg = BUF_INIT(1 << 22), again = BUF_INIT(1 << 22);
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(chart_funnel(&chart, &style, points, 3, &svg, &err), 0);
    is_whole(&svg, "ap-rates");
    has_few_colours(&svg);
    assert_non_null(strstr(buf_text(&svg), "touch /tmp/x"));
    assert_non_null(strstr(buf_text(&svg), "99.8% limits"));
    assert_int_equal(chart_funnel(&chart, &style, points, 3, &again, &err), 0);
    assert_string_equal(buf_text(&svg), buf_text(&again));
    buf_release(&svg);
    buf_release(&again);
}

static void test_acceptability(void **state)
{
    static const double lambda[] = {0, 10000, 20000}, rising[] = {0, .4, .9},
                        falling[] = {1, .6, .1}, best[] = {1, .6, .9};
    static const struct curve curves[] = {{evil, 3, lambda, falling}, {"Birch", 3, lambda, rising}};
    static const struct curve frontier = {"", 3, lambda, best};
    struct chart chart = {.id = "a", .title = "T", .description = "d", .width = 760, .height = 360};
    struct buf svg = BUF_INIT(1 << 22);
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(chart_acceptability(&chart, curves, 2, &frontier, &svg, &err), 0);
    is_whole(&svg, "a");
    has_few_colours(&svg);
    assert_non_null(strstr(buf_text(&svg), "Birch"));
    assert_non_null(strstr(buf_text(&svg), "stroke-dasharray"));
    buf_release(&svg);
}

static void test_waterfall(void **state)
{
    static const struct step steps[] = {{"gross", 0, 7000, 1}, {evil, 7000, 3000, 0},
        {"costs", 3000, -1000, 0}, {"net", 0, -1000, 1}};
    struct chart chart = {.id = "w", .title = "T", .description = "d", .width = 760};
    struct buf svg = BUF_INIT(1 << 22);
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(chart_waterfall(&chart, steps, 4, &svg, &err), 0);
    is_whole(&svg, "w");
    has_few_colours(&svg);
    assert_non_null(strstr(buf_text(&svg), "\xc2\xa3"
                                           "7,000"));
    assert_non_null(strstr(buf_text(&svg), "\xe2\x88\x92\xc2\xa3"
                                           "4,000"));
    assert_int_equal(chart.height, 80 + 4 * 32);
    buf_release(&svg);
}

/* Of names of points that lie together each has a place of its own, as long as there is one. */
static void test_labels(void **state)
{
    static const struct point points[] = {{.name = "One", .x = 5, .y = 5},
        {.name = "Two", .x = 5, .y = 5}, {.name = "Three", .x = 5, .y = 5},
        {.name = "Four", .x = 5, .y = 5}};
    struct buf script = BUF_INIT(4096);

    (void)state;
    assert_int_equal(
        labels_add(&script, points, 4, (struct range){0, 10}, (struct range){0, 10}), 15);
    buf_reset(&script);
    assert_int_equal(
        labels_add(&script, points, 1, (struct range){0, 10}, (struct range){0, 10}), 1);
    buf_reset(&script);
    labels_plot(&script, 1);
    assert_null(strstr(buf_text(&script), "$names1"));
    buf_release(&script);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_funnel),
    cmocka_unit_test(test_acceptability),
    cmocka_unit_test(test_waterfall),
    cmocka_unit_test(test_labels),
};
TESTS_MAIN(tests)
