/* Configuration in JSON: files, members by type, misspelt and doubled settings. */
#include "test.h"

#include "base/json.h"

static void files(void **state)
{
    char *path = test_file("12345");
    struct err err = ERR_INIT;
    size_t length;
    char *text = file_read(path, 5, &length, &err);

    (void)state;
    assert_string_equal(text, "12345");
    assert_int_equal(length, 5);
    free(text);
    assert_null(file_read(path, 4, &length, &err));
    assert_int_equal(err.code, EX_DATAERR);
    assert_null(file_read("/nonexistent", 4, &length, &err));
    assert_int_equal(err.code, EX_NOINPUT);
    assert_null(file_read("/tmp", 4, NULL, &err));
    assert_int_equal(err.code, EX_NOINPUT);
    test_file_remove(path);
}

static void not_json(void **state)
{
    static const char *const bad[] = {"", "{", "{'a':1}\n\n x", "{'a':1,}", "nothing"};
    struct err err = ERR_INIT;
    cJSON *json;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *path = test_file(bad[i]);

        assert_null(json_load(path, &err));
        assert_int_equal(err.code, EX_CONFIG);
        assert_non_null(strstr(err.message, path));
        test_file_remove(path);
    }
    json = json_parse("{}", "x", &err);
    assert_non_null(json);
    cJSON_Delete(json);
    assert_null(json_parse("{\n\n\"a\" 1}", "x", &err));
    assert_non_null(strstr(err.detail, "line 3"));
}

static void members(void **state)
{
    struct err err = ERR_INIT;
    cJSON *json = json_parse("{\"t\":\"x\",\"f\":true,\"n\":2.5,\"o\":{},\"z\":null}", "x", &err);
    const char *text;
    double number;
    bool flag;

    (void)state;
    assert_int_equal(json_text(json, "t", "no", &text, "p", &err), 0);
    assert_string_equal(text, "x");
    assert_int_equal(json_text(json, "absent", "no", &text, "p", &err), 0);
    assert_string_equal(text, "no");
    assert_int_equal(json_flag(json, "f", false, &flag, "p", &err), 0);
    assert_true(flag);
    assert_int_equal(json_flag(json, "absent", true, &flag, "p", &err), 0);
    assert_true(flag);
    assert_int_equal(json_number(json, "n", 0, &number, "p", &err), 0);
    assert_true(number > 2.4 && number < 2.6);
    assert_int_equal(json_required(json, "t", &text, "p", &err), 0);
    assert_int_equal(json_required(json, "absent", &text, "p", &err), -1);
    assert_string_equal(err.message, "'absent' is missing");
    assert_string_equal(err.detail, "in 'p'");
    assert_int_equal(json_text(json, "n", NULL, &text, "p", &err), -1);
    assert_string_equal(err.message, "'n' must be a text");
    assert_int_equal(json_text(json, "z", NULL, &text, "p", &err), -1);
    assert_int_equal(json_flag(json, "t", false, &flag, "p", &err), -1);
    assert_int_equal(json_number(json, "o", 0, &number, "p", &err), -1);
    assert_int_equal(err.code, EX_CONFIG);
    cJSON_Delete(json);
}

static void misspelt(void **state)
{
    static const char *const known[] = {"a", "b", NULL};
    struct err err = ERR_INIT;
    cJSON *good = json_parse("{\"b\":1}", "x", &err),
          *bad = json_parse("{\"a\":1,\"c\":1}", "x", &err),
          *twice = json_parse("{\"a\":1,\"a\":2}", "x", &err);

    (void)state;
    assert_int_equal(json_known(good, known, "p", &err), 0);
    assert_int_equal(json_known(NULL, known, "p", &err), 0);
    assert_int_equal(json_known(bad, known, "p", &err), -1);
    assert_string_equal(err.message, "unknown setting 'c'");
    assert_int_equal(json_known(twice, known, "p", &err), -1);
    assert_string_equal(err.message, "setting 'a' stands twice");
    cJSON_Delete(good);
    cJSON_Delete(bad);
    cJSON_Delete(twice);
}

/* Fowler, Noll, Vo: test vectors of draft-eastlake-fnv. */
static void fingerprints(void **state)
{
    (void)state;
    assert_true(fingerprint("", 0) == UINT64_C(0xcbf29ce484222325));
    assert_true(fingerprint("a", 1) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(fingerprint("foobar", 6) == UINT64_C(0x85944171f73967e8));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(files), cmocka_unit_test(not_json),
        cmocka_unit_test(members), cmocka_unit_test(misspelt), cmocka_unit_test(fingerprints)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
