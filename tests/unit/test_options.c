#include "test.h"

#include "base/options.h"

static bool flag;
static const char *text;
static struct option_list list;
static int64_t integer;
static double real;

static const struct option_spec specs[] = {{"flag", OPTION_FLAG, &flag, NULL, "a flag"},
    {"text", OPTION_TEXT, &text, "TEXT", "a text"}, {"list", OPTION_LIST, &list, "ITEM", "items"},
    {"integer", OPTION_INTEGER, &integer, "N", "a number"},
    {"number", OPTION_NUMBER, &real, "X", "another"}, {0}};

static char *words[20];

static int parse(struct err *err, const char *line)
{
    static char copy[200];
    char *rest = copy;
    int count = 0;

    flag = false;
    text = NULL;
    integer = -1;
    real = -1;
    option_list_release(&list);
    snprintf(copy, sizeof copy, "%s", line);
    while (rest && *rest && count < 20)
        words[count++] = strsep(&rest, " ");
    return options_parse(specs, count, words, err);
}

static void all_kinds(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(parse(&err, "one --flag --text=a=b two --list x --list=y --integer 007 "
                                 "--number -2.5e1 - -- --flag"),
        4);
    assert_string_equal(words[0], "one");
    assert_string_equal(words[1], "two");
    assert_string_equal(words[2], "-");
    assert_string_equal(words[3], "--flag");
    assert_true(flag);
    assert_string_equal(text, "a=b");
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0], "x");
    assert_string_equal(list.items[1], "y");
    assert_int_equal(integer, 7);
    assert_true(real < -24.9 && real > -25.1);
    assert_int_equal(parse(&err, "--text= x"), 1);
    assert_string_equal(text, "");
    assert_int_equal(parse(&err, ""), 0);
    option_list_release(&list);
}

static void wrong_usage(void **state)
{
    static const char *const lines[][2] = {{"--other", "unknown option '--other'"},
        {"--other=3", "unknown option '--other'"}, {"-f", "unknown option '-f'"},
        {"--fla", "unknown option '--fla'"}, {"--flag=yes", "takes no value"},
        {"--text", "wants a value"}, {"--integer x", "whole number"}, {"--integer -1", "whole"},
        {"--integer +1", "whole number"}, {"--integer 1.5", "whole number"},
        {"--integer 99999999999999999999", "whole number"}, {"--integer=", "whole number"},
        {"--number x", "wants a number"}, {"--number nan", "wants a number"},
        {"--number inf", "wants a number"}, {"--number 1e999", "wants a number"},
        {"--number 1x", "wants a number"}, {"--number=", "wants a number"}};

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct err err = ERR_INIT;

        if (parse(&err, lines[i][0]) >= 0)
            fail_msg("'%s' is taken", lines[i][0]);
        assert_int_equal(err.code, EX_USAGE);
        if (!strstr(err.message, lines[i][1]))
            fail_msg("'%s': %s", lines[i][0], err.message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_kinds), cmocka_unit_test(wrong_usage)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
