#include "test.h"

#include "base/buf.h"

static void grows_to_its_maximum(void **state)
{
    struct buf buf = BUF_INIT(1000);

    (void)state;
    assert_string_equal(buf_text(&buf), "");
    for (int i = 0; i < 1000; i++)
        assert_true(buf_add_char(&buf, 'x'));
    assert_false(buf_add_char(&buf, 'x'));
    assert_false(buf_add(&buf, "xy", 2));
    assert_true(buf_add(&buf, "", 0));
    assert_false(buf_addf(&buf, "%d", 1));
    assert_int_equal(buf.length, 1000);
    assert_int_equal(strlen(buf_text(&buf)), 1000);
    assert_in_range(buf.capacity, 1001, 1001);
    assert_false(buf_reserve(&buf, SIZE_MAX));
    buf_release(&buf);
}

static void one_too_many_changes_nothing(void **state)
{
    struct buf buf = BUF_INIT(5);

    (void)state;
    assert_true(buf_add_text(&buf, "abc"));
    assert_false(buf_add_text(&buf, "def"));
    assert_string_equal(buf_text(&buf), "abc");
    assert_true(buf_addf(&buf, "%s", "de"));
    assert_string_equal(buf_text(&buf), "abcde");
    buf_release(&buf);
}

static void reset_keeps_the_room(void **state)
{
    struct buf buf;
    size_t capacity;

    (void)state;
    buf_init(&buf, 100000);
    buf_reset(&buf);
    assert_string_equal(buf_text(&buf), "");
    for (int i = 0; i < 300; i++)
        assert_true(buf_addf(&buf, "%03d", i));
    assert_memory_equal(buf.data + 897, "299", 4);
    capacity = buf.capacity;
    buf_reset(&buf);
    assert_string_equal(buf_text(&buf), "");
    assert_int_equal(buf.capacity, capacity);
    assert_true(buf_add(&buf, "a\0b", 3));
    assert_memory_equal(buf.data, "a\0b", 4);
    buf_release(&buf);
    assert_int_equal(buf.maximum, 100000);
    assert_null(buf.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(grows_to_its_maximum),
        cmocka_unit_test(one_too_many_changes_nothing), cmocka_unit_test(reset_keeps_the_room)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
