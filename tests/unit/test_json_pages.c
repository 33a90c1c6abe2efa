#include "test.h"

#include "bytes.h"
#include "source/json_pages.h"

/* Reads all pages into one text, "|" after each: 0 or -1. */
static int read_all(const char *data, size_t length, struct buf *got, struct err *err)
{
    struct memory memory = {data, length, 5, 0};
    struct bytes *bytes = open_memory(&memory);
    struct json_pages pages;
    struct text page;
    int code;

    buf_reset(got);
    json_pages_open(&pages, bytes);
    while ((code = json_pages_next(&pages, &page, err)) > 0) {
        buf_add(got, page.data, page.length);
        buf_add_char(got, '|');
    }
    json_pages_close(&pages);
    bytes_close(bytes);
    return code;
}

static void test_pages(void **state)
{
    static const struct {
        const char *text, *pages;
    } cases[] = {
        {"", ""},
        {" \n\t", ""},
        {"{}", "{}|"},
        {"[]{}\n[1]", "[]|{}|[1]|"},
        {" {\"a\": [1, {\"b\": \"}]\"}]}\r\n\r\n{\"c\": \"\\\"}\"} ",
            "{\"a\": [1, {\"b\": \"}]\"}]}|{\"c\": \"\\\"}\"}|"},
        {"{\"a\": \"\\\\\"}{\"b\": \"\\\\\\\"{\"}", "{\"a\": \"\\\\\"}|{\"b\": \"\\\\\\\"{\"}|"},
        {"{\n\"a\":\n1\n}\n{\n}\n", "{\n\"a\":\n1\n}|{\n}|"},
    };
    struct buf got = BUF_INIT(1000);
    struct err err = ERR_INIT;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(read_all(cases[i].text, strlen(cases[i].text), &got, &err), 0);
        assert_string_equal(buf_text(&got), cases[i].pages);
    }
    buf_release(&got);
}

static void test_what_is_refused(void **state)
{
    static const char *const cases[] = {"{", "{}[", "{\"a", "{\"a\": \"}", "{} x", "1", "\"{}\""};
    struct buf got = BUF_INIT(1000);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = ERR_INIT;

        assert_int_equal(read_all(cases[i], strlen(cases[i]), &got, &err), -1);
        assert_int_equal(err.code, EX_DATAERR);
        assert_non_null(strstr(err.message, "is not valid JSON"));
    }
    buf_release(&got);
}

/* 16 MiB and no more; pages after one another do not add up. */
static void test_size(void **state)
{
    enum { MOST = 16 * 1024 * 1024 };
    char *text = mem_alloc(2 * MOST + 100000);
    struct memory memory = {text, 0, 200000, 0};
    struct json_pages pages;
    struct err err = ERR_INIT;
    struct text page;
    struct bytes *bytes = open_memory(&memory);

    (void)state;
    memset(text, ' ', 2 * MOST + 100000);
    text[0] = text[MOST] = '[';
    text[MOST - 1] = text[2 * MOST - 1] = ']';
    text[2 * MOST] = '[';
    memory.length = 2 * MOST;
    json_pages_open(&pages, bytes);
    assert_int_equal(json_pages_next(&pages, &page, &err), 1);
    assert_int_equal(page.length, MOST);
    assert_int_equal(json_pages_next(&pages, &page, &err), 1);
    assert_int_equal(page.length, MOST);
    assert_int_equal(json_pages_next(&pages, &page, &err), 0);
    json_pages_close(&pages);
    bytes_close(bytes);

    memory = (struct memory){text, MOST + 70000, 200000, 0};
    text[MOST - 1] = ' ';
    bytes = open_memory(&memory);
    json_pages_open(&pages, bytes);
    assert_int_equal(json_pages_next(&pages, &page, &err), -1);
    assert_non_null(strstr(err.message, "more than 16 MiB"));
    json_pages_close(&pages);
    bytes_close(bytes);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_size),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
