#include "test.h"

#include "source/link_header.h"

static void next(const char *header, const char *expected)
{
    char *got = link_header_next(header);

    if (expected && got)
        assert_string_equal(got, expected);
    assert_int_equal(got != NULL, expected != NULL);
    free(got);
}

/* The examples of RFC 8288 section 3.5, and what servers send. */
static void test_links(void **state)
{
    (void)state;
    next("<http://example.com/TheBook/chapter2>; rel=\"previous\"; title=\"previous chapter\"",
        NULL);
    next("</>; rel=\"http://example.net/foo\"", NULL);
    next("</terms>; rel=\"copyright\"; anchor=\"#foo\"", NULL);
    next("</TheBook/chapter2>; rel=\"previous\"; title*=UTF-8'de'letztes%20Kapitel, "
         "</TheBook/chapter4>; rel=\"next\"; title*=UTF-8'de'n%c3%a4chstes%20Kapitel",
        "/TheBook/chapter4");
    next("<http://example.org/>; rel=\"start http://example.net/relation/other\"", NULL);
    next("<https://example.org/>; rel=\"start\", <https://example.org/index>; rel=\"index\"", NULL);
    next("<https://api/x?page=2>; rel=\"next\", <https://api/x?page=5>; rel=\"last\"",
        "https://api/x?page=2");
    next("<?a=1,2;3>;rel=next", "?a=1,2;3");
    next("<a> ; REL = \"first NEXT\"", "a");
    next("<a>; title=\"x; rel=next, <b>; rel=next\"; rel=prev, <c>; rel=next", "c");
    next("<a>; title=\"\\\"\"; rel=next", "a");
    next("<a>; rel=prev; rel=next", NULL);
    next("<a>; rel=nextish, <b>; rel=\"pre-next\"", NULL);
    next("<a>; flag; rel=next", "a");
    next("<>; rel=next", "");
}

static void test_what_is_none(void **state)
{
    (void)state;
    next(NULL, NULL);
    next("", NULL);
    next(", ,", NULL);
    next("rel=next", NULL);
    next("<a; rel=next", NULL);
    next("<a>", NULL);
    next("<a>; rel=", NULL);
    next("<a>; rel=\"next", "a");
    next("<a> x; rel=next", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_links),
        cmocka_unit_test(test_what_is_none),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
