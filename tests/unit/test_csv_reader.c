/* The reader of CSV against a second one, written for clearness alone, on random files; and by hand on
 * what RFC 4180 says. */
#include "test.h"

#include "bytes.h"

#include "source/csv_reader.h"

enum { CELLS = 4096, ROUNDS = 3000 };

/* What a file comes to: cells, rows and the end, as one text. Cells end with 1, rows with 2. */
static void dump(
    const char *file, size_t length, size_t most, const struct dialect *dialect, struct buf *out)
{
    struct memory memory = {file, length, most, 0};
    struct bytes *bytes = open_memory(&memory);
    struct csv_reader csv;
    struct err err = ERR_INIT;
    int got;

    buf_reset(out);
    csv_reader_open(&csv, bytes, ENCODING_UTF8, dialect);
    while ((got = csv_reader_next(&csv, &err)) > 0) {
        bool plain = true;

        for (size_t i = 0; i < csv.count; i++) {
            for (size_t j = 0; j < csv.cells[i].length; j++)
                plain &=
                    (unsigned char)csv.cells[i].data[j] >= 0x20 && csv.cells[i].data[j] != '\\';
            buf_add(out, csv.cells[i].data, csv.cells[i].length);
            buf_add_char(out, 1);
        }
        assert_true(plain || !csv.plain);
        buf_addf(out, "%llu@%llu%c", (unsigned long long)csv.row, (unsigned long long)csv.line, 2);
    }
    buf_add_text(out, got ? "error" : "end");
    csv_reader_close(&csv);
    bytes_close(bytes);
}

static bool at_break(const char *file, size_t length, size_t at)
{
    return at < length && (file[at] == '\n' || file[at] == '\r');
}

static size_t skip_break(const char *file, size_t length, size_t at)
{
    return file[at] == '\r' && at + 1 < length && file[at + 1] == '\n' ? at + 2 : at + 1;
}

/* The second reader: character by character. */
static void expect(const char *file, size_t length, const struct dialect *dialect, struct buf *out)
{
    size_t at = 0;
    unsigned long long row = 0, line = 1, first;

    buf_reset(out);
    buf_reserve(out, 1);
    while (at < length) {
        first = line;
        for (;;) {
            if (at < length && file[at] == dialect->quote) {
                for (at++;; at++) {
                    if (at == length)
                        goto error;
                    if (file[at] == dialect->quote &&
                        !(at + 1 < length && file[at + 1] == dialect->quote))
                        break;
                    at += file[at] == dialect->quote;
                    line += file[at] == '\n' ||
                            (file[at] == '\r' && !(at + 1 < length && file[at + 1] == '\n'));
                    buf_add_char(out, file[at]);
                }
                at++;
                if (at < length && file[at] != dialect->delimiter && !at_break(file, length, at))
                    goto error;
            } else {
                while (at < length && file[at] != dialect->delimiter && !at_break(file, length, at))
                    buf_add_char(out, file[at++]);
            }
            buf_add_char(out, 1);
            if (at == length || file[at] != dialect->delimiter)
                break;
            at++;
        }
        if (at < length)
            at = skip_break(file, length, at);
        line++;
        buf_addf(out, "%llu@%llu%c", ++row, first, 2);
    }
    buf_add_text(out, "end");
    return;
error:
    /* what was read of the record that failed is no record */
    while (out->length && out->data[out->length - 1] != 2)
        out->length--;
    out->data[out->length] = '\0';
    buf_add_text(out, "error");
}

static void agree(const char *file, size_t length, const struct dialect *dialect)
{
    struct buf got = BUF_INIT(1 << 20), expected = BUF_INIT(1 << 20);

    expect(file, length, dialect, &expected);
    for (size_t most = 1; most <= 1024; most *= 32) {
        dump(file, length, most, dialect, &got);
        assert_string_equal(got.data, expected.data);
    }
    buf_release(&got);
    buf_release(&expected);
}

static void test_random_files(void **state)
{
    static const char letters[] = "a,\"\n\r;b\tc\\d'e\",\n\"";
    struct dialect dialects[] = {{',', '"', 1}, {';', '\'', 1}, {'\t', '"', 1}};

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        char file[300];
        size_t length = pick(sizeof file);
        size_t variety = 2 + pick(sizeof letters - 3);

        for (size_t i = 0; i < length; i++)
            file[i] = letters[pick(variety)];
        agree(file, length, &dialects[round % 3]);
    }
}

/* Long cells at every distance from the edge of a block of 64 and of the first window. */
static void test_edges(void **state)
{
    struct dialect dialect = {',', '"', 1};
    struct buf file = BUF_INIT(1 << 20);

    (void)state;
    for (size_t before = 0; before < 130; before++) {
        buf_reset(&file);
        for (size_t i = 0; i < before; i++)
            buf_add_char(&file, 'x');
        buf_add_text(&file, ",\"a\"\"b\r\nc\",d\r\n\"\"\r\n\"e\"");
        agree(file.data, file.length, &dialect);
    }
    buf_release(&file);
}

static void one_row(const char *file, const char *expected)
{
    struct dialect dialect = {',', '"', 1};
    struct buf got = BUF_INIT(1 << 16);

    dump(file, strlen(file), 7, &dialect, &got);
    assert_string_equal(got.data, expected);
    buf_release(&got);
}

/* The seven rules of RFC 4180 section 2. */
static void test_rfc_4180(void **state)
{
    (void)state;
    one_row("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", "aaa\1bbb\1ccc\1"
                                              "1@1\2zzz\1yyy\1xxx\1"
                                              "2@2\2end");
    one_row("aaa,bbb", "aaa\1bbb\1"
                       "1@1\2end");
    one_row("\"aaa\",\"b \r\nbb\",\"ccc\" \r\n", "error");
    one_row("\"aaa\",\"b \r\nbb\",\"ccc\"\r\nzzz", "aaa\1b \r\nbb\1ccc\1"
                                                   "1@1\2zzz\1"
                                                   "2@3\2end");
    one_row("\"aaa\",\"b\"\"bb\"", "aaa\1b\"bb\1"
                                   "1@1\2end");
    one_row("5\" nail,x", "5\" nail\1x\1"
                          "1@1\2end");
    one_row("", "end");
    one_row("\n\n", "\1"
                    "1@1\2\1"
                    "2@2\2end");
}

static void fails(const char *file, size_t length, const char *message, const char *detail)
{
    struct memory memory = {file, length, 100000, 0};
    struct bytes *bytes = open_memory(&memory);
    struct dialect dialect = {',', '"', 1};
    struct csv_reader csv;
    struct err err = ERR_INIT;
    int got;

    csv_reader_open(&csv, bytes, ENCODING_UTF8, &dialect);
    while ((got = csv_reader_next(&csv, &err)) > 0)
        ;
    assert_int_equal(got, -1);
    assert_int_equal(err.code, EX_DATAERR);
    assert_non_null(strstr(err.message, message));
    assert_non_null(strstr(err.detail, detail));
    assert_true(err.hint[0]);
    csv_reader_close(&csv);
    bytes_close(bytes);
}

static void test_errors_name_their_line(void **state)
{
    static const char nul[] = "a,b\nc,\0d\n";
    enum { HUGE_CELL = 9 * 1024 * 1024 };
    char *cell = mem_alloc(HUGE_CELL + 1);

    (void)state;
    fails("a,b\n\"c\nd\",e\nf,\"g\n\nh,", 20, "never closed, opened on line 4", "in cell 2 of");
    fails("a\n\"b\nc\"d\n", 9, "text after a closing quote on line 3", "in cell 1 of");
    fails("a,b\nx,\"b\" ,y\n", 13, "text after a closing quote on line 2", "in cell 2 of");
    fails("a,b\nx,\"b\"\"", 10, "never closed, opened on line 2", "in cell 2 of");
    fails("\"", 1, "never closed, opened on line 1", "in cell 1 of");
    fails("a\r\"b\rc\r\nd\n\re", 12, "never closed, opened on line 2", "in cell 1 of");
    fails("a,b\n\"c\nd\xff,e\n", 13, "is not utf-8 at byte 8", "on line 3");
    fails(nul, sizeof nul - 1, "has a NUL at byte 6", "on line 2");
    memset(cell, 'x', HUGE_CELL);
    fails(cell, HUGE_CELL, "a record of more than 8 MiB", "on line 1");
    memcpy(cell, "a\nb,\"", 5);
    fails(cell, HUGE_CELL, "not closed within 8 MiB, opened on line 2", "");
    free(cell);
}

/* Quotes, breaks and their halves where one part of the file ends and the next begins: of each of
 * these, and where the window is full for the first time. */
static void test_edges_of_parts(void **state)
{
    static const char *const tails[] = {"\"\r\nx,y\r\n", "\"\"\r\n\"\r\nx\r\n", "\"\rx\r",
        "\",\r\n", "\"\"\"\"\"\r\n\n\r\r\n", "\"\r"};
    struct dialect dialect = {',', '"', 1};
    struct buf file = BUF_INIT(1 << 20), got = BUF_INIT(1 << 20), expected = BUF_INIT(1 << 20);

    (void)state;
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        for (size_t length = WINDOW_FIRST - 6; length <= WINDOW_FIRST + 2; length++) {
            buf_reset(&file);
            buf_add_text(&file, "a,\"");
            while (file.length < length)
                buf_add_char(&file, file.length % 100 ? 'x' : '\n');
            buf_add_text(&file, tails[i]);
            expect(file.data, file.length, &dialect, &expected);
            for (size_t most = 1000; most <= 1000000; most *= 1000) {
                dump(file.data, file.length, most, &dialect, &got);
                assert_string_equal(got.data, expected.data);
            }
        }
    buf_release(&file);
    buf_release(&got);
    buf_release(&expected);
}

/* A record close to the limit is read whole. */
static void test_long_record(void **state)
{
    enum { LENGTH = 7 * 1024 * 1024 };
    struct dialect dialect = {',', '"', 1};
    char *file = mem_alloc(LENGTH);
    struct memory memory = {file, LENGTH, 1000000, 0};
    struct bytes *bytes = open_memory(&memory);
    struct csv_reader csv;
    struct err err = ERR_INIT;

    (void)state;
    memset(file, 'x', LENGTH);
    file[0] = file[LENGTH - 3] = '"';
    file[LENGTH - 2] = ',';
    csv_reader_open(&csv, bytes, ENCODING_UTF8, &dialect);
    assert_int_equal(csv_reader_next(&csv, &err), 1);
    assert_int_equal(csv.count, 2);
    assert_int_equal(csv.cells[0].length, LENGTH - 4);
    assert_int_equal(csv.cells[1].length, 1);
    assert_int_equal(csv_reader_next(&csv, &err), 0);
    csv_reader_close(&csv);
    bytes_close(bytes);
    free(file);
}

static void test_more_columns_than_are_kept(void **state)
{
    struct dialect dialect = {',', '"', 1};
    char file[3 * CELLS];
    struct memory memory = {file, sizeof file, 5000, 0};
    struct bytes *bytes = open_memory(&memory);
    struct csv_reader csv;
    struct err err = ERR_INIT;

    (void)state;
    memset(file, ',', sizeof file);
    csv_reader_open(&csv, bytes, ENCODING_UTF8, &dialect);
    assert_int_equal(csv_reader_next(&csv, &err), 1);
    assert_int_equal(csv.count, sizeof file + 1);
    assert_true(csv_reader_blank(&csv));
    csv_reader_close(&csv);
    bytes_close(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_files),
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_edges_of_parts),
        cmocka_unit_test(test_rfc_4180),
        cmocka_unit_test(test_errors_name_their_line),
        cmocka_unit_test(test_long_record),
        cmocka_unit_test(test_more_columns_than_are_kept),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
