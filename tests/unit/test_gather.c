#include "method.h"
#include "method/gather.h"

#include <stdlib.h>
#include <string.h>

static const struct table_column columns[] = {{"unit", COLUMN_TEXT | COLUMN_OPTIONAL},
    {"name", COLUMN_TEXT}, {"x", COLUMN_NUMBER}, {"y", COLUMN_NUMBER | COLUMN_NULLABLE}};

static int positive(const struct row *row, struct err *err)
{
    return row->number[0] < 0 ? row_error(row, "'x' is negative", err) : 0;
}

/* Reads, or fills `err`. */
static void read_text(struct gathered *rows, const char *text, struct err *err)
{
    int fd = text_fd(text);
    struct input input = {fd, "test", true};
    int code = gathered_read(rows, &input, columns, 4, positive, err);

    assert_int_equal(code, err->code);
    close(fd);
}

static void test_order(void **state)
{
    static const char *const orders[] = {
        "unit,name,x,y\nb,n,1,2\n,m,2,\na,n,3,4\na,n,3,\na,k,9,1\n",
        "y,x,name,unit\n1,9,k,a\n,3,n,a\n4,3,n,a\n,2,m,\n2,1,n,b\n"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct gathered rows = {0};
        struct err err = ERR_INIT;

        read_text(&rows, orders[i], &err);
        assert_int_equal(err.code, 0);
        gathered_sort(&rows);
        assert_int_equal(rows.count, 5);
        assert_null(rows.items[0].text[0]);
        assert_string_equal(rows.items[1].text[1], "k");
        assert_true(isnan(rows.items[2].number[1]));
        assert_near(rows.items[3].number[1], 4, 0);
        assert_string_equal(rows.items[4].text[0], "b");
        assert_int_equal(gathered_group(&rows, 1, 1), 4);
        assert_int_equal(gathered_group(&rows, 1, 2), 2);
        assert_int_equal(gathered_group(&rows, 2, 2), 4);
        gathered_release(&rows);
    }
}

/* The two rows are named in the order they came in, whatever order they were put in. */
static void test_unique(void **state)
{
    struct gathered rows = {0};
    struct err err = ERR_INIT;

    (void)state;
    read_text(&rows, "unit,name,x,y\nb,n,9,\na,n,1,\nb,n,1,\n", &err);
    gathered_sort(&rows);
    assert_int_equal(gathered_unique(&rows, 2, "'unit' and 'name'", &err), EX_DATAERR);
    assert_string_equal(err.message, "rows 1 and 3 have the same 'unit' and 'name'");
    gathered_release(&rows);
}

static void test_optional(void **state)
{
    struct gathered rows = {0};
    struct err err = ERR_INIT;

    (void)state;
    read_text(&rows, "name,x,y\nn,1,2\n", &err);
    assert_int_equal(err.code, 0);
    assert_false(rows.present[0]);
    assert_true(rows.present[3]);
    assert_null(rows.items[0].text[0]);
    gathered_release(&rows);
}

static void refuses(const char *text, const char *message)
{
    struct gathered rows = {0};
    struct err err = ERR_INIT;

    read_text(&rows, text, &err);
    assert_int_equal(err.code, EX_DATAERR);
    assert_string_equal(err.message, message);
    gathered_release(&rows);
}

static void test_what_is_wrong(void **state)
{
    (void)state;
    refuses("name,x,y\nn,1,2\nn,-1,2\n", "row 2: 'x' is negative");
    refuses("name,x,y\nn,,2\n", "row 1: 'x' is missing");
    refuses("name,x,y\n,1,2\n", "row 1: 'name' is missing");
    refuses("name,x,y\nn,1,secret\n", "row 1: 'y' is not a number");
    refuses("name,x\nn,1\n", "'test' has no column 'y'");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_order),
    cmocka_unit_test(test_unique),
    cmocka_unit_test(test_optional),
    cmocka_unit_test(test_what_is_wrong),
};
TESTS_MAIN(tests)
