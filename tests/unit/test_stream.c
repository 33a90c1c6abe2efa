/* The stream: what is read is what was written, and each way to be no stream is found. */
#include "test.h"

#include "record/stream.h"

#include <sys/wait.h>

static int open_text(struct stream_reader *reader, const char *data, size_t length)
{
    struct err err = ERR_INIT;

    return stream_open(reader, test_fd(data, length), "test", &err);
}

static void close_reader(struct stream_reader *reader)
{
    int fd = reader->fd;

    stream_close(reader);
    close(fd);
}

/* Reads all of it; NULL where it ended well, else the message (static). */
static const char *read_all(const char *data, size_t length, uint64_t *records)
{
    static struct err err;
    struct stream_reader reader;
    int got = 1;

    err.message[0] = '\0';
    if (stream_open(&reader, test_fd(data, length), "test", &err) == 0)
        while ((got = stream_next(&reader, &err)) > 0)
            continue;
    else
        got = -1;
    *records = reader.records;
    close_reader(&reader);
    if (got < 0)
        assert_int_equal(err.code, EX_DATAERR);
    return got < 0 ? err.message : NULL;
}

static void cells(void **state)
{
    static const char text[] = "row\ta\tb\n1\tx\\ty\t\\N\n2\t\tgr\xc3\xbc\\\\N\n\\.\n";
    struct stream_reader reader;
    struct buf scratch = BUF_INIT(100);
    struct err err = ERR_INIT;
    struct text value;

    (void)state;
    assert_int_equal(open_text(&reader, text, sizeof text - 1), 0);
    assert_int_equal(reader.columns, 3);
    assert_int_equal(stream_column(&reader, "b"), 2);
    assert_int_equal(stream_column(&reader, "c"), -1);
    assert_int_equal(stream_next(&reader, &err), 1);
    assert_false(reader.cells[0].escaped);
    assert_true(reader.cells[1].escaped);
    assert_true(reader.cells[2].null);
    assert_memory_equal(reader.line, "1\tx\\ty\t\\N", reader.line_length);
    value = stream_text(&reader.cells[1], &scratch);
    assert_int_equal(value.length, 3);
    assert_memory_equal(value.data, "x\ty", 3);
    assert_int_equal(stream_next(&reader, &err), 1);
    assert_false(reader.cells[1].null);
    assert_int_equal(reader.cells[1].length, 0);
    value = stream_text(&reader.cells[2], &scratch);
    assert_int_equal(value.length, 6);
    assert_memory_equal(value.data, "gr\xc3\xbc\\N", 6);
    assert_int_equal(stream_next(&reader, &err), 0);
    assert_int_equal(stream_next(&reader, &err), 0);
    assert_int_equal(reader.records, 2);
    close_reader(&reader);
    buf_release(&scratch);
}

static void marks(void **state)
{
    struct text rule, value;
    const struct cell marked = {"\x1a"
                                "date-format\x1a"
                                "3/4",
        16, false, false};
    const struct cell plain = {"abc", 3, false, false}, empty = {"", 0, false, false};
    const struct cell half = {"\x1a"
                              "abc",
                          4, false, false},
                      null = {"\\N", 2, true, false};

    (void)state;
    assert_true(stream_marked(&marked, &rule, &value));
    assert_int_equal(rule.length, strlen("date-format"));
    assert_memory_equal(value.data, "3/4", value.length);
    assert_false(stream_marked(&plain, &rule, &value));
    assert_false(stream_marked(&empty, &rule, &value));
    assert_false(stream_marked(&half, &rule, &value));
    assert_false(stream_marked(&null, &rule, &value));
}

#define BAD(text, why)                                                                             \
    {                                                                                              \
        (text), sizeof(text) - 1, (why)                                                            \
    }

static void torture(void **state)
{
    static const struct {
        const char *text;
        size_t length;
        const char *why;
    } bad[] = {
        BAD("", "it has no header"),
        BAD("\\.\n", "it has no header"),
        BAD("a\tb", "its last line has no end"),
        BAD("a\tb\n", "it ends without \\."),
        BAD("a\tb\n1\t2\n", "it ends without \\."),
        BAD("a\tb\n1\t2\n\\.", "its last line has no end"),
        BAD("a\tb\n1\t2\n\\", "its last line has no end"),
        BAD("a\tb\n1\t", "its last line has no end"),
        BAD("a\tb\n\\.\n\n", "something follows its end"),
        BAD("a\tb\n\\.\na\tb\n\\.\n", "something follows its end"),
        BAD("a\tb\n\\.\n\\.\n", "something follows its end"),
        BAD("a\tb\n1\n\\.\n", "fewer cells"),
        BAD("a\tb\n\n\\.\n", "fewer cells"),
        BAD("a\tb\n1\t2\t3\n\\.\n", "more cells"),
        BAD("a\tb\n1\t2\0\n\\.\n", "a control character"),
        BAD("a\tb\n1\t2\r\n\\.\n", "a control character"),
        BAD("a\tb\n1234567890123456\t2\r\n\\.\n", "a control character"),
        BAD("a\tb\n1\t\b\n\\.\n", "a control character"),
        BAD("a\tb\n1234567890123456\t\v\n\\.\n", "a control character"),
        BAD("a\tb\n123456789012345\v\t1\n\\.\n", "a control character"),
        BAD("a\tb\n123456789012345\f\t1\n\\.\n", "a control character"),
        BAD("a\tb\n123456789012345\0\t1\n\\.\n", "a control character"),
        BAD("a\tb\n1\t\xff\n\\.\n", "not UTF-8"),
        BAD("a\tb\n1\t\xc3\n\\.\n", "not UTF-8"),
        BAD("a\tb\n1\t\xed\xa0\x80\n\\.\n", "not UTF-8"),
        BAD("a\tb\n1234567890123456\t\xc0\xaf\n\\.\n", "not UTF-8"),
        BAD("a\tb\n1\t\\x\n\\.\n", "unknown escape"),
        BAD("a\tb\n1\tx\\N\n\\.\n", "unknown escape"),
        BAD("a\tb\n1\t\\\\\\\n\\.\n", "unknown escape"),
        BAD("a\tb\n1\t\\.\n\\.\n", "unknown escape"),
        BAD("a\tb\n1\t\\101\n\\.\n", "unknown escape"),
        BAD("a\ta\n\\.\n", "names a column twice"),
        BAD("a\t\n\\.\n", "not a header"),
        BAD("\n\\.\n", "not a header"),
        BAD("a\\tb\n\\.\n", "not a header"),
        BAD("a\x1b[31m\n\\.\n", "not a header"),
        BAD("a\xff\n\\.\n", "not a header"),
    };
    uint64_t records;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *why = read_all(bad[i].text, bad[i].length, &records);

        if (!why || !strstr(why, bad[i].why))
            fail_msg("case %zu: '%s', not '%s'", i, why ? why : "read well", bad[i].why);
    }
    assert_null(read_all("a\n\\.\n", 5, &records));
    assert_int_equal(records, 0);
}

/* Cut anywhere but before its last line end, a stream is torn; and no cut is a whole stream. */
static void every_cut(void **state)
{
    static const char text[] = "row\ta\n1\tone\n2\t\\N\n3\tgr\xc3\xbcn\\n\n\\.\n";
    uint64_t records;

    (void)state;
    assert_null(read_all(text, sizeof text - 1, &records));
    assert_int_equal(records, 3);
    for (size_t length = 0; length < sizeof text - 1; length++)
        assert_non_null(read_all(text, length, &records));
}

static void long_records(void **state)
{
    size_t length = STREAM_RECORD_MAXIMUM + 1024 * 1024;
    char *text = mem_alloc(length);
    uint64_t records;

    (void)state;
    memset(text, 'x', length);
    memcpy(text, "a\n", 2);
    memcpy(text + 8 * 1024 * 1024, "\n\\.\n", 4);
    assert_null(read_all(text, 8 * 1024 * 1024 + 4, &records));
    assert_int_equal(records, 1);
    memset(text + 2, 'x', length - 2);
    memcpy(text + length - 4, "\n\\.\n", 4);
    assert_non_null(strstr(read_all(text, length, &records), "longer than 16 MiB"));
    free(text);
}

static void too_many_columns(void **state)
{
    struct buf text = BUF_INIT(100000);
    uint64_t records;

    (void)state;
    for (int i = 0; i < STREAM_COLUMNS_MAXIMUM; i++)
        buf_addf(&text, "%sc%d", i ? "\t" : "", i);
    buf_add_text(&text, "\n\\.\n");
    assert_null(read_all(text.data, text.length, &records));
    buf_reset(&text);
    for (int i = 0; i <= STREAM_COLUMNS_MAXIMUM; i++)
        buf_addf(&text, "%sc%d", i ? "\t" : "", i);
    buf_add_text(&text, "\n\\.\n");
    assert_non_null(strstr(read_all(text.data, text.length, &records), "not a header"));
    buf_release(&text);
}

/* Bytes that arrive one at a time make the same records. */
static void dribble(void **state)
{
    static const char text[] = "row\ta\n1\tone\n2\ttwo\n\\.\n";
    struct stream_reader reader;
    struct err err = ERR_INIT;
    int ends[2], status;
    pid_t child;

    (void)state;
    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0) {
        for (const char *c = text; *c; c++)
            if (write(ends[1], c, 1) != 1)
                _exit(1);
        _exit(0);
    }
    close(ends[1]);
    assert_int_equal(stream_open(&reader, ends[0], "pipe", &err), 0);
    assert_int_equal(stream_next(&reader, &err), 1);
    assert_int_equal(stream_next(&reader, &err), 1);
    assert_memory_equal(reader.cells[1].data, "two", 3);
    assert_int_equal(stream_next(&reader, &err), 0);
    close_reader(&reader);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void unreadable(void **state)
{
    struct stream_reader reader;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(stream_open(&reader, -1, "nothing", &err), EX_IOERR);
    stream_close(&reader);
}

static void write_random(struct stream_writer *writer, char (*values)[40], size_t count)
{
    static const char some[] = "ab\t\n\r\b\f\v\\N.\x1a \xc3\xbc";
    unsigned seed = 7;

    for (size_t i = 0; i < count; i++) {
        size_t length;

        seed = seed * 1103515245 + 12345;
        length = seed >> 16 & 31;
        for (size_t at = 0; at < length; at++) {
            seed = seed * 1103515245 + 12345;
            values[i][at] = some[(seed >> 16) % (sizeof some - 3)];
        }
        values[i][length] = '\0';
        if (length == 31)
            stream_put_null(writer);
        else
            stream_put(writer, values[i], length);
    }
}

/* Whatever text is written is read back as it was, and writing what was read gives the same bytes. */
static void round_trip(void **state)
{
    enum { CELLS = 3000 };
    static char values[CELLS][40];
    static const char *const names[] = {"a", "b", "c"};
    char *path = test_file(""), *again = test_file("");
    struct stream_writer writer;
    struct stream_reader reader;
    struct buf scratch = BUF_INIT(1000);
    struct err err = ERR_INIT;
    char *first, *second;
    struct out out;

    (void)state;
    assert_int_equal(out_create(&out, path, &err), 0);
    stream_create(&writer, dup(out.fd), path, 3, names);
    assert_int_equal(out_close(&out, &err), 0);
    write_random(&writer, values, CELLS);
    assert_int_equal(writer.records, CELLS / 3);
    assert_int_equal(stream_finish(&writer, &err), 0);
    first = test_content(path, NULL);

    assert_int_equal(open_text(&reader, first, strlen(first)), 0);
    assert_int_equal(out_create(&out, again, &err), 0);
    stream_create(&writer, dup(out.fd), again, 3, names);
    assert_int_equal(out_close(&out, &err), 0);
    for (size_t i = 0; stream_next(&reader, &err) > 0; i += 3)
        for (size_t j = 0; j < 3; j++) {
            struct text text = stream_text(&reader.cells[j], &scratch);

            assert_int_equal(reader.cells[j].null, strlen(values[i + j]) == 31);
            if (!reader.cells[j].null) {
                assert_int_equal(text.length, strlen(values[i + j]));
                assert_memory_equal(text.data, values[i + j], text.length);
            }
            stream_put_cell(&writer, &reader.cells[j]);
        }
    assert_int_equal(reader.records, CELLS / 3);
    assert_int_equal(stream_finish(&writer, &err), 0);
    second = test_content(again, NULL);
    assert_string_equal(first, second);
    close_reader(&reader);
    buf_release(&scratch);
    free(first);
    free(second);
    test_file_remove(path);
    test_file_remove(again);
}

static void whole_lines(void **state)
{
    static const char *const names[] = {"a"};
    char *path = test_file("");
    struct stream_writer writer;
    struct err err = ERR_INIT;
    struct out out;
    char *text;

    (void)state;
    assert_int_equal(out_create(&out, path, &err), 0);
    stream_create(&writer, dup(out.fd), path, 1, names);
    assert_int_equal(out_close(&out, &err), 0);
    stream_put_line(&writer, "x", 1);
    stream_put_lines(&writer, "y\nz\n", 4, 2);
    assert_int_equal(writer.records, 3);
    assert_int_equal(stream_abandon(&writer, &err), 0);
    text = test_content(path, NULL);
    assert_string_equal(text, "a\nx\ny\nz\n");
    free(text);
    test_file_remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(cells), cmocka_unit_test(marks),
        cmocka_unit_test(torture), cmocka_unit_test(every_cut), cmocka_unit_test(long_records),
        cmocka_unit_test(too_many_columns), cmocka_unit_test(dribble), cmocka_unit_test(unreadable),
        cmocka_unit_test(round_trip), cmocka_unit_test(whole_lines)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
