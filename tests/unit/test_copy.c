#include "tests/unit/test.h"

#include "store/copy.h"

/* What a server does with it is tests/stage/load_types.sh and load_failures.sh. */

static struct copy begin(void)
{
    return (struct copy){.failed = true, .columns = 3, .data = mem_alloc(COPY_BUFFER)};
}

static void test_rows(void **state)
{
    struct copy copy = begin();

    (void)state;
    copy_row(&copy);
    copy_null(&copy);
    copy_text(&copy, "ab", 2);
    copy_int16(&copy, 0x0102);
    copy_int32(&copy, 0x01020304);
    copy_int64(&copy, 0x0102030405060708);
    assert_int_equal(copy.rows, 1);
    assert_int_equal(copy.length, 26);
    assert_memory_equal(
        copy.data, "\0\3\xff\xff\xff\xff\0\0\0\2ab\1\2\1\2\3\4\1\2\3\4\5\6\7\x8", 26);
    free(copy.data);
}

static void test_buffer_never_grows(void **state)
{
    struct copy copy = begin();
    char *large = mem_alloc((size_t)3 * COPY_BUFFER + 7);

    (void)state;
    copy_bytes(&copy, large, (size_t)3 * COPY_BUFFER + 7);
    assert_int_equal(copy.length, 7);
    copy_bytes(&copy, large, COPY_BUFFER - 7);
    assert_int_equal(copy.length, 0);
    copy_bytes(&copy, large, COPY_BUFFER - 1);
    assert_ptr_equal(copy_room(&copy, 1), copy.data + COPY_BUFFER - 1);
    assert_ptr_equal(copy_room(&copy, 2), copy.data);
    free(large);
    free(copy.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_buffer_never_grows),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
