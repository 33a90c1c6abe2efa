#include "test.h"

#include "source/http_url.h"

static void parameter(const char *url, const char *name, const char *value, const char *expected)
{
    struct err err = ERR_INIT;
    char *got = http_with_parameter(url, name, value, &err);

    assert_non_null(got);
    assert_string_equal(got, expected);
    free(got);
}

static void test_parameters(void **state)
{
    (void)state;
    parameter("http://h/p", "page", "2", "http://h/p?page=2");
    parameter("http://h", "page", "2", "http://h?page=2");
    parameter("https://h:8443/p?a=1&page=1&b=2", "page", "2", "https://h:8443/p?a=1&b=2&page=2");
    parameter("http://h/p?page=1", "page", "2", "http://h/p?page=2");
    parameter("http://h/p?page#top", "page", "2", "http://h/p?page=2");
    parameter("http://h/p?paged=1&xpage=1", "page", "2", "http://h/p?paged=1&xpage=1&page=2");
    parameter("http://h/p?q=a%20b", "since", "2025-10-01T00:00:00Z",
        "http://h/p?q=a%20b&since=2025-10-01T00%3A00%3A00Z");
    parameter("http://h/p", "after", "a=b&c d+e==", "http://h/p?after=a%3Db%26c%20d%2Be%3D%3D");
    parameter("http://h/p", "page[size]", "1", "http://h/p?page%5Bsize%5D=1");
}

static void next(const char *url, const char *reference, const char *expected)
{
    struct err err = ERR_INIT;
    char *got = http_next(url, reference, &err);

    if (expected) {
        assert_non_null(got);
        assert_string_equal(got, expected);
    } else {
        assert_null(got);
        assert_int_equal(err.code, EX_DATAERR);
        assert_null(strstr(err.message, "evil"));
    }
    free(got);
}

static void test_next(void **state)
{
    (void)state;
    next("http://h/a/b?x=1", "?x=2", "http://h/a/b?x=2");
    next("http://h/a/b?x=1", "/c?x=2", "http://h/c?x=2");
    next("http://h/a/b?x=1", "c#part", "http://h/a/c");
    next("http://h/a", "http://H/b", "http://H/b");
    next("http://h/a", "http://h:80/b", "http://h:80/b");
    next("https://h/a", "https://h:443/b?y", "https://h:443/b?y");
}

/* The key goes with each request. */
static void test_nowhere_else(void **state)
{
    (void)state;
    next("https://h/a", "https://evil/b", NULL);
    next("https://h/a", "//evil/b", NULL);
    next("https://h/a", "http://h/b", NULL);
    next("http://h/a", "https://h/b", NULL);
    next("https://h/a", "https://h:8443/b", NULL);
    next("https://h/a", "https://evil@h/b", NULL);
    next("https://h/a", "https://h@evil/b", NULL);
    next("https://h/a", "https://h.evil/b", NULL);
    next("https://h/a", "file:///etc/passwd", NULL);
    next("https://h/a", "ftp://h/b", NULL);
    next("https://h/a", "http://[evil", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parameters),
        cmocka_unit_test(test_next),
        cmocka_unit_test(test_nowhere_else),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
