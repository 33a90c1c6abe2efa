#include "method.h"
#include "output/tables.h"

/* A result as libpq would have it, from rows of texts apart by '|'; an empty one is NULL. */
static PGresult *result_of(const char *columns, const char *const *rows)
{
    PGresult *result = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
    PGresAttDesc attributes[32] = {0};
    char *names = mem_text(columns), *rest = names, *name;
    int count = 0;

    while ((name = strsep(&rest, "|")))
        attributes[count++].name = name;
    assert_int_equal(PQsetResultAttrs(result, count, attributes), 1);
    for (int row = 0; rows[row]; row++) {
        char *copy = mem_text(rows[row]), *cell;
        int column = 0;

        for (rest = copy; (cell = strsep(&rest, "|")); column++)
            assert_int_equal(PQsetvalue(result, row, column, *cell ? cell : NULL,
                                 *cell ? (int)strlen(cell) : -1),
                1);
        assert_int_equal(column, count);
        free(copy);
    }
    free(names);
    return result;
}

static void has(const struct buf *page, const char *part)
{
    if (!strstr(buf_text(page), part))
        fail_msg("'%s' is not in: %s", part, buf_text(page));
}

static void has_not(const struct buf *page, const char *part)
{
    if (strstr(buf_text(page), part))
        fail_msg("'%s' is in: %s", part, buf_text(page));
}

static void test_cells(void **state)
{
    struct buf page = BUF_INIT(4096);

    (void)state;
    table_cell_text(&page, "1234", KIND_COUNT);
    table_cell_text(&page, "c", KIND_COUNT);
    table_cell_text(&page, NULL, KIND_POUNDS);
    table_cell_text(&page, "<x>", KIND_TEXT);
    table_cell_text(&page, "0.6338", KIND_SHARE);
    assert_string_equal(buf_text(&page), "1,234<abbr title=\"confidential: suppressed\">c</abbr>"
                                         "<abbr title=\"not collected\">x</abbr>&lt;x&gt;63%");
    buf_release(&page);
}

static struct published small(void)
{
    static const char *const summary[] = {
        "ap|A|Alder <House>|1000.50|500.25|c|2000.00|40|40|20|0.5|81|c|45|38|0.41|0.56|0.15|c",
        "ap|*|All providers|9000|500|c|c|c|79|c|c|c|c|c|c|x|x|x|x", NULL};
    static const char *const costs[] = {
        "ap|A|Alder <House>|40|20|40000|2000.00|1500|2500|interval|", "ap|*|All providers||||||||c",
        NULL};
    struct published published = {0};

    published.relations[SUMMARY] = result_of(
        "programme|provider|name|spend|cost_per_start|cost_per_completer|cost_per_outcome|"
        "cohort|starts|outcomes|outcome_rate|referrals|accepted|completers|known|"
        "attendance_before|attendance_after|attendance_change|paired",
        summary);
    published.relations[COSTS] = result_of(
        "programme|provider|name|n|outcomes|cost|ratio|lower|upper|set_type|symbol", costs);
    return published;
}

static void test_costs_come_with_their_interval(void **state)
{
    struct published published = small();
    struct buf page = BUF_INIT(1 << 16);

    (void)state;
    table_costs(&page, &published, "ap");
    has(&page, "<th scope=\"row\">Alder &lt;House&gt;</th>");
    has(&page, "\xc2\xa3"
               "2,000 (\xc2\xa3"
               "1,500 to \xc2\xa3"
               "2,500)");
    has(&page, "<tr class=\"whole\">");
    has(&page, "<td><abbr title=\"confidential: suppressed\">c</abbr></td><td class=\"number\">"
               "<abbr title=\"confidential: suppressed\">c</abbr></td>");
    has_not(&page, "500.25");
    has(&page, "<caption");
    buf_reset(&page);
    table_costs(&page, &published, "eip");
    has_not(&page, "Alder");
    published_release(&published);
    buf_release(&page);
}

static void test_attendance_where_it_is_collected(void **state)
{
    struct published published = small();
    struct buf page = BUF_INIT(1 << 16);

    (void)state;
    table_flow(&page, &published, "ap");
    has(&page, "50%");
    has_not(&page, "41%");
    buf_reset(&page);
    table_attendance(&page, &published, "ap");
    assert_int_equal(page.length, 0);
    published_release(&published);
    buf_release(&page);
}

/* Where a rung is hidden the steps are too: neither "not applicable" nor a figure. */
static void test_ladder(void **state)
{
    static const char *const hidden[] = {"ap|A|Alder|1000|0.5|||||", "ap|B|Birch|||||||c", NULL};
    static const char *const shown[] = {"ap|A|Alder|1000|0.5||||ND|",
        "ap|B|Birch|1100|0.6|100|0.1|1000|ND|", "ap|C|Cedar|1200|0.4||||D|", NULL};
    static const char columns[] =
        "programme|strategy|name|cost|effect|inc_cost|inc_effect|icer|status|symbol";
    struct published published = {.relations[LADDERS] = result_of(columns, shown)};
    struct buf page = BUF_INIT(1 << 16);

    (void)state;
    table_ladder(&page, &published, "ap", "ladder");
    has(&page, "<abbr title=\"not applicable\">z</abbr>");
    has(&page, "+10 points");
    has(&page, "outdone by another");
    published_release(&published);
    published.relations[LADDERS] = result_of(columns, hidden);
    buf_reset(&page);
    table_ladder(&page, &published, "ap", "ladder");
    has_not(&page, ">z<");
    has_not(&page, "outdone");
    has(&page, "\xc2\xa3"
               "1,000");
    published_release(&published);
    buf_release(&page);
}

static void test_benefits(void **state)
{
    static const char *const rows[] = {"ap|A|Alder|0|0.05", "ap|A|Alder|5000|0.95",
        "ap|B|Birch|0|0.5", "ap|B|Birch|5000|0.8", NULL};
    struct published published = {
        .relations[BENEFITS] = result_of("programme|provider|name|lambda|probability", rows)};
    struct buf page = BUF_INIT(1 << 16);

    (void)state;
    table_benefits(&page, &published, "ap");
    has(&page, "<th scope=\"col\">\xc2\xa3"
               "5,000</th>");
    has(&page, "<td>5%, very unlikely</td>\n<td>95%, very likely</td>");
    has(&page, "<td>50%, about as likely as not</td>");
    published_release(&published);
    buf_release(&page);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_cells),
    cmocka_unit_test(test_costs_come_with_their_interval),
    cmocka_unit_test(test_attendance_where_it_is_collected),
    cmocka_unit_test(test_ladder),
    cmocka_unit_test(test_benefits),
};
TESTS_MAIN(tests)
