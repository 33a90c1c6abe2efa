#include "method.h"
#include "method/csv.h"

/* Every record's cells in brackets, one record a line. */
static char *parsed(const char *text, struct err *err)
{
    struct csv_reader reader;
    struct buf got = BUF_INIT(1 << 20);
    int fd = text_fd(text), code;

    csv_open(&reader, fd, "test");
    while ((code = csv_next(&reader, err)) > 0) {
        for (size_t i = 0; i < reader.columns; i++)
            buf_addf(&got, "[%.*s]", (int)reader.cells[i].length, reader.cells[i].data);
        buf_add_char(&got, '\n');
    }
    if (code < 0)
        buf_addf(&got, "%s", err->detail);
    csv_close(&reader);
    close(fd);
    return got.data ? got.data : mem_text("");
}

static void reads(const char *text, const char *wanted)
{
    struct err err = ERR_INIT;
    char *got = parsed(text, &err);

    assert_string_equal(got, wanted);
    free(got);
}

static void test_reading(void **state)
{
    (void)state;
    reads("", "");
    reads("a,b\n1,2\n", "[a][b]\n[1][2]\n");
    reads("a,b\r\n1,2", "[a][b]\n[1][2]\n");
    reads("\xEF\xBB\xBF"
          "a\n\n\nb\n",
        "[a]\n[b]\n");
    reads("a,\n,\n", "[a][]\n[][]\n");
    reads("\"a,b\",\"say \"\"x\"\"\"\n\"two\nlines\",\"\"\n", "[a,b][say \"x\"]\n[two\nlines][]\n");
    reads("\"q\"\r\n", "[q]\n");
    reads("a\rb\n", "[a\rb]\n");
}

static void refuses(const char *text, const char *line)
{
    struct err err = ERR_INIT;
    char *got = parsed(text, &err);

    assert_int_equal(err.code, EX_DATAERR);
    assert_non_null(strstr(got, line));
    free(got);
}

static void test_refusing(void **state)
{
    (void)state;
    refuses("a\n\"b\nc\n", "line 2");
    refuses("a\nb\"c\n", "line 2");
    refuses("a\n\n\"b\"c\n", "line 3");
}

static void writes(const char *cell, const char *wanted)
{
    struct err err = ERR_INIT;
    struct out out;
    int fd = text_fd("");
    char got[64] = "";

    out_open(&out, dup(fd), "test");
    csv_put(&out, cell, strlen(cell));
    assert_int_equal(out_close(&out, &err), 0);
    assert_true(pread(fd, got, sizeof got - 1, 0) >= 0);
    close(fd);
    assert_string_equal(got, wanted);
}

static void test_writing(void **state)
{
    (void)state;
    writes("plain", "plain");
    writes("a,b", "\"a,b\"");
    writes("say \"x\"", "\"say \"\"x\"\"\"");
    writes("two\nlines", "\"two\nlines\"");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_reading),
    cmocka_unit_test(test_refusing),
    cmocka_unit_test(test_writing),
};
TESTS_MAIN(tests)
