/* The tally: rejects, journal, counts that add up, and what cannot be written. */
#include "test.h"

#include "base/json.h"
#include "record/tally.h"

static void severities(void **state)
{
    enum severity severity;

    (void)state;
    for (int i = SEVERITY_WARNING; i <= SEVERITY_FILE; i++) {
        assert_true(severity_parse(severity_name((enum severity)i), &severity));
        assert_int_equal(severity, i);
    }
    assert_false(severity_parse("fatal", &severity));
}

static void fill(struct tally *tally)
{
    tally_finding(tally, (struct text){"2", 1}, "closed_date", "REF-012", SEVERITY_RECORD);
    tally_finding(tally, (struct text){"2", 1}, NULL, "REF-013", SEVERITY_GROUP);
    tally_record(tally, false, false);
    tally_finding(tally, (struct text){"3", 1}, "x", "REF-012", SEVERITY_WARNING);
    tally_record(tally, true, true);
    tally_record(tally, true, false);
    tally_finding(tally, (struct text){NULL, 0}, "y", "column-missing", SEVERITY_WARNING);
}

static void rejects_and_journal(void **state)
{
    char *rejects = test_file("old"), *journal = test_file("{'stage':'before'}\n"), *text;
    struct tally_counts counts;
    struct tally tally;
    struct err err = ERR_INIT;
    cJSON *line;

    (void)state;
    assert_int_equal(
        tally_open(&tally, "validate", "referral", "a \"b\"\n", rejects, journal, &err), 0);
    fill(&tally);
    tally_extra(&tally, "key", "\"k1\"");
    assert_int_equal(tally_close(&tally, &err), 0);
    tally_release(&tally);

    text = test_content(rejects, NULL);
    assert_string_equal(text, "source_row\tfield\trule\tseverity\n"
                              "2\tclosed_date\tREF-012\trecord\n2\t\\N\tREF-013\tgroup\n"
                              "3\tx\tREF-012\twarning\n\\N\ty\tcolumn-missing\twarning\n\\.\n");
    free(text);

    text = test_content(journal, NULL);
    assert_memory_equal(text, "{\"stage\":\"before\"}\n", 19);
    line = cJSON_Parse(text + 19);
    assert_non_null(line);
    assert_string_equal(cJSON_GetObjectItem(line, "delivery")->valuestring, "a \"b\"\n");
    assert_string_equal(cJSON_GetObjectItem(line, "key")->valuestring, "k1");
    assert_int_equal(
        cJSON_GetObjectItem(cJSON_GetObjectItem(line, "rules"), "REF-012")->valueint, 2);
    assert_true(cJSON_IsNumber(cJSON_GetObjectItem(line, "seconds")));
    cJSON_Delete(line);
    free(text);

    assert_int_equal(tally_read(journal, &counts, &err), 0);
    assert_string_equal(counts.stage, "validate");
    assert_int_equal(counts.read, 3);
    assert_int_equal(counts.accepted, 2);
    assert_int_equal(counts.rejected, 1);
    assert_int_equal(counts.warned, 1);
    assert_int_equal(counts.findings, 4);
    test_file_remove(rejects);
    test_file_remove(journal);
}

static void neither_is_asked_for(void **state)
{
    struct tally tally;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(tally_open(&tally, "validate", "referral", NULL, NULL, NULL, &err), 0);
    fill(&tally);
    assert_int_equal(tally_close(&tally, &err), 0);
    tally_release(&tally);
}

/* A stage that fails leaves rejects without their end. */
static void not_closed(void **state)
{
    char *rejects = test_file(""), *text;
    struct tally tally;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(tally_open(&tally, "validate", "referral", NULL, rejects, NULL, &err), 0);
    fill(&tally);
    tally_release(&tally);
    text = test_content(rejects, NULL);
    assert_null(strstr(text, "\\.\n"));
    free(text);
    test_file_remove(rejects);
}

static void cannot_write(void **state)
{
    struct tally tally;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(tally_open(&tally, "validate", "referral", NULL, "/nonexistent/r", NULL, &err),
        EX_CANTCREAT);
    tally_release(&tally);
    assert_int_equal(tally_open(&tally, "validate", "referral", NULL, NULL, "/nonexistent/j", &err),
        EX_CANTCREAT);
    tally_release(&tally);
    assert_int_equal(tally_open(&tally, "validate", "referral", NULL, "/dev/full", NULL, &err), 0);
    fill(&tally);
    assert_int_equal(tally_close(&tally, &err), EX_IOERR);
    tally_release(&tally);
    assert_int_equal(tally_open(&tally, "validate", "referral", NULL, NULL, "/dev/full", &err), 0);
    assert_int_equal(tally_close(&tally, &err), EX_IOERR);
    tally_release(&tally);
}

static void bad_journals(void **state)
{
    static const char *const bad[] = {"", "x\n", "{'stage':'validate'}\n",
        "{'stage':'validate','read':1,'accepted':-1,'rejected':0,'warned':0}\n",
        "{'stage':'validate','read':'1','accepted':1,'rejected':0,'warned':0}\n",
        "{'read':1,'accepted':1,'rejected':0,'warned':0}\n", "{'stage':'validate','rea"};
    struct tally_counts counts;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *path = test_file(bad[i]);
        struct err err = ERR_INIT;

        assert_int_not_equal(tally_read(path, &counts, &err), 0);
        assert_int_not_equal(err.code, 0);
        test_file_remove(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(severities),
        cmocka_unit_test(rejects_and_journal), cmocka_unit_test(neither_is_asked_for),
        cmocka_unit_test(not_closed), cmocka_unit_test(cannot_write),
        cmocka_unit_test(bad_journals)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
