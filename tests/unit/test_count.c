/* Rows that come to the same record, counted. */
#include "test.h"

#include "source/count.h"

static struct result result_of(const char *text, const char *rule)
{
    return (struct result){{text, text ? strlen(text) : 0}, rule};
}

static void test_same_and_other_records(void **state)
{
    static const char rule[] = "date-format";
    char text[] = "emhp";
    struct result one[] = {result_of(text, NULL), result_of(NULL, NULL)};
    struct result other[] = {result_of("emhp", NULL), result_of("x", NULL)};
    struct result marked[] = {result_of("emhp", NULL), result_of("x", rule)};
    struct count count;

    (void)state;
    count_start(&count, 2);
    assert_true(count_add(&count, one, 2));
    assert_true(count_add(&count, other, 3));
    assert_true(count_add(&count, one, 4));
    text[0] = 'X'; /* the reader's buffer holds the next row: texts were copied */
    one[0].text.data = "emhp";
    assert_true(count_add(&count, one, 5));
    assert_true(count_add(&count, marked, 6));
    assert_int_equal(count.record_count, 3);
    assert_int_equal(count.records[0].rows, 3);
    assert_int_equal(count.records[0].number, 2);
    assert_null(count.records[0].results[1].text.data);
    assert_int_equal(count.records[1].rows, 1);
    assert_int_equal(count.records[2].number, 6);
    assert_ptr_equal(count.records[2].results[1].rule, rule);
    count_release(&count);
}

static void test_the_maximum(void **state)
{
    struct count count;
    char text[16];

    (void)state;
    count_start(&count, 1);
    for (int i = 0; i < COUNT_RECORDS_MAXIMUM; i++) {
        snprintf(text, sizeof text, "%d", i);
        struct result result = result_of(text, NULL);

        assert_true(count_add(&count, &result, 1));
    }
    struct result known = result_of("7", NULL), more = result_of("more", NULL);

    assert_true(count_add(&count, &known, 1));
    assert_false(count_add(&count, &more, 1));
    count_release(&count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_and_other_records),
        cmocka_unit_test(test_the_maximum),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
