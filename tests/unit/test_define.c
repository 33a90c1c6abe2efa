/* The named parts of a source. */
#include "test.h"

#include "base/json.h"
#include "source/define.h"

/* What a source comes to, without its definitions, as one line of JSON; or the error's message. */
static void comes_to(const char *text, const char *expected)
{
    struct err err = ERR_INIT;
    char *path = test_file(text);
    cJSON *json = json_load(path, &err);
    char *got;

    assert_non_null(json);
    if (define_expand(json, path, &err)) {
        assert_int_equal(err.code, EX_CONFIG);
        assert_non_null(strstr(err.detail, path));
        got = mem_text(err.message);
    } else {
        cJSON_DeleteItemFromObject(json, "define");
        got = cJSON_PrintUnformatted(json);
    }
    for (char *c = got; *c; c++)
        if (*c == '"')
            *c = '\'';
    assert_string_equal(got, expected);
    free(got);
    cJSON_Delete(json);
    test_file_remove(path);
}

static void test_what_stands_for_what(void **state)
{
    (void)state;
    comes_to(
        "{'a':{'use':'x'}}", "{'a':{'use':'x'}}"); /* no definitions: a map may have such a code */
    comes_to("{'define':{'x':{'path':'A'}},'a':{'use':'x'}}", "{'a':{'path':'A'}}");
    comes_to("{'define':{'x':['1','2']},'a':{'in':{'use':'x'}}}", "{'a':{'in':['1','2']}}");
    comes_to("{'define':{'x':'D/M/YY'},'a':[{'b':1},{'use':'x'}]}", "{'a':[{'b':1},'D/M/YY']}");
    comes_to("{'a':{'use':'x'},'b':{'use':'x'},'define':{'x':{'c':{'d':1}}}}",
        "{'a':{'c':{'d':1}},'b':{'c':{'d':1}}}");
}

static void test_members_beside_it(void **state)
{
    (void)state;
    comes_to("{'define':{'x':{'map':{'1':'a'},'else':'z'}},'a':{'use':'x','path':'A'}}",
        "{'a':{'path':'A','map':{'1':'a'},'else':'z'}}");
    comes_to("{'define':{'x':{'map':{'1':'a'},'else':'z'}},'a':{'use':'x','else':'y'}}",
        "{'a':{'else':'y','map':{'1':'a'}}}");
    comes_to("{'define':{'x':['1']},'a':{'use':'x','path':'A'}}",
        "'use' names 'x', which is no object to which members can be added");
}

static void test_definitions_of_definitions(void **state)
{
    (void)state;
    comes_to("{'define':{'x':'1','y':[{'use':'x'}],'z':{'in':{'use':'y'}}},'a':{'use':'z'}}",
        "{'a':{'in':['1']}}");
    comes_to("{'define':{'x':'1','y':{'use':'x'},'z':{'use':'y'}},'a':{'use':'z'}}", "{'a':'1'}");
    comes_to("{'define':{'x':{'a':{'use':'x'}}},'a':1}",
        "'use' names 'x', which 'define' does not have before it");
    comes_to("{'define':{'y':{'use':'x'},'x':'1'},'a':1}",
        "'use' names 'x', which 'define' does not have before it");
    comes_to("{'define':{'x':'1'},'a':{'use':'colour'}}",
        "'use' names 'colour', which 'define' does not have");
    comes_to("{'define':['x'],'a':1}", "'define' must be an object of named parts");
}

/* Twenty definitions, each twice the one before it. */
static void test_too_much(void **state)
{
    char *text = mem_text("{'define':{'d0':'x'");

    (void)state;
    for (int i = 1; i <= 20; i++) {
        char *longer = mem_format("%s,'d%d':[{'use':'d%d'},{'use':'d%d'}]", text, i, i - 1, i - 1);

        free(text);
        text = longer;
    }
    char *whole = mem_format("%s}}", text);

    comes_to(whole, "'use' names 'd14', and all that is used comes to too much");
    free(whole);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_stands_for_what),
        cmocka_unit_test(test_members_beside_it),
        cmocka_unit_test(test_definitions_of_definitions),
        cmocka_unit_test(test_too_much),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
