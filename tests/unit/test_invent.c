/* What the generator invents, judged by the checks of lib/record, which were written apart from it
 * and hold against published vectors. */
#include "test.h"

#include "fixtures/invent.h"
#include "fixtures/truth.h"
#include "record/dates.h"
#include "record/identifiers.h"

enum { PEOPLE = 3000, PROVIDER_SERIALS = 20000 };

static void each_serial(void (*check)(uint32_t serial))
{
    for (uint32_t provider = 0; provider < provider_count; provider++)
        for (uint32_t number = 0; number < PEOPLE; number++)
            check(provider * PROVIDER_SERIALS + number);
}

static enum verdict judge(enum identifier kind, const char *text)
{
    struct normal normal;

    return identifier_check(kind, text, strlen(text), &normal);
}

static void check_nhs(uint32_t serial)
{
    char number[NHS_LENGTH];

    invent_nhs(serial, number);
    assert_int_equal(judge(IDENTIFIER_NHS, number), VERDICT_TEST_RANGE);
    spoil_check(number);
    assert_int_equal(judge(IDENTIFIER_NHS, number), VERDICT_INVALID);
}

static void check_upn(uint32_t serial)
{
    char number[UPN_LENGTH];

    invent_upn(serial, number);
    assert_int_equal(judge(IDENTIFIER_UPN, number), VERDICT_VALID);
    assert_memory_equal(number + 1, "99", 2);
    spoil_check(number);
    assert_int_equal(judge(IDENTIFIER_UPN, number), VERDICT_INVALID);
}

static void check_uln(uint32_t serial)
{
    char number[ULN_LENGTH];

    invent_uln(serial, number);
    assert_int_equal(judge(IDENTIFIER_ULN, number), VERDICT_VALID);
    spoil_check(number);
    assert_int_equal(judge(IDENTIFIER_ULN, number), VERDICT_INVALID);
}

static void check_postcode(uint32_t serial)
{
    char postcode[POSTCODE_LENGTH];

    invent_postcode(serial, postcode);
    assert_int_equal(judge(IDENTIFIER_POSTCODE, postcode), VERDICT_VALID);
    assert_int_equal(postcode[0], 'Q');
}

static void numbers_pass_their_checks(void **state)
{
    (void)state;
    each_serial(check_nhs);
    each_serial(check_upn);
    each_serial(check_uln);
    each_serial(check_postcode);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Numbers of all serials of a range, sorted, to see whether two are the same. */
static void assert_different(size_t count, void (*invent)(uint32_t, char *), size_t size)
{
    char *numbers = mem_array(count, size);

    for (uint32_t i = 0; i < count; i++)
        invent(i, numbers + i * size);
    qsort(numbers, count, size, by_text);
    for (size_t i = 1; i < count; i++)
        assert_string_not_equal(numbers + (i - 1) * size, numbers + i * size);
    free(numbers);
}

static void people_have_different_numbers(void **state)
{
    (void)state;
    assert_different(800000, invent_nhs, NHS_LENGTH);
    assert_different(1000000, invent_uln, ULN_LENGTH);
    assert_different(1000000, invent_upn, UPN_LENGTH);
}

static void names_are_long_and_begin_with_a_capital(void **state)
{
    struct draw draw = draw_named(1, "names", 0);
    char name[NAME_LENGTH];

    (void)state;
    for (int i = 0; i < 20000; i++) {
        invent_name(&draw, i % 2, name);
        assert_true(strlen(name) >= 8 && strlen(name) < NAME_LENGTH - 1);
        assert_true(name[0] >= 'A' && name[0] <= 'Z');
    }
}

static void births_keep_to_their_years(void **state)
{
    struct draw draw = draw_named(1, "births", 0);
    int32_t first, last;

    (void)state;
    date_from(2008, 9, 1, &first);
    date_from(2013, 8, 31, &last);
    for (int i = 0; i < 20000; i++) {
        int32_t birth = invent_birth(&draw, 2008, 2012);
        int year, month, day;

        date_split(birth, &year, &month, &day);
        assert_true(birth >= first && birth <= last);
        assert_true(day >= 3 && day <= 26);
    }
}

static void draws_depend_on_their_name(void **state)
{
    struct draw one = draw_named(1, "a", 7), same = draw_named(1, "a", 7);
    struct draw others[] = {draw_named(2, "a", 7), draw_named(1, "b", 7), draw_named(1, "a", 8)};
    uint64_t bits = draw_bits(&one);

    (void)state;
    assert_int_equal(bits, draw_bits(&same));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_not_equal(bits, draw_bits(&others[i]));
}

/* Bounds that a fair draw passes once in many millions of seeds. */
static void draws_have_their_mean_and_spread(void **state)
{
    struct draw draw = draw_named(3, "moments", 0);
    double sum = 0, squares = 0;
    int count = 100000, chances = 0;

    (void)state;
    for (int i = 0; i < count; i++) {
        double value = draw_around(&draw, 500, 100, 0, 1000);

        sum += value;
        squares += (value - 500) * (value - 500);
        chances += draw_chance(&draw, 250);
    }
    assert_true(sum / count > 498 && sum / count < 502);
    assert_true(squares / count > 9700 && squares / count < 10300);
    assert_true(chances > 24200 && chances < 25800);
    for (int i = 0; i < count; i++) {
        int value = draw_between(&draw, -3, 3);

        assert_true(value >= -3 && value <= 3);
    }
}

static void references_are_no_hexadecimal_numbers(void **state)
{
    char reference[24];

    (void)state;
    for (uint32_t serial = 0; serial < 50000; serial++) {
        size_t length;

        invent_reference("ABC", serial, reference, sizeof reference);
        length = strlen(reference);
        assert_int_equal(length, 12);
        assert_int_equal(strcspn(reference + length - 3, "0123456789ABCDEF"), 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_pass_their_checks),
        cmocka_unit_test(people_have_different_numbers),
        cmocka_unit_test(names_are_long_and_begin_with_a_capital),
        cmocka_unit_test(births_keep_to_their_years),
        cmocka_unit_test(draws_depend_on_their_name),
        cmocka_unit_test(draws_have_their_mean_and_spread),
        cmocka_unit_test(references_are_no_hexadecimal_numbers),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
