/* Exact decimals, by known results and by laws that hold for all numbers. (PostgreSQL's numeric is
 * asked in tests/stage/expression_oracle.sh.) */
#include "test.h"

#include "record/decimal.h"

static struct decimal number(const char *text)
{
    struct decimal decimal;

    decimal_parse(&decimal, text, strlen(text));
    return decimal;
}

static void is(const struct decimal *decimal, const char *wanted)
{
    char text[DECIMAL_TEXT];

    size_t length = decimal_format(decimal, text);

    assert_int_equal(length, strlen(text));
    assert_string_equal(text, wanted);
}

static void text_and_back(void **state)
{
    static const char *const same[] = {"0", "1", "-1", "0.05", "-0.05", "10.00",
        "18446744073709551615", "18446744073709551616", "999999999999999999.99999999999999999999",
        "12345678901234567890123456789012345678901234567890.123456789",
        "0.00000000000000000000000000000000000001"};
    struct decimal decimal;

    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        decimal = number(same[i]);
        is(&decimal, same[i]);
    }
    decimal = number("-0.00");
    is(&decimal, "0.00");
    decimal = number("007.5");
    is(&decimal, "7.5");
    decimal_from(&decimal, INT64_MIN);
    is(&decimal, "-9223372036854775808");
    decimal_from(&decimal, 0);
    is(&decimal, "0");
}

static void largest(void **state)
{
    char digits[DECIMAL_DIGITS + 1];
    struct decimal decimal;

    (void)state;
    memset(digits, '9', DECIMAL_DIGITS);
    digits[DECIMAL_DIGITS] = '\0';
    decimal = number(digits);
    is(&decimal, digits);
}

static void known_results(void **state)
{
    struct decimal a = number("0.1"), b = number("0.2"), c;

    (void)state;
    decimal_add(&c, &a, &b);
    is(&c, "0.3");
    decimal_subtract(&c, &a, &b);
    is(&c, "-0.1");
    decimal_multiply(&c, &a, &b);
    is(&c, "0.02");
    a = number("18446744073709551615");
    decimal_multiply(&c, &a, &a);
    is(&c, "340282366920938463426481119284349108225");
    a = number("-2");
    b = number("3");
    assert_true(decimal_ratio(&c, &a, &b));
    is(&c, "-0.666666666666");
    a = number("100000000000000000000000000000000000000000000");
    b = number("0.00003");
    assert_true(decimal_ratio(&c, &a, &b));
    is(&c, "3333333333333333333333333333333333333333333333333.333333333333");
    b = number("700000000000000000000000000000000000000000000000.5");
    assert_true(decimal_ratio(&c, &a, &b));
    is(&c, "0.000142857142");
    b = number("0.000");
    assert_false(decimal_ratio(&c, &a, &b));
    a = number("0.00");
    b = number("7");
    assert_true(decimal_ratio(&c, &a, &b));
    is(&c, "0.000000000000");
}

static uint64_t state = 42;

static struct decimal random_number(void)
{
    char text[48];
    size_t length = 0;
    unsigned digits, point;

    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    digits = 1 + (unsigned)(state >> 33) % 30;
    point = (unsigned)(state >> 50) % digits;
    if (state >> 63)
        text[length++] = '-';
    for (unsigned i = 0; i < digits; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        if (i && i == point)
            text[length++] = '.';
        text[length++] = (char)('0' + (state >> 40) % 10);
    }
    text[length] = '\0';
    return number(text);
}

static void laws(void **unused)
{
    (void)unused;
    for (int i = 0; i < 20000; i++) {
        struct decimal a = random_number(), b = random_number(), c = random_number();
        struct decimal left, right, part;

        decimal_add(&left, &a, &b);
        decimal_add(&right, &b, &a);
        assert_int_equal(decimal_compare(&left, &right), 0);
        decimal_subtract(&right, &left, &b);
        assert_int_equal(decimal_compare(&right, &a), 0);
        /* (a + b) c = a c + b c */
        decimal_multiply(&left, &left, &c);
        decimal_multiply(&right, &a, &c);
        decimal_multiply(&part, &b, &c);
        decimal_add(&right, &right, &part);
        assert_int_equal(decimal_compare(&left, &right), 0);
        /* a - b has the sign of the comparison */
        decimal_subtract(&part, &a, &b);
        assert_int_equal(decimal_compare(&a, &b), part.used == 0 ? 0 : part.negative ? -1 : 1);
    }
}

/* q = a / b cut off: |a| - |q b| is not negative and less than |b| 10^-12. */
static void ratio_is_cut_off(void **unused)
{
    (void)unused;
    for (int i = 0; i < 20000; i++) {
        struct decimal a = random_number(), b = random_number(), q, rest,
                       step = number("0.000000000001");

        if (!decimal_ratio(&q, &a, &b))
            continue;
        a.negative = b.negative = q.negative = false;
        decimal_multiply(&rest, &q, &b);
        decimal_subtract(&rest, &a, &rest);
        assert_false(rest.negative);
        decimal_multiply(&step, &step, &b);
        assert_int_equal(decimal_compare(&rest, &step), -1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(text_and_back), cmocka_unit_test(largest),
        cmocka_unit_test(known_results), cmocka_unit_test(laws),
        cmocka_unit_test(ratio_is_cut_off)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
