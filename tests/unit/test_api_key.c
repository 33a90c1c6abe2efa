/* The key's file, and the URL as it may be shown. */
#include "test.h"

#include "source/api_key.h"
#include "source/http_url.h"

#include <sys/stat.h>

static void header(
    const char *content, mode_t mode, const char *name, int code, const char *expected)
{
    char *path = test_file(content);
    struct source source = {
        .path = "folder/source.json", .api_key_file = path, .api_key_header = name};
    struct err err = ERR_INIT;
    char *got;

    assert_int_equal(chmod(path, mode), 0);
    got = api_key_header(&source, &err);
    assert_int_equal(err.code, code);
    if (expected)
        assert_string_equal(got, expected);
    else
        assert_null(got);
    assert_null(strstr(err.message, "sesame"));
    api_key_release(got);
    test_file_remove(path);
}

static void test_key_files(void **state)
{
    (void)state;
    header("sesame\n", 0600, "X-Key", 0, "X-Key: sesame");
    header("sesame", 0400, "Authorization", 0, "Authorization: Bearer sesame");
    header("sesame\r\nand more\n", 0600, "authorization", 0, "authorization: Bearer sesame");
    header("sesame\n", 0640, "X-Key", EX_NOPERM, NULL);
    header("sesame\n", 0604, "X-Key", EX_NOPERM, NULL);
    header("", 0600, "X-Key", EX_CONFIG, NULL);
    header("\nsesame\n", 0600, "X-Key", EX_CONFIG, NULL);
    header("ses\tame\n", 0600, "X-Key", EX_CONFIG, NULL);
    header("s\xc3\xa9same\n", 0600, "X-Key", EX_CONFIG, NULL);
}

static void test_no_key(void **state)
{
    struct source none = {.path = "source.json"};
    struct source absent = {
        .path = "/none/source.json", .api_key_file = "key", .api_key_header = "X-Key"};
    struct err err = ERR_INIT;

    (void)state;
    assert_null(api_key_header(&none, &err));
    assert_int_equal(err.code, 0);
    assert_null(api_key_header(&absent, &err));
    assert_int_equal(err.code, EX_NOINPUT);
    assert_non_null(strstr(err.message, "'/none/key'")); /* in the source's folder */
}

static void shown(const char *url, const char *expected)
{
    struct err err = ERR_INIT;
    char *got = http_shown(url, &err);

    assert_int_equal(err.code, expected ? 0 : EX_USAGE);
    if (expected)
        assert_string_equal(got, expected);
    assert_null(strstr(err.message, "secret"));
    free(got);
}

static void test_urls(void **state)
{
    (void)state;
    shown("https://example.org/a/b.csv", "https://example.org/a/b.csv");
    shown("http://example.org:8080/a?token=secret", "http://example.org:8080/a");
    shown("HTTPS://example.org/a#secret", "HTTPS://example.org/a");
    shown("https://example.org/a@b", "https://example.org/a@b");
    shown("https://user:secret@example.org/a", NULL);
    shown("ftp://example.org/secret", NULL);
    shown("file:///secret", NULL);
    shown("secret.csv", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_key_files),
        cmocka_unit_test(test_no_key),
        cmocka_unit_test(test_urls),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
