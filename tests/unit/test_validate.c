/* Judging records: each kind of breach, severities, marks, drift, and what stops a delivery. */
#include "test.h"

#include "record/dates.h"
#include "record/validate.h"

#include <sys/stat.h>

static const char feed[] =
    "{'name':'feed','version':'1.0.0','primaryKey':['p'],'fields':["
    "{'name':'p','type':'string','treat':'keep','constraints':{'required':true}},"
    "{'name':'s','type':'string','treat':'keep','constraints':{'minLength':2,'maxLength':4,"
    "'pattern':'[a-z\xc3\xbc "
    "]*','enum':['ab','\xc3\xbc\xc3\xbc','\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc','\xc3\xbc',"
    "'abcd','a','toolong','A B']}},"
    "{'name':'n','type':'number','treat':'keep','constraints':{'minimum':0,'maximum':10,"
    "'enum':[0,1,2.5,10,11,-1]}},"
    "{'name':'d','type':'date','treat':'keep','severity':'group','rule':{'type':'DATE-1'},"
    "'constraints':{'minimum':'2020-01-01','maximum':'2024-12-31'}},"
    "{'name':'c','type':'string','treat':'keep','severity':'warning','codes':{'list':'list','on':'"
    "d'}},"
    "{'name':'k','type':'string','treat':'keep','codes':{'list':'list'}},"
    "{'name':'nhs','type':'string','treat':'pseudonym:nhs','severity':{'sentinel':'warning'}},"
    "{'name':'post','type':'string','treat':'district'},"
    "{'name':'b','type':'boolean','treat':'keep'},"
    "{'name':'stop','type':'integer','treat':'keep','severity':'file'}],"
    "'rules':[{'id':'R-1','expr':'n < 10 or b','message':'x'},"
    "{'id':'R-2','severity':'warning','expr':'s <> $ab$ or d is not null','message':'x'},"
    "{'id':'R-3','expr':'d <= as_of','message':'x'},"
    "{'id':'R-4','expr':'n <> 2.5','message':'x','from':'2022-01-01','to':'2022-12-31','on':'d'},"
    "{'id':'R-5','expr':'n <> 1','message':'x','to':'2024-06-30'},"
    "{'id':'R-6','expr':'n <> 1','message':'x','from':'2024-07-01'}]}";

#define HEADER "source_row\tp\ts\tn\td\tc\tk\tnhs\tpost\tb\tstop\n"

struct outcome {
    int code; /* of validator_init() or what validator_judge() said last */
    uint64_t accepted, rejected, warned, file;
    char *findings;
    struct err err;
};

/* A contract is written with ' for " (test_file) and $ for the quotes inside its expressions. */
static void quote_expressions(const char *path)
{
    FILE *file = fopen(path, "r+e");

    assert_non_null(file);
    for (int c = getc(file); c != EOF; c = getc(file))
        if (c == '$') {
            fseek(file, -1, SEEK_CUR);
            putc('\'', file);
            fflush(file);
        }
    fclose(file);
}

static struct outcome judge(const char *json, const char *stream, size_t length, bool allow_test)
{
    char folder[] = "/tmp/ontrack-validate-XXXXXX", *list, *rejects = test_file(""), *path;
    char *directories[] = {folder};
    struct outcome outcome = {.err = ERR_INIT};
    struct contract contract;
    struct codes codes;
    struct tally tally;
    struct stream_reader reader;
    struct validator validator = {.contract = &contract,
        .tally = &tally,
        .codes = &codes,
        .allow_test_identifiers = allow_test};
    FILE *file;
    int fd;

    assert_non_null(mkdtemp(folder));
    list = mem_format("%s/list.csv", folder);
    file = fopen(list, "we");
    fputs("code,label,valid_from,valid_to,source,verified\nold,,,2021-12-31,x,t\nnew,,2022-01-01,,"
          "x,t\n",
        file);
    fclose(file);
    path = test_file(json);
    quote_expressions(path);
    if (contract_load(&contract, path, &outcome.err))
        fail_msg("%s (%s)", outcome.err.message, outcome.err.detail);
    assert_true(date_parse("2024-06-30", 10, &validator.as_of));
    codes_init(&codes, directories, 1);
    assert_int_equal(tally_open(&tally, "validate", "feed", NULL, rejects, NULL, &outcome.err), 0);
    fd = test_fd(stream, length);
    assert_int_equal(stream_open(&reader, fd, "test", &outcome.err), 0);
    outcome.code = validator_init(&validator, &reader, &outcome.err);
    while (!outcome.code && stream_next(&reader, &outcome.err) > 0)
        if (validator_judge(&validator, &reader, &outcome.err) < 0)
            outcome.code = outcome.err.code;
    outcome.accepted = tally.accepted;
    outcome.rejected = tally.rejected;
    outcome.warned = tally.warned;
    outcome.file = validator.file_breaches;
    assert_int_equal(tally_close(&tally, &outcome.err), 0);
    outcome.findings = test_content(rejects, NULL);
    validator_release(&validator);
    tally_release(&tally);
    stream_close(&reader);
    close(fd);
    codes_release(&codes);
    contract_release(&contract);
    unlink(list);
    rmdir(folder);
    free(list);
    test_file_remove(path);
    test_file_remove(rejects);
    return outcome;
}

/* One record: its cells after source_row, and what is found, without row number. */
static void finds(const char *cells, const char *findings, bool accepted)
{
    char *stream = mem_format(HEADER "7\t%s\n\\.\n", cells), *wanted;
    struct outcome outcome = judge(feed, stream, strlen(stream), false);
    struct buf all = BUF_INIT(10000);

    buf_add_text(&all, "source_row\tfield\trule\tseverity\n");
    for (const char *line = findings; *line; line += strcspn(line, "\n") + 1)
        buf_addf(&all, "7\t%.*s\n", (int)strcspn(line, "\n"), line);
    buf_add_text(&all, "\\.\n");
    wanted = mem_text(buf_text(&all));
    if (strcmp(outcome.findings, wanted) != 0)
        fail_msg("'%s':\n%s", cells, outcome.findings);
    assert_int_equal(outcome.accepted, accepted);
    assert_int_equal(outcome.rejected, !accepted);
    free(outcome.findings);
    free(wanted);
    free(stream);
    buf_release(&all);
}

#define N "\\N\t"

static void each_breach(void **state)
{
    (void)state;
    finds("x\tab\t0\t2023-05-01\tnew\tnew\t9434765919\tBR1 7SS\tf\t3", "", true);
    finds("x\t" N N N N N N N "\\N\t\\N", "", true);
    finds("\\N\t" N N N N N N N "\\N\t\\N", "p\trequired\trecord\n", false);
    finds("\t" N N N N N N N "\\N\t\\N", "p\trequired\trecord\n", false);
    finds("x\t" N "x\t2023-02-30\t" N N N N "true\t\\N",
        "n\ttype-error\trecord\nd\tDATE-1\tgroup\nb\ttype-error\trecord\n", false);
    finds("x\t" N "\t" N N N N N "\\N\t\\N", "n\ttype-error\trecord\n", false);
    finds("x\ta\t" N N N N N N "\\N\t\\N", "s\tmin-length\trecord\n", false);
    finds("x\ttoolong\t" N N N N N N "\\N\t\\N", "s\tmax-length\trecord\n", false);
    finds("x\t\xc3\xbc\xc3\xbc\t" N N N N N N "\\N\t\\N", "", true);
    /* Lengths are those of characters, and a limit itself is within. */
    finds("x\tabcd\t" N N N N N N "\\N\t\\N", "", true);
    finds("x\t\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\t" N N N N N N "\\N\t\\N", "", true);
    finds("x\t\xc3\xbc\t" N N N N N N "\\N\t\\N", "s\tmin-length\trecord\n", false);
    finds("x\tA B\t" N N N N N N "\\N\t\\N", "s\tpattern\trecord\n", false);
    finds("x\txyz\t" N N N N N N "\\N\t\\N", "s\tenum\trecord\n", false);
    finds("x\t" N "-1.0\t" N N N N N "\\N\t\\N", "n\tminimum\trecord\n", false);
    finds("x\t" N "11\t" N N N N N "t\t\\N", "n\tmaximum\trecord\n", false);
    finds("x\t" N "2.50\t" N N N N N "\\N\t\\N", "", true);
    finds("x\t" N N "2019-12-31\t" N N N N "\\N\t\\N", "d\tminimum\tgroup\n", false);
    finds("x\t" N N "2025-01-01\t" N N N N "\\N\t\\N", "d\tmaximum\tgroup\n\\N\tR-3\trecord\n",
        false);
}

static void codes_on_their_day(void **state)
{
    (void)state;
    finds("x\t" N N "2021-05-01\told\t" N N N "\\N\t\\N", "", true);
    finds("x\t" N N "2023-05-01\told\t" N N N "\\N\t\\N", "c\tcode\twarning\n", true);
    finds("x\t" N N N "old\t" N N N "\\N\t\\N", "", true);
    finds("x\t" N N N "gone\t" N N N "\\N\t\\N", "c\tcode\twarning\n", true);
    finds("x\t" N N N N "new\t" N N "\\N\t\\N", "", true);
    finds("x\t" N N N N "old\t" N N "\\N\t\\N", "k\tcode\trecord\n", false);
}

static void identifiers(void **state)
{
    static const char test[] = HEADER "1\tx\t" N N N N N "9990000018\t" N "\\N\t\\N\n\\.\n";
    struct outcome outcome = judge(feed, test, sizeof test - 1, true);

    (void)state;
    assert_int_equal(outcome.accepted, 1);
    free(outcome.findings);
    finds("x\t" N N N N N "9990000018\t" N "\\N\t\\N", "nhs\tidentifier-test\trecord\n", false);
    finds("x\t" N N N N N "943 476 5919\t" N "\\N\t\\N", "", true);
    finds("x\t" N N N N N "943\\t4765919\t" N "\\N\t\\N", "nhs\tidentifier\trecord\n", false);
    finds("x\t" N N N N N "9434765918\t" N "\\N\t\\N", "nhs\tidentifier\trecord\n", false);
    finds("x\t" N N N N N "9999999999\t" N "\\N\t\\N", "nhs\tidentifier-sentinel\twarning\n", true);
    finds("x\t" N N N N N N "ZZ99 3VZ\t\\N\t\\N", "", true);
    finds("x\t" N N N N N N "BR17SS\t\\N\t\\N", "post\tidentifier\trecord\n", false);
}

static void rules(void **state)
{
    (void)state;
    finds("x\t" N "10\t" N N N N N "f\t\\N", "\\N\tR-1\trecord\n", false);
    finds("x\t" N "10\t" N N N N N "\\N\t\\N", "", true);
    finds("x\tab\t" N N N N N N "\\N\t\\N", "\\N\tR-2\twarning\n", true);
    finds("x\t" N N "2024-07-01\t" N N N N "\\N\t\\N", "\\N\tR-3\trecord\n", false);
    /* A field that is not of its type is null to the rules: R-2 is broken, R-3 unknown. */
    finds("x\tab\t" N "tomorrow\t" N N N N "\\N\t\\N", "d\tDATE-1\tgroup\n\\N\tR-2\twarning\n",
        false);
}

static void rules_with_dates(void **state)
{
    (void)state;
    finds("x\t" N "2.5\t2021-12-31\t" N N N N "t\t\\N", "", true);
    finds("x\t" N "2.5\t2022-01-01\t" N N N N "t\t\\N", "\\N\tR-4\trecord\n", false);
    finds("x\t" N "2.5\t2022-12-31\t" N N N N "t\t\\N", "\\N\tR-4\trecord\n", false);
    finds("x\t" N "2.5\t2023-01-01\t" N N N N "t\t\\N", "", true);
    /* A rule with dates is not judged where there is none; without a field, tonight's date decides. */
    finds("x\t" N "2.5\t" N N N N N "t\t\\N", "", true);
    finds("x\t" N "1\t" N N N N N "t\t\\N", "\\N\tR-5\trecord\n", false);
}

static void marked(void **state)
{
    (void)state;
    finds("x\t" N N "\x1a"
          "date-format\x1a"
          "3/4\t" N N N N "\\N\t\\N",
        "d\tdate-format\tgroup\n", false);
    /* Warnings or not, what extract could not translate cannot be loaded. */
    finds("x\t" N N N "\x1auntranslated\x1aold\t" N N N "\\N\t\\N", "c\tuntranslated\trecord\n",
        false);
    finds("x\t" N N N "\x1a no word\x1aold\t" N N N "\\N\t\\N", "c\tuntranslated\trecord\n", false);
    finds("x\t" N N N "\x1ahalf\t" N N N "\\N\t\\N", "c\tuntranslated\trecord\n", false);
}

static void stops_the_delivery(void **state)
{
    static const char stream[] = HEADER "1\tx\t" N N N N N N N "\\N\t1\n"
                                        "2\tx\t" N N N N N N N "\\N\tone\n"
                                        "3\tx\t" N N N N N N N "\\N\t3\n\\.\n";
    struct outcome outcome = judge(feed, stream, sizeof stream - 1, false);

    (void)state;
    assert_int_equal(outcome.accepted, 1);
    assert_int_equal(outcome.rejected, 2);
    assert_int_equal(outcome.file, 1);
    assert_non_null(strstr(outcome.findings, "2\tstop\ttype-error\tfile\n"));
    free(outcome.findings);
}

static void no_row_number(void **state)
{
    static const char *const rows[] = {"\\N", "", "x", "1x", "-1", "1234567890123456789"};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *stream = mem_format(HEADER "%s\tx\t" N N N N N N N "\\N\t1\n\\.\n", rows[i]);
        struct outcome outcome = judge(feed, stream, strlen(stream), false);

        assert_int_equal(outcome.code, EX_DATAERR);
        assert_int_equal(outcome.accepted + outcome.rejected, 0);
        assert_non_null(strstr(outcome.err.message, "without a number"));
        free(outcome.findings);
        free(stream);
    }
}

#define SMALL(drift)                                                                               \
    "{'name':'feed','version':'1.0.0','primaryKey':['p']," drift "'fields':["                      \
    "{'name':'p','type':'string','treat':'keep','constraints':{'required':true}},"                 \
    "{'name':'q','type':'string','treat':'keep'}]}"

static void drift(void **state)
{
    static const struct {
        const char *json, *stream, *findings;
        int code;
    } cases[] = {{SMALL(""), "source_row\tp\tq\tr\n1\tx\ty\tz\n\\.\n",
                     "\\N\t\\N\tcolumn-new\tfile\n", EX_DATAERR},
        {SMALL("'drift':{'new':'warn'},"), "source_row\tp\tq\tr\n1\tx\ty\tz\n\\.\n",
            "\\N\t\\N\tcolumn-new\twarning\n", 0},
        {SMALL("'drift':{'new':'ignore'},"), "source_row\tp\tq\tr\n1\tx\ty\tz\n\\.\n", "", 0},
        {SMALL(""), "source_row\tp\n1\tx\n\\.\n", "\\N\tq\tcolumn-missing\twarning\n", 0},
        {SMALL("'drift':{'missing':'stop'},"), "source_row\tp\n1\tx\n\\.\n",
            "\\N\tq\tcolumn-missing\tfile\n", EX_DATAERR},
        {SMALL("'drift':{'missing':'ignore'},"), "source_row\tp\n1\tx\n\\.\n", "", 0},
        {SMALL("'drift':{'missing':'ignore'},"), "source_row\tq\n1\tx\n\\.\n",
            "\\N\tp\tcolumn-missing\tfile\n", EX_DATAERR},
        {SMALL(""), "p\tq\n1\tx\n\\.\n", "", EX_DATAERR},
        {SMALL(""), "q\tp\tsource_row\n1\tx\t2\n\\.\n", "", EX_DATAERR}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct outcome outcome =
            judge(cases[i].json, cases[i].stream, strlen(cases[i].stream), false);
        char *wanted = mem_format("source_row\tfield\trule\tseverity\n%s\\.\n", cases[i].findings);

        assert_int_equal(outcome.code, cases[i].code);
        assert_string_equal(outcome.findings, wanted);
        assert_int_equal(outcome.accepted, cases[i].code ? 0 : 1);
        free(outcome.findings);
        free(wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_breach),
        cmocka_unit_test(codes_on_their_day), cmocka_unit_test(identifiers),
        cmocka_unit_test(rules), cmocka_unit_test(rules_with_dates), cmocka_unit_test(marked),
        cmocka_unit_test(stops_the_delivery), cmocka_unit_test(no_row_number),
        cmocka_unit_test(drift)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
