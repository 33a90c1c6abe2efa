#include "method.h"
#include "method/table.h"

static const struct table_column columns[] = {{"unit", COLUMN_TEXT}, {"cost", COLUMN_NUMBER}};

/* "unit=cost" of every row apart by spaces, or the error's text. */
static char *rows(const char *text, bool csv)
{
    struct err err = ERR_INIT;
    struct table_reader reader;
    struct buf got = BUF_INIT(1 << 20);
    int fd = text_fd(text), code = -1;

    if (table_open(&reader, fd, "test", csv, columns, 2, &err) == 0)
        while ((code = table_next(&reader, &err)) > 0)
            buf_addf(&got, "%.*s=%g ", (int)reader.text[0].length, reader.text[0].data,
                reader.number[1]);
    if (code < 0) {
        assert_int_equal(err.code, EX_DATAERR);
        buf_reset(&got);
        buf_add_text(&got, err.message);
    }
    table_close(&reader);
    close(fd);
    return got.data ? got.data : mem_text("");
}

static void reads(const char *text, bool csv, const char *wanted)
{
    char *got = rows(text, csv);

    assert_string_equal(got, wanted);
    free(got);
}

static void test_columns_by_name(void **state)
{
    (void)state;
    reads("x\tcost\tunit\n1\t2.5\ta\\tb\n\\N\t3\tc\n\\.\n", false, "a\tb=2.5 c=3 ");
    reads("x,cost,unit\n1,2.5,a\n,3,\"b,c\"\n", true, "a=2.5 b,c=3 ");
    reads("unit\tcost\n\\.\n", false, "");
    reads("unit,cost\n", true, "");
}

static void test_what_is_wrong(void **state)
{
    (void)state;
    reads("unit\tprice\n\\.\n", false, "'test' has no column 'cost'");
    reads("unit,cost2\n", true, "'test' has no column 'cost'");
    reads("unit\tcost\na\t1\nb\t\\N\n\\.\n", false, "row 2: 'cost' is missing");
    reads("unit,cost\na,\n", true, "row 1: 'cost' is missing");
    reads("unit,cost\na,secret\n", true, "row 1: 'cost' is not a number");
    reads("unit,cost\na,1,2\n", true, "row 1 has 3 cells where the header has 2");
    reads("unit,cost\n\xff,1\n", true, "row 1: 'unit' is not valid UTF-8");
    reads("", true, "'test' is empty: it needs a header at least");
}

/* A column that may be missing, and one whose cells may be: what is not there is NULL, in both forms. */
static void test_what_may_be_missing(void **state)
{
    static const struct table_column some[] = {{"unit", COLUMN_TEXT | COLUMN_OPTIONAL},
        {"cost", COLUMN_NUMBER | COLUMN_NULLABLE}, {"n", COLUMN_NUMBER | COLUMN_OPTIONAL}};
    static const char *const texts[] = {"unit\tcost\n\\N\t1\na\t\\N\n\\.\n", "unit,cost\n,1\na,\n"};

    (void)state;
    for (int csv = 0; csv < 2; csv++) {
        struct err err = ERR_INIT;
        struct table_reader reader;
        int fd = text_fd(texts[csv]);
        char *cell;

        assert_int_equal(table_open(&reader, fd, "test", csv, some, 3, &err), 0);
        assert_true(reader.present[0] && reader.present[1] && !reader.present[2]);
        assert_int_equal(table_next(&reader, &err), 1);
        assert_null(table_cell(&reader, 0));
        assert_near(reader.number[1], 1, 0);
        assert_int_equal(table_next(&reader, &err), 1);
        cell = table_cell(&reader, 0);
        assert_string_equal(cell, "a");
        free(cell);
        assert_true(isnan(reader.number[1]) && isnan(reader.number[2]));
        assert_int_equal(table_next(&reader, &err), 0);
        table_close(&reader);
        close(fd);
    }
}

static void test_torn_stream(void **state)
{
    char *got = rows("unit\tcost\na\t1\n", false);

    (void)state;
    assert_null(strstr(got, "a=1"));
    free(got);
}

static char *written(bool csv, bool whole, const char *label)
{
    static const char *const names[] = {"name", "value"};
    struct err err = ERR_INIT;
    struct table_writer writer;
    int fd = text_fd("");
    char *got = mem_alloc(200);

    table_create(&writer, dup(fd), "test", csv, label, 2, names);
    table_text(&writer, "a,\tb");
    table_number(&writer, .1);
    table_text(&writer, NULL);
    table_number(&writer, NAN);
    if (whole) {
        assert_int_equal(table_finish(&writer, &err), 0);
    } else {
        err_set(&err, EX_DATAERR, "wrong");
        assert_int_equal(table_abandon(&writer, &err), EX_DATAERR);
    }
    assert_true(pread(fd, got, 199, 0) >= 0);
    close(fd);
    return got;
}

static void writes(bool csv, bool whole, const char *label, const char *wanted)
{
    char *got = written(csv, whole, label);

    assert_string_equal(got, wanted);
    free(got);
}

static void test_writing(void **state)
{
    (void)state;
    writes(false, true, NULL, "name\tvalue\na,\\tb\t0.1\n\\N\t\\N\n\\.\n");
    writes(false, false, NULL, "name\tvalue\na,\\tb\t0.1\n\\N\t\\N\n");
    writes(false, true, "l", "analysis\tname\tvalue\nl\ta,\\tb\t0.1\nl\t\\N\t\\N\n\\.\n");
    writes(true, true, "l", "analysis,name,value\nl,\"a,\tb\",0.1\nl,,\n");
    writes(true, true, NULL, "name,value\n\"a,\tb\",0.1\n,\n");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_columns_by_name),
    cmocka_unit_test(test_what_is_wrong),
    cmocka_unit_test(test_what_may_be_missing),
    cmocka_unit_test(test_torn_stream),
    cmocka_unit_test(test_writing),
};
TESTS_MAIN(tests)
