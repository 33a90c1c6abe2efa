#include "test.h"

#include "bytes.h"
#include "source/json_path.h"

/* What a path leads to, as text: "NULL" where there is none. */
static void gives(const char *json, const char *path, const char *expected)
{
    char *quoted = mem_text(json);
    struct json_paths paths;
    cJSON *record;
    char got[400] = "NULL";

    for (char *c = quoted; *c; c++)
        *c = *c == '\'' ? '"' : *c;
    record = cJSON_Parse(quoted);
    assert_non_null(record);
    json_paths_init(&paths, &path, 1);
    json_paths_read(&paths, record);
    if (paths.texts[0].data)
        snprintf(got, sizeof got, "%.*s", (int)paths.texts[0].length, paths.texts[0].data);
    assert_string_equal(got, expected);
    json_paths_release(&paths);
    cJSON_Delete(record);
    free(quoted);
}

static void test_paths(void **state)
{
    (void)state;
    gives("{'a':'x'}", "a", "x");
    gives("{'a':{'b':{'c':'x'}}}", "a.b.c", "x");
    gives("{'a':[{'b':'x'},{'b':'y'}]}", "a.1.b", "y");
    gives("{'a':[{'b':'x'}]}", "a.1.b", "NULL");
    gives("{'a':[1]}", "a.x", "NULL");
    gives("{'a':'x'}", "a.b", "NULL");
    gives("{'a':'x'}", "A", "NULL");
    gives("{'a':''}", "a", "");
    gives("{'a':{}}", "a", "NULL");
    gives("{'a':null}", "a", "NULL");
    gives("{'a':true,'b':false}", "a", "t");
    gives("{'a':true,'b':false}", "b", "f");
    gives("{'a':'\\u00e9\\ud83d\\ude00'}", "a", "\xc3\xa9\xf0\x9f\x98\x80");
}

static void test_numbers(void **state)
{
    (void)state;
    gives("{'a':0}", "a", "0");
    gives("{'a':12}", "a", "12");
    gives("{'a':-12.50}", "a", "-12.5");
    gives("{'a':0.1}", "a", "0.1");
    gives("{'a':100}", "a", "100");
    gives("{'a':9990000001}", "a", "9990000001");
    gives("{'a':9007199254740993}", "a", "9007199254740992");
    gives("{'a':1e3}", "a", "1000");
    gives("{'a':1.5e-7}", "a", "0.00000015");
    gives("{'a':1e22}", "a", "10000000000000000000000");
    gives("{'a':1e999}", "a", "inf");
    gives("{'a':123456.789012345}", "a", "123456.789012345");
}

/* Never an exponent, and strtod() reads back what was meant, to 15 digits. */
static void test_random_numbers(void **state)
{
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char json[100], *end;
        double value = ((double)pick(2000001) - 1000000) / 7.0;
        struct json_paths paths;
        const char *path = "a";
        cJSON *record;

        for (size_t i = pick(30); i; i--)
            value = round % 2 ? value * 10 : value / 10;
        snprintf(json, sizeof json, "{\"a\":%.17g}", value);
        record = cJSON_Parse(json);
        json_paths_init(&paths, &path, 1);
        json_paths_read(&paths, record);
        assert_true(strspn(paths.texts[0].data, "-0123456789.") >= paths.texts[0].length);
        snprintf(json, sizeof json, "%.*s", (int)paths.texts[0].length, paths.texts[0].data);
        assert_true(value == 0 || (strtod(json, &end) / value > 1 - 1e-14 &&
                                      strtod(json, &end) / value < 1 + 1e-14));
        json_paths_release(&paths);
        cJSON_Delete(record);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_random_numbers),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
