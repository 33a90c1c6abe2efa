#include "test.h"

#include "source/page.h"

static const char two_feeds[] =
    "{'name':'a','version':'1','format':'json','http':{'paging':{'by':'cursor','parameter':'p',"
    "'path':'next'%s}},'feeds':{'f':{'record':'people'},'g':{'record':'people'},"
    "'h':{'record':'more.visits'}}}";

/* Reads a page of a source: the code. */
static int read_page(
    const char *source_text, const char *page_text, struct page *page, struct err *err)
{
    char *path = test_file(source_text), *json = mem_text(page_text);
    struct buf text = BUF_INIT(10000);
    struct source source;
    int code;

    for (char *c = json; *c; c++)
        *c = *c == '\'' ? '"' : *c;
    assert_int_equal(source_load(&source, path, err), 0);
    buf_add_text(&text, json);
    code = page_read(page, &source, &text, "page", err);
    source_release(&source);
    buf_release(&text);
    test_file_remove(path);
    free(json);
    return code;
}

static void json(const char *more, const char *page_text, uint64_t records, const char *next)
{
    char *source_text = mem_format(two_feeds, more);
    struct err err = ERR_INIT;
    struct page page;

    assert_int_equal(read_page(source_text, page_text, &page, &err), 0);
    assert_int_equal(page.records, records);
    if (next)
        assert_string_equal(page.next, next);
    else
        assert_null(page.next);
    page_release(&page);
    free(source_text);
}

/* An array that two feeds read is counted once. */
static void test_json(void **state)
{
    (void)state;
    json("", "{'people':[1,2],'more':{'visits':[{}]},'next':'abc'}", 3, "abc");
    json("", "{'people':[],'more':{'visits':[]},'next':null}", 0, NULL);
    json("", "{'people':[],'more':{'visits':[]},'next':''}", 0, NULL);
    json("", "{'people':[],'more':{'visits':[]},'next':false}", 0, NULL);
    json("", "{'people':[],'more':{'visits':[]},'next':1234567890123}", 0, "1234567890123");
    json(",'optional':true", "{'people':[],'more':{'visits':[]}}", 0, NULL);
}

static void test_what_is_told(void **state)
{
    char *source_text = mem_format(
        two_feeds, ",'total_records':'meta.n','total_pages':'meta.p','version':{'path':'meta.v'}");
    struct err err = ERR_INIT;
    struct page page;

    (void)state;
    assert_int_equal(
        read_page(source_text,
            "{'people':[],'more':{'visits':[]},'next':null,'meta':{'n':12,'p':'3','v':'x'}}", &page,
            &err),
        0);
    assert_string_equal(page.total_records, "12");
    assert_string_equal(page.total_pages, "3");
    assert_string_equal(page.version, "x");
    page_release(&page);
    assert_int_equal(
        read_page(source_text,
            "{'people':[],'more':{'visits':[]},'next':null,'meta':{'p':3,'v':'x'}}", &page, &err),
        EX_DATAERR);
    assert_non_null(strstr(err.message, "'meta.n'"));
    page_release(&page);
    free(source_text);
}

static void refused(const char *page_text, const char *message)
{
    char *source_text = mem_format(two_feeds, "");
    struct err err = ERR_INIT;
    struct page page;

    assert_int_equal(read_page(source_text, page_text, &page, &err), EX_DATAERR);
    if (!strstr(err.message, message))
        fail_msg("'%s' is not in '%s'", message, err.message);
    page_release(&page);
    free(source_text);
}

static void test_what_is_refused(void **state)
{
    (void)state;
    refused("", "not valid JSON, or cut short");
    refused("{'people':[],'more':{'visits':[]},'next':null", "not valid JSON, or cut short");
    refused("{'people':[],'more':{'visits':[]},'next':null}{}", "not valid JSON, or cut short");
    refused("{'people':[],'more':{},'next':null}", "no array of records at 'more.visits'");
    refused("{'people':[],'more':{'visits':[]}}", "no text or whole number at 'next'");
    refused("{'people':[],'more':{'visits':[]},'next':1.5}", "no text or whole number at 'next'");
    refused("{'people':[],'more':{'visits':[]},'next':{}}", "no text or whole number at 'next'");
    refused("{'people':[],'more':{'visits':[]},'next':1e300}", "no text or whole number at 'next'");
}

static void lines(const char *page_text, int code, uint64_t records)
{
    struct err err = ERR_INIT;
    struct page page;

    assert_int_equal(read_page("{'name':'a','version':'1','format':'ndjson','feeds':{'f':{}}}",
                         page_text, &page, &err),
        code);
    assert_int_equal(page.records, records);
    page_release(&page);
}

static void test_lines(void **state)
{
    (void)state;
    lines("", 0, 0);
    lines("\n \r\n", 0, 0);
    lines("{}\n{}\n", 0, 2);
    lines("{}\r\n\n{}", 0, 2);
    lines("no json\n{}\n", 0, 2);
    lines("{}\n{'a':", EX_DATAERR, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_what_is_told),
        cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_lines),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
