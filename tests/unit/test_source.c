#include "test.h"

#include "source/source.h"

static void test_a_full_source(void **state)
{
    char *path = test_file(
        "{'name':'ap','title':'AP','version':'1.2.3','description':'d',"
        "'format':'csv','encoding':'windows-1252','dialect':{'delimiter':';',"
        "'quote':'~','header_row':3,'any_case':true},'null':['n/a','-'],'file':'{p}-{m}.csv',"
        "'slot':'{p}','period':'{m}','mode':'period','after':['provider'],"
        "'expected':{'every':'month','days':30},'drift':'stop','ratio':1032,'tables':{'A':'A*.csv',"
        "'B':'B*.csv'},'optional':['B'],"
        "'api_key_file':'key','api_key_header':'X-Key',"
        "'feeds':{'person':{},'referral':{}}}");
    struct err err = ERR_INIT;
    struct source source;

    (void)state;
    assert_int_equal(source_load(&source, path, &err), 0);
    assert_string_equal(source.name, "ap");
    assert_int_equal(source.format, FORMAT_CSV);
    assert_int_equal(source.encoding, ENCODING_WINDOWS_1252);
    assert_int_equal(source.dialect.delimiter, ';');
    assert_int_equal(source.dialect.quote, '~');
    assert_int_equal(source.dialect.header_row, 3);
    assert_int_equal(source.null_count, 2);
    assert_string_equal(source.nulls[1], "-");
    assert_int_equal(source.mode, MODE_PERIOD);
    assert_string_equal(source_mode_name(source.mode), "period");
    assert_string_equal(source.period, "{m}");
    assert_string_equal(source.expected_every, "month");
    assert_int_equal(source.expected_days, 30);
    assert_int_equal(source.drift, SOURCE_DRIFT_STOP);
    assert_int_equal(source.ratio, 1032);
    assert_int_equal(source.table_count, 2);
    assert_string_equal(source.tables[1].glob, "B*.csv");
    assert_true(source_may_lack(&source, "B"));
    assert_false(source_may_lack(&source, "A"));
    assert_false(source_may_lack(&source, NULL));
    assert_true(source_same_column(&source, "LocalPatientId", "LocalPatientID"));
    assert_int_equal(source.feed_count, 2);
    assert_string_equal(source.feeds[0], "person");
    assert_true(source_has_feed(&source, "referral"));
    assert_false(source_has_feed(&source, "contact"));
    assert_string_equal(source.after[0], "provider");
    assert_int_equal(strlen(source.edition), strlen("1.2.3+0123456789abcdef"));
    source_release(&source);
    test_file_remove(path);
}

static void test_defaults(void **state)
{
    char *path = test_file("{'name':'a','version':'1','format':'ndjson','feeds':{'f':{}}}");
    struct err err = ERR_INIT;
    struct source source;

    (void)state;
    assert_int_equal(source_load(&source, path, &err), 0);
    assert_int_equal(source.encoding, ENCODING_UTF8);
    assert_int_equal(source.mode, MODE_DELTA);
    assert_int_equal(source.drift, SOURCE_DRIFT_WARN);
    assert_null(source.expected_every);
    assert_int_equal(source.ratio, 200);
    assert_string_equal(source.slot, "all");
    assert_false(source_same_column(&source, "LocalPatientId", "LocalPatientID"));
    assert_string_equal(source.title, "a");
    assert_null(source.file);
    source_release(&source);
    test_file_remove(path);
}

/* A change of the file's text is another edition, though its version is the same. */
static void test_edition(void **state)
{
    char *one = test_file("{'name':'a','version':'1','format':'csv','feeds':{'f':{}}}");
    char *two = test_file("{'name':'a','version':'1','format':'csv','feeds':{'g':{}}}");
    struct err err = ERR_INIT;
    struct source first, second;

    (void)state;
    assert_int_equal(source_load(&first, one, &err), 0);
    assert_int_equal(source_load(&second, two, &err), 0);
    assert_string_not_equal(first.edition, second.edition);
    source_release(&first);
    source_release(&second);
    test_file_remove(one);
    test_file_remove(two);
}

static void test_encodings(void **state)
{
    static const char *const names[] = {[ENCODING_UTF8] = "utf-8",
        [ENCODING_UTF16LE] = "utf-16le",
        [ENCODING_UTF16BE] = "utf-16be",
        [ENCODING_WINDOWS_1252] = "windows-1252",
        [ENCODING_ISO_8859_15] = "iso-8859-15"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *text = mem_format("{'name':'a','version':'1','format':'csv','encoding':'%s',"
                                "'feeds':{'f':{}}}",
            names[i]);
        char *path = test_file(text);
        struct err err = ERR_INIT;
        struct source source;

        assert_int_equal(source_load(&source, path, &err), 0);
        assert_int_equal(source.encoding, i);
        assert_string_equal(source_encoding_name(source.encoding), names[i]);
        source_release(&source);
        test_file_remove(path);
        free(text);
    }
}

static void wrong(const char *text, const char *message)
{
    char *path = test_file(text);
    struct err err = ERR_INIT;
    struct source source;

    assert_int_equal(source_load(&source, path, &err), EX_CONFIG);
    if (!strstr(err.message, message))
        fail_msg("'%s' is not in '%s'", message, err.message);
    assert_true(strstr(err.detail, path) || strstr(err.message, path));
    test_file_remove(path);
}

static void test_what_is_refused(void **state)
{
    (void)state;
    wrong("{", "is not valid JSON");
    wrong("{'version':'1','format':'csv','feeds':{'f':{}}}", "'name' is missing");
    wrong("{'name':'a','format':'csv','feeds':{'f':{}}}", "'version' is missing");
    wrong("{'name':'a','version':'1','feeds':{'f':{}}}", "'format' is missing");
    wrong("{'name':'a','version':'1','format':'fax','feeds':{'f':{}}}", "'format'");
    wrong("{'name':'a','version':'1','format':'csv'}", "'feeds'");
    wrong("{'name':'a','version':'1','format':'csv','feeds':{}}", "'feeds'");
    wrong("{'name':'a','version':'1','format':'csv','fields':{},'feeds':{'f':{}}}",
        "unknown setting 'fields'");
    wrong("{'name':'a','version':'1','format':'csv','feeds':{'f':{}},'expected':{'every':'moon'}}",
        "'expected' needs 'every'");
    wrong("{'name':'a','version':'1','format':'csv','feeds':{'f':{}},"
          "'expected':{'every':'week','days':367}}",
        "'expected' needs 'every'");
    wrong("{'name':'a','version':'1','format':'csv','feeds':{'f':{}},'expected':{'days':3}}",
        "'every' is missing");
    wrong("{'name':'a','version':'1','format':'csv','encoding':'latin-1','feeds':{'f':{}}}",
        "'encoding'");
    wrong("{'name':'a','version':'1','format':'xml','encoding':'utf-8','feeds':{'f':{}}}",
        "'encoding' is not for format xml");
    wrong("{'name':'a','version':'1','format':'json','encoding':'windows-1252','feeds':{'f':{}}}",
        "'encoding' can only be utf-8 in format json");
    wrong("{'name':'a','version':'1','format':'ndjson','encoding':'utf-16le','feeds':{'f':{}}}",
        "'encoding' can only be utf-8 in format ndjson");
    wrong("{'name':'a','version':'1','format':'xml','dialect':{},'feeds':{'f':{}}}", "'dialect'");
    wrong("{'name':'a','version':'1','format':'csv','dialect':{'delimiter':';;'},"
          "'feeds':{'f':{}}}",
        "'delimiter'");
    wrong("{'name':'a','version':'1','format':'csv','dialect':{'delimiter':';','quote':';'},"
          "'feeds':{'f':{}}}",
        "'dialect'");
    wrong("{'name':'a','version':'1','format':'csv','dialect':{'header_row':0},'feeds':{'f':{}}}",
        "'dialect'");
    wrong("{'name':'a','version':'1','format':'csv','ratio':0,'feeds':{'f':{}}}", "'ratio' must");
    wrong("{'name':'a','version':'1','format':'csv','ratio':'9','feeds':{'f':{}}}", "'ratio' must");
    wrong("{'name':'a','version':'1','format':'csv','mode':'period','feeds':{'f':{}}}",
        "'period' and mode 'period'");
    wrong("{'name':'a','version':'1','format':'csv','after':'b','feeds':{'f':{}}}", "'after'");
    wrong("{'name':'a','version':'1','format':'csv','null':[1],'feeds':{'f':{}}}", "'null'");
    wrong(
        "{'name':'a','version':'1','format':'csv','tables':{'A':1},'feeds':{'f':{}}}", "'tables'");
    wrong("{'name':'a','version':'1','format':'csv','tables':{'A':'a'},'optional':['B'],"
          "'feeds':{'f':{}}}",
        "'optional' names 'B'");
    wrong("{'name':'a','version':'1','format':'csv','define':{},'feeds':{'f':{'use':'x'}}}",
        "'use' names 'x'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_full_source),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_edition),
        cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_what_is_refused),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
