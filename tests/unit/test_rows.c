#include "method.h"
#include "method/rows.h"

static const struct table_column columns[] = {{"name", COLUMN_TEXT}, {"value", COLUMN_NUMBER},
    {"low", COLUMN_NUMBER | COLUMN_OPTIONAL}, {"high", COLUMN_NUMBER | COLUMN_OPTIONAL}};

static const char *const words[] = {"red", "green"};

static int check(const struct table_reader *reader, void *state, struct err *err)
{
    size_t *seen = state;

    *seen += rows_word(reader, 0, words, 2) == 1;
    return rows_check_bounds(reader, 1, 2, 3, err);
}

static int read_text(const char *text, size_t *seen, struct err *err)
{
    struct input input = {text_fd(text), "test", true};
    int code = rows_read(&input, columns, 4, check, seen, err);

    close(input.fd);
    return code;
}

static void test_words(void **state)
{
    struct err err = ERR_INIT;
    size_t seen = 0;

    (void)state;
    assert_int_equal(
        read_text("name,value\nred,1\ngreen,2\ngreenish,3\ngree,4\ngreen,5\n", &seen, &err), 0);
    assert_int_equal(seen, 2);
}

static void refuses(const char *text, const char *message)
{
    struct err err = ERR_INIT;
    size_t seen = 0;

    assert_int_equal(read_text(text, &seen, &err), EX_DATAERR);
    assert_string_equal(err.message, message);
    assert_string_equal(err.detail, "in 'test'");
}

/* Whether the reader refuses a row or the check does, the file is named. */
static void test_refusals(void **state)
{
    (void)state;
    refuses("name,value\nred,x\n", "row 1: 'value' is not a number");
    refuses("name,value,low,high\nred,1,0,2\nred,3,0,2\n",
        "row 2: 'value' does not lie between its low and its high value");
    refuses("name,value,low\nred,1,0\n", "row 1: 'high' is missing where the other end is given");
}

static void test_twice(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(rows_twice("test", 9, 2, "are alike", &err), EX_DATAERR);
    assert_string_equal(err.message, "rows 2 and 9 are alike");
    assert_string_equal(err.detail, "in 'test'");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_words),
    cmocka_unit_test(test_refusals),
    cmocka_unit_test(test_twice),
};
TESTS_MAIN(tests)
