#include "test.h"

#include "source/bookmark.h"

#include "record/dates.h"

static void note(struct bookmark *bookmark, const char *text)
{
    bookmark_note(bookmark, (struct text){text, text ? strlen(text) : 0});
}

static struct bookmark fresh(const char *limit)
{
    struct bookmark bookmark = {.path = "changed", .limit = INT64_MAX, .greatest = INT64_MIN};

    if (limit)
        assert_true(timestamp_parse(limit, strlen(limit), &bookmark.limit));
    return bookmark;
}

/* Closes it: the code; the journal's further members in `extra`. */
static int close_it(const struct bookmark *bookmark, char extra[200], uint64_t *findings)
{
    struct err err = ERR_INIT;
    struct tally tally;
    int code;

    assert_int_equal(tally_open(&tally, "extract", "f", "d", NULL, NULL, &err), 0);
    code = bookmark_close(bookmark, "file", &tally, &err);
    snprintf(extra, 200, "%s", buf_text(&tally.extra));
    *findings = tally.rule_count;
    tally_release(&tally);
    return code;
}

/* PostgreSQL's own conversion: select '…'::timestamptz at time zone 'UTC'. */
static void test_the_greatest(void **state)
{
    static const struct {
        const char *one, *other, *bookmark;
    } cases[] = {
        {"2025-10-01T09:30:00Z", "2025-09-30T23:59:59Z", "2025-10-01 09:30:00.000000+00"},
        {"2025-10-01T09:30:00+01:00", "2025-10-01T08:45:00Z", "2025-10-01 08:45:00.000000+00"},
        {"2025-10-01 00:10:00.5+01:00", "2025-09-30T23:00:00Z", "2025-09-30 23:10:00.500000+00"},
        {"2025-10-01T09:30:00.1234567Z", "2025-10-01T09:30:00.123455999Z",
            "2025-10-01 09:30:00.123456+00"},
        {"1999-12-31T23:59:59.999999Z", "1999-12-31T22:00Z", "1999-12-31 23:59:59.999999+00"},
        {"2024-02-29T20:00:00-05:00", "2024-02-29T23:00:00Z", "2024-03-01 01:00:00.000000+00"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bookmark bookmark = fresh(NULL);
        char extra[200], *expected = mem_format(",\"bookmark\":\"%s\"", cases[i].bookmark);
        uint64_t findings;

        note(&bookmark, cases[i].one);
        note(&bookmark, cases[i].other);
        assert_int_equal(close_it(&bookmark, extra, &findings), 0);
        assert_string_equal(extra, expected);
        assert_int_equal(findings, 0);
        free(expected);
    }
}

static void test_what_does_not_move_it(void **state)
{
    struct bookmark bookmark = fresh("2025-10-02T00:00:00Z");
    char extra[200];
    uint64_t findings;

    (void)state;
    note(&bookmark, "2025-10-01T09:30:00Z");
    note(&bookmark, "2025-10-02T00:00:00.000001Z");
    note(&bookmark, "2025-10-03T00:00:00Z");
    note(&bookmark, "2025-10-03T00:00:00.000001Z");
    note(&bookmark, "2099-01-01T00:00:00Z");
    note(&bookmark, NULL);
    note(&bookmark, "");
    note(&bookmark, "2025-10-01");
    note(&bookmark, "2025-10-01T10:00:00");
    note(&bookmark, "2025-10-01T10:00:00.123456789");
    note(&bookmark, "1759315800");
    note(&bookmark, "2025-10-01T10:00:00.1234567890123456789012345678901234567890123456789012Z");
    assert_int_equal(bookmark.dated, 3);
    assert_int_equal(bookmark.late, 2);
    assert_int_equal(bookmark.undated, 7);
    assert_int_equal(close_it(&bookmark, extra, &findings), 0);
    assert_string_equal(extra, ",\"bookmark\":\"2025-10-01 09:30:00.000000+00\"");
    assert_int_equal(findings, 2);
}

static void test_none(void **state)
{
    struct bookmark none = fresh("2025-10-02T00:00:00Z"), late = none, undated = none, off = none;
    char extra[200];
    uint64_t findings;

    (void)state;
    assert_int_equal(close_it(&none, extra, &findings), 0);
    assert_string_equal(extra, "");
    note(&late, "2025-10-03T00:00:01Z");
    assert_int_equal(close_it(&late, extra, &findings), 0);
    assert_string_equal(extra, "");
    assert_int_equal(findings, 1);
    note(&undated, "yesterday");
    assert_int_equal(close_it(&undated, extra, &findings), EX_DATAERR);
    off.path = NULL;
    off.undated = 1;
    assert_int_equal(close_it(&off, extra, &findings), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_greatest),
        cmocka_unit_test(test_what_does_not_move_it),
        cmocka_unit_test(test_none),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
