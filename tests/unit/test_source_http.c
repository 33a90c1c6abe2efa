#include "test.h"

#include "source/source.h"

static int load(const char *format, const char *rest, struct source *source, struct err *err)
{
    char *text =
        mem_format("{'name':'a','version':'1','format':'%s',%s,'feeds':{'f':{}}}", format, rest);
    char *path = test_file(text);
    int code = source_load(source, path, err);

    test_file_remove(path);
    free(text);
    return code;
}

static void test_defaults(void **state)
{
    struct err err = ERR_INIT;
    struct source source;

    (void)state;
    assert_int_equal(load("csv", "'mode':'delta'", &source, &err), 0);
    assert_int_equal(source.http.paging.by, PAGING_NONE);
    assert_int_equal(source.http.maximum, UINT64_C(68719476736));
    assert_int_equal(source.http.connect_seconds, 20);
    assert_int_equal(source.http.stall_seconds, 60);
    assert_int_equal(source.http.total_seconds, 14400);
    assert_null(source.http.since_path);
    assert_false(source.keep_last);
    source_release(&source);
}

static void test_all(void **state)
{
    struct err err = ERR_INIT;
    struct source source;

    (void)state;
    assert_int_equal(
        load("json",
            "'duplicates':'last','http':{'maximum':1000,'timeout':{'connect':1,'stall':2,'total':3}"
            ","
            "'paging':{'by':'cursor','parameter':'after','path':'meta.next','optional':true,"
            "'total_records':'meta.total','total_pages':'meta.pages','version':{'path':'v'},"
            "'maximum':9,'twice':true},"
            "'since':{'parameter':'since','path':'changed','overlap':'90 minutes'},'full':30}",
            &source, &err),
        0);
    assert_true(source.keep_last);
    assert_int_equal(source.http.maximum, 1000);
    assert_int_equal(source.http.connect_seconds, 1);
    assert_int_equal(source.http.stall_seconds, 2);
    assert_int_equal(source.http.total_seconds, 3);
    assert_int_equal(source.http.paging.by, PAGING_CURSOR);
    assert_string_equal(source.http.paging.path, "meta.next");
    assert_string_equal(source.http.paging.total_records, "meta.total");
    assert_string_equal(source.http.paging.total_pages, "meta.pages");
    assert_string_equal(source.http.paging.version_path, "v");
    assert_int_equal(source.http.paging.maximum, 9);
    assert_true(source.http.paging.twice);
    assert_true(source.http.paging.optional);
    assert_string_equal(source.http.since_parameter, "since");
    assert_string_equal(source.http.since_path, "changed");
    assert_int_equal(source.http.overlap_seconds, 5400);
    assert_int_equal(source.http.full_nights, 30);
    source_release(&source);
}

/* Pages by number are read twice, unless something tells whether they have changed. */
static void test_twice(void **state)
{
    static const struct {
        const char *paging;
        bool twice;
    } cases[] = {
        {"'by':'number','parameter':'p'", true},
        {"'by':'number','parameter':'p','first':0,'version':{'header':'ETag'}", false},
        {"'by':'number','parameter':'p','twice':false", false},
        {"'by':'link'", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *rest = mem_format("'http':{'paging':{%s}}", cases[i].paging);
        struct err err = ERR_INIT;
        struct source source;

        assert_int_equal(load("ndjson", rest, &source, &err), 0);
        assert_int_equal(source.http.paging.twice, cases[i].twice);
        source_release(&source);
        free(rest);
    }
}

static void test_overlaps(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds;
    } cases[] = {{"1 second", 1}, {"90 seconds", 90}, {"1 minute", 60}, {"12 hours", 43200},
        {"2 days", 172800}, {"1 week", 604800}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *rest = mem_format(
            "'http':{'since':{'parameter':'s','path':'c','overlap':'%s'}}", cases[i].text);
        struct err err = ERR_INIT;
        struct source source;

        assert_int_equal(load("csv", rest, &source, &err), 0);
        assert_int_equal(source.http.overlap_seconds, cases[i].seconds);
        assert_int_equal(source.http.full_nights, 7);
        assert_true(source.keep_last);
        source_release(&source);
        free(rest);
    }
}

static void wrong(const char *format, const char *rest, const char *message)
{
    struct err err = ERR_INIT;
    struct source source;

    if (load(format, rest, &source, &err) != EX_CONFIG)
        fail_msg("not refused: %s", rest);
    if (!strstr(err.message, message))
        fail_msg("'%s' is not in '%s'", message, err.message);
    assert_non_null(strstr(err.detail, "in '"));
}

static void test_what_is_refused(void **state)
{
    static const char *const overlaps[] = {"0 days", "-1 days", "2 fortnights", "2", "days",
        "2days", "2 dayss", "2 days ago", "400 days"};

    (void)state;
    wrong("json", "'duplicates':'first'", "'duplicates'");
    wrong("json", "'http':[]", "'http' must be an object");
    wrong("json", "'http':{'page':1}", "unknown setting 'page'");
    wrong("json", "'http':{'maximum':0}", "'maximum' must be a whole number");
    wrong("json", "'http':{'maximum':1.5}", "'maximum' must be a whole number");
    wrong("json", "'http':{'timeout':{'stall':0}}", "'stall' must be a whole number");
    wrong("json", "'http':{'paging':{}}", "'by' is missing");
    wrong("json", "'http':{'paging':{'by':'guess'}}", "'by' of 'paging'");
    wrong("csv", "'http':{'paging':{'by':'link'}}", "for formats ndjson and json only");
    wrong("ndjson", "'http':{'paging':{'by':'url','path':'next'}}", "pages of ndjson");
    wrong("ndjson", "'http':{'paging':{'by':'link','total_records':'n'}}", "pages of ndjson");
    wrong("json", "'http':{'paging':{'by':'number'}}", "'parameter' goes with");
    wrong("json", "'http':{'paging':{'by':'link','parameter':'p'}}", "'parameter' goes with");
    wrong("json", "'http':{'paging':{'by':'cursor','parameter':'p'}}", "'path' and 'optional'");
    wrong("json", "'http':{'paging':{'by':'link','path':'p'}}", "'path' and 'optional'");
    wrong("json", "'http':{'paging':{'by':'link','optional':true}}", "'path' and 'optional'");
    wrong("json", "'http':{'paging':{'by':'link','version':{}}}", "one of 'header' and 'path'");
    wrong("json", "'duplicates':'reject','http':{'since':{'parameter':'s','path':'c'}}",
        "'since' needs 'duplicates'");
    wrong("json", "'http':{'full':7}", "'full' goes with 'since'");
    wrong("json", "'http':{'since':{'parameter':'s','path':'c'},'full':0}", "'full' must be");
    wrong("json", "'http':{'since':{'path':'c'}}", "'parameter' is missing");
    wrong("json", "'http':{'since':{'parameter':'s'}}", "'path' is missing");
    wrong("json", "'mode':'snapshot','http':{'since':{'parameter':'s','path':'c'}}", "mode delta");
    wrong("csv", "'tables':{'A':'a'},'http':{'since':{'parameter':'s','path':'c'}}", "mode delta");
    for (size_t i = 0; i < sizeof overlaps / sizeof *overlaps; i++) {
        char *rest =
            mem_format("'http':{'since':{'parameter':'s','path':'c','overlap':'%s'}}", overlaps[i]);

        wrong("json", rest, "'overlap' must be");
        free(rest);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_all),
        cmocka_unit_test(test_twice),
        cmocka_unit_test(test_overlaps),
        cmocka_unit_test(test_what_is_refused),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
