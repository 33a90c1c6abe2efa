#include "test.h"

#include "base/err.h"

#include <errno.h>

static void three_lines(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(err.code, 0);
    assert_int_equal(err_set(&err, EX_CONFIG, "no '%s'", "x"), EX_CONFIG);
    assert_int_equal(err_detail(&err, "line %d", 7), EX_CONFIG);
    assert_int_equal(err_hint(&err, "write one"), EX_CONFIG);
    assert_string_equal(err.message, "no 'x'");
    assert_string_equal(err.detail, "line 7");
    assert_string_equal(err.hint, "write one");
    err_set(&err, EX_DATAERR, "other");
    assert_string_equal(err.detail, "");
    assert_string_equal(err.hint, "");
}

static void with_errno(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    errno = ENOENT;
    assert_int_equal(err_errno(&err, EX_NOINPUT, "cannot read '%s'", "x"), EX_NOINPUT);
    assert_string_equal(err.message, "cannot read 'x': No such file or directory");
}

/* However long the subject, the reason is still there. */
static void too_long(void **state)
{
    struct err err = ERR_INIT;
    char path[2000];

    (void)state;
    memset(path, 'p', sizeof path);
    path[sizeof path - 1] = '\0';
    err_set(&err, EX_CONFIG, "%s", path);
    assert_int_equal(strlen(err.message), sizeof err.message - 1);
    errno = EACCES;
    err_errno(&err, EX_NOINPUT, "cannot read '%s'", path);
    assert_non_null(strstr(err.message, ": Permission denied"));
}

/* One line stays one line, whatever a file is called, and no terminal obeys it. */
static void odd_names(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    err_set(&err, EX_NOINPUT, "no '%s'", "a\nontrack: error: b");
    err_detail(&err, "'%s'", "\033[2J\xff");
    err_hint(&err, "'%s'", "caf\xc3\xa9");
    assert_string_equal(err.message, "no 'a?ontrack: error: b'");
    assert_string_equal(err.detail, "'?[2J?'");
    assert_string_equal(err.hint, "'caf\xc3\xa9'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(three_lines), cmocka_unit_test(with_errno),
        cmocka_unit_test(too_long), cmocka_unit_test(odd_names)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
