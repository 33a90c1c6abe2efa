/* Code lists: RFC 4180, dates of validity, directories, and files that are no code list. */
#include "test.h"

#include "base/buf.h"
#include "record/codes.h"
#include "record/contract.h"
#include "record/dates.h"

#include <sys/stat.h>

#define HEADER "code,label,valid_from,valid_to,source,verified\n"

static char *directory(void)
{
    char *path =
        mem_format("%s/ontrack-codes-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");

    assert_non_null(mkdtemp(path));
    return path;
}

static void put(const char *folder, const char *name, const char *text)
{
    char *path = mem_format("%s/%s.csv", folder, name);
    FILE *file = fopen(path, "we");

    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    free(path);
}

static void drop(char *folder, const char *name)
{
    char *path = mem_format("%s/%s.csv", folder, name);

    unlink(path);
    rmdir(folder);
    free(path);
    free(folder);
}

static bool valid(const struct code_list *list, const char *code, const char *day)
{
    int32_t days;

    assert_true(date_parse(day, 10, &days));
    return code_valid(list, code, strlen(code), days);
}

static void dated(void **state)
{
    char *folder = directory();
    struct codes codes;
    struct err err = ERR_INIT;
    const struct code_list *list;

    (void)state;
    put(folder, "list",
        HEADER "1,One,,,test,t\r\n"
               "02,\"Two, \"\"with\"\" quotes\nand a line\",2020-01-01,2020-12-31,test,f\n"
               "02,Again,2022-01-01,,\"\",t\n"
               "\"q,\"\"x\",Quoted code,,2019-12-31,test,t");
    codes_init(&codes, &folder, 1);
    list = codes_list(&codes, "list", &err);
    assert_non_null(list);
    assert_int_equal(list->count, 4);
    assert_true(valid(list, "1", "1900-01-01"));
    assert_true(valid(list, "1", "2100-12-31"));
    assert_false(valid(list, "2", "2020-06-01"));
    assert_false(valid(list, "02", "2019-12-31"));
    assert_true(valid(list, "02", "2020-01-01"));
    assert_true(valid(list, "02", "2020-12-31"));
    assert_false(valid(list, "02", "2021-01-01"));
    assert_true(valid(list, "02", "2022-01-01"));
    assert_true(valid(list, "q,\"x", "2019-12-31"));
    assert_false(valid(list, "q,\"x", "2020-01-01"));
    assert_true(code_known(list, "02", 2));
    assert_false(code_known(list, "0", 1));
    assert_false(code_known(list, "", 0));
    assert_ptr_equal(codes_list(&codes, "list", &err), list);
    codes_release(&codes);
    drop(folder, "list");
}

static void many(void **state)
{
    enum { COUNT = 50000 };
    struct buf text = BUF_INIT(16 * 1024 * 1024);
    char *folder = directory(), code[16];
    struct codes codes;
    struct err err = ERR_INIT;
    const struct code_list *list;

    (void)state;
    buf_add_text(&text, HEADER);
    for (int i = 0; i < COUNT; i += 2)
        buf_addf(&text, "%d,Even,,,test,t\n", i);
    put(folder, "list", text.data);
    codes_init(&codes, &folder, 1);
    list = codes_list(&codes, "list", &err);
    assert_non_null(list);
    for (int i = 0; i < COUNT; i++) {
        snprintf(code, sizeof code, "%d", i);
        assert_int_equal(code_known(list, code, strlen(code)), i % 2 == 0);
    }
    codes_release(&codes);
    drop(folder, "list");
    buf_release(&text);
}

static void last_directory_wins(void **state)
{
    char *folders[] = {directory(), directory()};
    struct codes codes;
    struct err err = ERR_INIT;
    const struct code_list *list;

    (void)state;
    put(folders[0], "list", HEADER "common,,,,test,t\n");
    codes_init(&codes, folders, 2);
    assert_true(code_known(codes_list(&codes, "list", &err), "common", 6));
    codes_release(&codes);
    put(folders[1], "list", HEADER "own,,,,test,t\n");
    codes_init(&codes, folders, 2);
    list = codes_list(&codes, "list", &err);
    assert_false(code_known(list, "common", 6));
    assert_true(code_known(list, "own", 3));
    assert_null(codes_list(&codes, "other", &err));
    assert_int_equal(err.code, EX_NOINPUT);
    codes_release(&codes);
    drop(folders[0], "list");
    drop(folders[1], "list");
}

static void no_code_list(void **state)
{
    static const struct {
        const char *text, *why, *where;
    } cases[] = {{"", "its header must be", "line 1"},
        {"code,label\n", "its header must be", "line 1"},
        {HEADER "1,One,,,test\n", "six cells", "line 2"},
        {HEADER "1,One,,,test,t,more\n", "six cells", "line 2"},
        {HEADER "1,One,,,test,t\n\n", "six cells", "line 3"},
        {HEADER "1,\"One\n\n\",,,test,t\n,Two,,,test,t\n", "'code' is empty", "line 5"},
        {HEADER "1,One,2020-13-01,,test,t\n", "must be YYYY-MM-DD", "line 2"},
        {HEADER "1,One,,31/12/2020,test,t\n", "must be YYYY-MM-DD", "line 2"},
        {HEADER "1,One,2020-01-02,2020-01-01,test,t\n", "after 'valid_to'", "line 2"},
        {HEADER "1,One,,,test,yes\n", "'verified' must be", "line 2"},
        {HEADER "1,\"One,,,test,t\n", "a quote is out of place", "line 2"},
        {HEADER "1,\"One\"x,,,test,t\n", "a quote is out of place", "line 2"},
        {HEADER "1,On\"e,,,test,t\n", "a quote is out of place", "line 2"},
        {HEADER "1,One,,,test,t\rx", "a quote is out of place", "line 2"},
        {HEADER "1,\xff,,,test,t\n", "not UTF-8", "line 1"}};
    char *folder = directory();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct codes codes;
        struct err err = ERR_INIT;

        put(folder, "list", cases[i].text);
        codes_init(&codes, &folder, 1);
        assert_null(codes_list(&codes, "list", &err));
        assert_int_equal(err.code, EX_CONFIG);
        if (!strstr(err.message, cases[i].why) || !strstr(err.detail, cases[i].where))
            fail_msg("case %zu: %s (%s)", i, err.message, err.detail);
        codes_release(&codes);
    }
    drop(folder, "list");
}

static const char json[] =
    "{'name': 'feed', 'version': '1.0.0', 'fields': ["
    "{'name': 'a', 'type': 'string', 'constraints': {'required': true}, 'treat': 'keep'%s},"
    "{'name': 'day', 'type': 'date', 'treat': 'keep'}],"
    "'primaryKey': ['a'], 'rules': [%s]}";

/* The fingerprint of the lists of a contract of this field and this rule. */
static uint64_t print_of(char *folder, const char *field, const char *rule, int expected)
{
    char *text = mem_format(json, field, rule), *path = test_file(text);
    struct contract contract;
    struct codes codes;
    struct err err = ERR_INIT;
    uint64_t print;

    assert_int_equal(contract_load(&contract, path, &err), 0);
    codes_init(&codes, &folder, 1);
    assert_int_equal(codes_of_contract(&codes, &contract, &print, &err), expected);
    codes_release(&codes);
    contract_release(&contract);
    test_file_remove(path);
    free(text);
    return print;
}

/* What a contract is judged by changes with each of its lists, a field's or a rule's, and no other. */
static void of_a_contract(void **state)
{
    static const char
        in_field[] = ", 'codes': {'list': 'list'}",
        in_rule[] = "{'id': 'R-1', 'severity': 'record', 'message': 'm', 'guidance': 'g', "
                    "'kahn': 'conformance', 'expr': \"code_valid(\\u0027list\\u0027, a, day)\"}";
    char *folder = directory(), *other;
    uint64_t field, rule;

    (void)state;
    put(folder, "list", HEADER "1,One,,,test,t\n");
    assert_int_equal(print_of(folder, "", "", 0), 0);
    field = print_of(folder, in_field, "", 0);
    rule = print_of(folder, "", in_rule, 0);
    assert_int_not_equal(field, 0);
    assert_int_equal(field, rule);
    assert_int_equal(field, print_of(folder, in_field, in_rule, 0));
    put(folder, "other", HEADER "9,Nine,,,test,t\n");
    assert_int_equal(field, print_of(folder, in_field, "", 0));
    put(folder, "list", HEADER "1,One,,,test,t\n2,Two,,,test,t\n");
    assert_int_not_equal(field, print_of(folder, in_field, "", 0));
    assert_int_not_equal(rule, print_of(folder, "", in_rule, 0));
    put(folder, "list", "code\n");
    print_of(folder, in_field, "", EX_CONFIG);
    print_of(folder, ", 'codes': {'list': 'none'}", "", EX_NOINPUT);
    other = mem_format("%s/other.csv", folder);
    unlink(other);
    free(other);
    drop(folder, "list");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(dated), cmocka_unit_test(many),
        cmocka_unit_test(last_directory_wins), cmocka_unit_test(no_code_list),
        cmocka_unit_test(of_a_contract)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
