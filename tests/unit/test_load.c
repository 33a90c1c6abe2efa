#include "tests/unit/test.h"

#include "store/load.h"

static const struct load_order good = {
    .source = "ilr", .slot = "all", .mode = "delta", .reject_share = 0.2};

static int check(struct load_order order)
{
    struct err err = ERR_INIT;
    int code = load_check(&order, &err);

    assert_int_equal(code, err.code);
    return code;
}

#define WITH(member, value)                                                                        \
    ({                                                                                             \
        struct load_order changed = order;                                                         \
        changed.member = value;                                                                    \
        check(changed);                                                                            \
    })

static void test_orders(void **state)
{
    struct load_order order = good;

    (void)state;
    assert_int_equal(check(order), 0);
    assert_int_equal(WITH(mode, "snapshot"), 0);
    assert_int_equal(WITH(mode, "append"), 0);
    assert_int_equal(WITH(mode, "Delta"), EX_USAGE);
    assert_int_equal(WITH(mode, "period"), EX_USAGE);
    assert_int_equal(WITH(period, "2024-01"), EX_USAGE);
    assert_int_equal(WITH(source, NULL), EX_USAGE);
    assert_int_equal(WITH(source, ""), EX_USAGE);
    assert_int_equal(WITH(night, "2024-02-29"), 0);
    assert_int_equal(WITH(night, "2023-02-29"), EX_USAGE);
    assert_int_equal(WITH(night, "today"), EX_USAGE);
    assert_int_equal(WITH(reject_share, 0), 0);
    assert_int_equal(WITH(reject_share, 1), 0);
    assert_int_equal(WITH(reject_share, 1.01), EX_USAGE);
    assert_int_equal(WITH(upstream_rejects.count, 1), EX_USAGE);
    order.upstream.count = 1;
    assert_int_equal(WITH(upstream_rejects.count, 1), 0);
}

static void test_periods(void **state)
{
    struct load_order order = good;

    (void)state;
    order.mode = "period";
    assert_int_equal(WITH(period, "2024-12"), 0);
    assert_int_equal(WITH(period, "2024-13"), EX_USAGE);
    assert_int_equal(WITH(period, "2024-1"), EX_USAGE);
    assert_int_equal(WITH(period, "2024-01-01"), EX_USAGE);
    assert_int_equal(WITH(period, "1899-12"), EX_USAGE);
    assert_int_equal(WITH(period, ""), EX_USAGE);
}

/* --into copies, and nothing else is looked at. */
static void test_into(void **state)
{
    struct load_order order = {.into = "somewhere"};

    (void)state;
    assert_int_equal(check(order), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_orders),
        cmocka_unit_test(test_periods),
        cmocka_unit_test(test_into),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
