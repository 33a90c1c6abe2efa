#include "test.h"

#include "source/drift.h"

static const char json[] =
    "{'name':'s','version':'1','format':'csv','drift':'%s','tables':{'A':'a','B':'b'},"
    "'dialect':{'any_case':true},'define':{'by':{'lookup':{'table':'B','key':{'join':[{'path':'Id'}"
    ",{'path':"
    "'Part'}]},'value':{'first':[{'path':'Deep'}]},'prefer':{'by':'Rank','order':[]}}}},"
    "'check':{'rule':'R','same':[{'table':'A','column':'Owner','says':'x'},{'column':'Month','says'"
    ":'y'}]},'feeds':{"
    "'f':{'table':'A','where':[{'path':'State','present':true},"
    "{'value':{'path':'Team','lookup':{'table':'B','key':'Id','value':'Kind'}},'in':['x']}],"
    "'fields':{'x':{'path':['Ref','Reference']},"
    "'w':{'path':'Ref','use':'by'},'y':{'first':[{'path':'Old'},{'join':[{'path':'One'},{'path':'"
    "Two'}]}]}},'unused':['Name']},"
    "'g':{'table':'B','fields':{'z':{'path':'Only in B'}}}}}";

/* Checks a table's header under a policy: the code; the journal's further members in `extra`. */
static int check(const char *policy, const char *table, const char *const *columns, size_t count,
    char extra[400], struct err *err)
{
    char *text = mem_format(json, policy), *path = test_file(text);
    struct tally tally;
    struct source source;
    struct rows rows = {.columns = (char **)columns, .column_count = count};
    int code;

    assert_int_equal(source_load(&source, path, err), 0);
    assert_int_equal(tally_open(&tally, "extract", "f", "d", NULL, NULL, err), 0);
    code = drift_check(&source, table, &rows, "file", &tally, err);
    snprintf(extra, 400, "%s", buf_text(&tally.extra));
    tally_release(&tally);
    source_release(&source);
    test_file_remove(path);
    free(text);
    return code;
}

static void test_what_is_known(void **state)
{
    static const char *const first[] = {
        "Ref", "REFERENCE", "State", "Team", "Old", "One", "Two", "Name", "", "Owner", "month"};
    static const char *const second[] = {
        "Id", "Kind", "Only in B", "Part", "Deep", "Rank", "Month"};
    struct err err = ERR_INIT;
    char extra[400];

    (void)state;
    assert_int_equal(check("stop", "A", first, 11, extra, &err), 0);
    assert_int_equal(check("stop", "B", second, 7, extra, &err), 0);
    assert_string_equal(extra, "");
}

/* A column of one table is new in another. */
static void test_what_is_new(void **state)
{
    static const char *const columns[] = {"Ref", "Kind", "Rank", "Only in B"};
    struct err err = ERR_INIT;
    char extra[400];

    (void)state;
    assert_int_equal(check("warn", "A", columns, 4, extra, &err), 0);
    assert_string_equal(extra, ",\"drift\":[\"B\",\"C\",\"D\"]");
    assert_int_equal(check("ignore", "A", columns, 4, extra, &err), 0);
    assert_string_equal(extra, "");
    assert_int_equal(check("stop", "A", columns, 4, extra, &err), EX_DATAERR);
    assert_string_equal(err.message, "'file' has columns that source 's' does not know: B, C, D");
    assert_null(strstr(err.message, "Kind"));
}

/* Letters as spreadsheets have them: Z is the 26th column, AA the 27th, ZZ the 702nd, AAA the next. */
static void test_letters(void **state)
{
    static const char *columns[703];
    static const struct {
        size_t at;
        const char *letters;
    } places[] = {
        {0, "A"}, {25, "Z"}, {26, "AA"}, {51, "AZ"}, {52, "BA"}, {701, "ZZ"}, {702, "AAA"}};
    struct err err = ERR_INIT;

    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char extra[400], expected[40];

        for (size_t j = 0; j < 703; j++)
            columns[j] = j == places[i].at ? "new" : "Ref";
        snprintf(expected, sizeof expected, ",\"drift\":[\"%s\"]", places[i].letters);
        assert_int_equal(check("warn", "A", columns, 703, extra, &err), 0);
        assert_string_equal(extra, expected);
    }
}

/* What the mapping names and the table has not, by the mapping's own names. */
static void test_what_is_absent(void **state)
{
    static const char *const paths[] = {"Ref", "The \"old\" one", "E-mail"};
    int positions[] = {0, PATH_ABSENT, PATH_ABSENT}, all[] = {0, 2, 1};
    char *columns[] = {"Ref", "x", "y"};
    struct source source = {.name = "s", .drift = {.kinds = {[DRIFT_MISSING] = SOURCE_DRIFT_STOP}}};
    struct plan plan = {
        .source = &source, .feed = "f", .paths = (const char **)paths, .path_count = 3};
    struct rows rows = {.columns = columns, .column_count = 3, .positions = positions};
    struct err err = ERR_INIT;
    struct tally tally;

    (void)state;
    assert_int_equal(tally_open(&tally, "extract", "f", "d", NULL, NULL, &err), 0);
    drift_absent(&plan, &rows, "file", &tally, &err);
    assert_string_equal(buf_text(&tally.extra), ",\"absent\":[\"The \\\"old\\\" one\",\"E-mail\"]");
    tally_release(&tally);
    assert_int_equal(tally_open(&tally, "extract", "f", "d", NULL, NULL, &err), 0);
    rows.positions = all;
    drift_absent(&plan, &rows, "file", &tally, &err);
    rows.positions = positions;
    rows.columns = NULL; /* a format without columns */
    drift_absent(&plan, &rows, "file", &tally, &err);
    assert_string_equal(buf_text(&tally.extra), "");
    tally_release(&tally);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_known),
        cmocka_unit_test(test_what_is_new),
        cmocka_unit_test(test_what_is_absent),
        cmocka_unit_test(test_letters),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
