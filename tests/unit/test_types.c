/* Canonical values of the six types: what is taken, what is not, and their order. */
#include "test.h"

#include "record/types.h"

static void names(void **state)
{
    enum field_type type;

    (void)state;
    for (int i = TYPE_STRING; i <= TYPE_DATETIME; i++) {
        assert_true(type_parse(type_name((enum field_type)i), &type));
        assert_int_equal(type, i);
    }
    assert_false(type_parse("text", &type));
}

static void valid_and_not(void **state)
{
    static const struct {
        enum field_type type;
        const char *text;
        bool valid;
    } cases[] = {{TYPE_STRING, "", true}, {TYPE_STRING, "anything\n", true},
        {TYPE_INTEGER, "0", true}, {TYPE_INTEGER, "-0", true}, {TYPE_INTEGER, "007", true},
        {TYPE_INTEGER, "2147483647", true}, {TYPE_INTEGER, "2147483648", false},
        {TYPE_INTEGER, "-2147483648", true}, {TYPE_INTEGER, "-2147483649", false},
        {TYPE_INTEGER, "99999999999999999999999", false}, {TYPE_INTEGER, "", false},
        {TYPE_INTEGER, "-", false}, {TYPE_INTEGER, "+1", false}, {TYPE_INTEGER, "1.0", false},
        {TYPE_INTEGER, " 1", false}, {TYPE_INTEGER, "1e3", false}, {TYPE_NUMBER, "1", true},
        {TYPE_NUMBER, "-1.50", true}, {TYPE_NUMBER, "0.00000000000000000001", true},
        {TYPE_NUMBER, "0.000000000000000000001", false}, {TYPE_NUMBER, "999999999999999999", true},
        {TYPE_NUMBER, "1000000000000000000", false}, {TYPE_NUMBER, ".5", false},
        {TYPE_NUMBER, "5.", false}, {TYPE_NUMBER, "1,5", false}, {TYPE_NUMBER, "1.2.3", false},
        {TYPE_NUMBER, "NaN", false}, {TYPE_NUMBER, "1e3", false}, {TYPE_NUMBER, "--1", false},
        {TYPE_NUMBER, "", false}, {TYPE_BOOLEAN, "t", true}, {TYPE_BOOLEAN, "f", true},
        {TYPE_BOOLEAN, "true", false}, {TYPE_BOOLEAN, "T", false}, {TYPE_BOOLEAN, "", false},
        {TYPE_DATE, "2024-02-29", true}, {TYPE_DATE, "2023-02-29", false},
        {TYPE_DATETIME, "2024-02-29T12:00Z", true}, {TYPE_DATETIME, "2024-02-29", false}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (type_valid(cases[i].type, cases[i].text, strlen(cases[i].text)) != cases[i].valid)
            fail_msg("%s '%s'", type_name(cases[i].type), cases[i].text);
}

static int sign(int number)
{
    return (number > 0) - (number < 0);
}

static void order(void **state)
{
    static const struct {
        enum field_type type;
        const char *low, *high;
        int wanted;
    } cases[] = {{TYPE_NUMBER, "1", "1.0", 0}, {TYPE_NUMBER, "-0.0", "0", 0},
        {TYPE_NUMBER, "007", "7", 0}, {TYPE_NUMBER, "9", "10", -1}, {TYPE_NUMBER, "0.9", "0.10", 1},
        {TYPE_NUMBER, "-9", "-10", 1}, {TYPE_NUMBER, "-1", "0.5", -1},
        {TYPE_NUMBER, "999999999999999999.99", "999999999999999999.990001", -1},
        {TYPE_NUMBER, "1.01", "1.1", -1}, {TYPE_NUMBER, "-1.01", "-1.1", 1},
        {TYPE_INTEGER, "2147483647", "-2147483648", 1}, {TYPE_DATE, "2024-02-29", "2024-03-01", -1},
        {TYPE_BOOLEAN, "f", "t", -1}, {TYPE_STRING, "a", "ab", -1}, {TYPE_STRING, "B", "a", -1},
        {TYPE_STRING, "z", "\xc3\xa9", -1}, {TYPE_STRING, "", "", 0},
        {TYPE_DATETIME, "2024-03-01T00:30:00+01:00", "2024-02-29T23:30:00Z", 0},
        {TYPE_DATETIME, "2024-03-01T00:30:00+01:00", "2024-03-01T00:00:00Z", -1}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *a = cases[i].low, *b = cases[i].high;

        assert_int_equal(
            sign(type_compare(cases[i].type, a, strlen(a), b, strlen(b))), cases[i].wanted);
        assert_int_equal(
            sign(type_compare(cases[i].type, b, strlen(b), a, strlen(a))), -cases[i].wanted);
    }
}

static void parsed_values(void **state)
{
    int32_t number;
    bool truth;

    (void)state;
    assert_true(integer_parse("-2147483648", 11, &number));
    assert_int_equal(number, INT32_MIN);
    assert_true(integer_parse("0040", 4, &number));
    assert_int_equal(number, 40);
    assert_true(boolean_parse("t", 1, &truth));
    assert_true(truth);
    assert_true(boolean_parse("f", 1, &truth));
    assert_false(truth);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names), cmocka_unit_test(valid_and_not),
        cmocka_unit_test(order), cmocka_unit_test(parsed_values)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
