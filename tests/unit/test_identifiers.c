/* Published and derived vectors: NHS Data Dictionary, DfE UPN guide, ESFA ILR (DD01, its 2018-19
 * sample), python-stdnum, Presidio; valid and invalid ones. */
#include "test.h"

#include "record/identifiers.h"

struct vector {
    enum identifier kind;
    const char *text;
    enum verdict verdict;
    const char *normal;
};

static const struct vector vectors[] = {
    {IDENTIFIER_NHS, "9434765919", VERDICT_VALID, "9434765919"},
    {IDENTIFIER_NHS, "943 476 5919", VERDICT_VALID, "9434765919"},
    {IDENTIFIER_NHS, "943-476-5919", VERDICT_VALID, "9434765919"},
    {IDENTIFIER_NHS,
        " 943.476\xc2\xa0"
        "5919 ",
        VERDICT_VALID, "9434765919"},
    {IDENTIFIER_NHS,
        "\xef\xbc\x99"
        "434765919",
        VERDICT_VALID, "9434765919"},
    {IDENTIFIER_NHS, "9434765870", VERDICT_VALID, "9434765870"},
    {IDENTIFIER_NHS, "4010232137", VERDICT_VALID, "4010232137"},
    {IDENTIFIER_NHS, "2213951837", VERDICT_VALID, "2213951837"},
    {IDENTIFIER_NHS, "0032698674", VERDICT_VALID, "0032698674"},
    {IDENTIFIER_NHS, "7540381035", VERDICT_VALID, "7540381035"},
    {IDENTIFIER_NHS, "2138619753", VERDICT_VALID, "2138619753"},
    {IDENTIFIER_NHS, "9434765918", VERDICT_INVALID, ""},
    {IDENTIFIER_NHS, "4010232138", VERDICT_INVALID, ""},
    {IDENTIFIER_NHS, "987654321", VERDICT_INVALID, ""},
    {IDENTIFIER_NHS, "2345678901", VERDICT_INVALID, ""},
    {IDENTIFIER_NHS, "1234567890", VERDICT_INVALID, ""},
    {IDENTIFIER_NHS, "94347659190", VERDICT_INVALID, ""},
    {IDENTIFIER_NHS, "94347659190000000000000000000000", VERDICT_INVALID, ""},
    {IDENTIFIER_NHS, "943476591O", VERDICT_INVALID, ""},
    {IDENTIFIER_NHS, "943476591\xd9\xa9", VERDICT_INVALID, ""},
    {IDENTIFIER_NHS, "", VERDICT_INVALID, ""},
    {IDENTIFIER_NHS, "\xc2", VERDICT_INVALID, ""},
    {IDENTIFIER_NHS, "0000000000", VERDICT_SENTINEL, "0000000000"},
    {IDENTIFIER_NHS, "1111111111", VERDICT_SENTINEL, "1111111111"},
    {IDENTIFIER_NHS, "9999999999", VERDICT_SENTINEL, "9999999999"},
    {IDENTIFIER_NHS, "0123456789", VERDICT_SENTINEL, "0123456789"},
    {IDENTIFIER_NHS, "1000110001", VERDICT_SENTINEL, "1000110001"}, /* a palindrome */
    {IDENTIFIER_NHS, "9990000018", VERDICT_TEST_RANGE, "9990000018"},
    {IDENTIFIER_NHS, "9990000019", VERDICT_INVALID, ""},
    {IDENTIFIER_UPN, "B801200005001", VERDICT_VALID, "B801200005001"},
    {IDENTIFIER_UPN, "b801200005001", VERDICT_VALID, "B801200005001"},
    {IDENTIFIER_UPN, "A950000178301", VERDICT_VALID, "A950000178301"},
    {IDENTIFIER_UPN, "H243278544154", VERDICT_VALID, "H243278544154"},
    {IDENTIFIER_UPN, "K801200024001", VERDICT_VALID, "K801200024001"},
    {IDENTIFIER_UPN, "K301400119055", VERDICT_VALID, "K301400119055"},
    {IDENTIFIER_UPN, "F935421018322", VERDICT_VALID, "F935421018322"},
    {IDENTIFIER_UPN, "X845212818005", VERDICT_VALID, "X845212818005"},
    {IDENTIFIER_UPN, "W80120002400A", VERDICT_VALID, "W80120002400A"},
    {IDENTIFIER_UPN, "G80120002400Z", VERDICT_VALID, "G80120002400Z"},
    {IDENTIFIER_UPN, "A801200005001", VERDICT_INVALID, ""},
    {IDENTIFIER_UPN, "R247962919251", VERDICT_INVALID, ""},
    {IDENTIFIER_UPN, "X428558133462", VERDICT_INVALID, ""},
    {IDENTIFIER_UPN, "A123456789123", VERDICT_INVALID, ""},
    {IDENTIFIER_UPN, "W80120002400I", VERDICT_INVALID, ""},
    {IDENTIFIER_UPN, "W8012000240A0", VERDICT_INVALID, ""},
    {IDENTIFIER_UPN, "K80120002400", VERDICT_INVALID, ""},
    {IDENTIFIER_UPN, "A000000000000", VERDICT_SENTINEL, "A000000000000"},
    {IDENTIFIER_ULN, "1061484016", VERDICT_VALID, "1061484016"},
    {IDENTIFIER_ULN, "1000000043", VERDICT_VALID, "1000000043"},
    {IDENTIFIER_ULN, "1000000000", VERDICT_VALID, "1000000000"},
    {IDENTIFIER_ULN, "1000000063", VERDICT_INVALID, ""},
    {IDENTIFIER_ULN, "1234567890", VERDICT_INVALID, ""},
    {IDENTIFIER_ULN, "9900000137", VERDICT_INVALID, ""},
    {IDENTIFIER_ULN, "100000004", VERDICT_INVALID, ""},
    {IDENTIFIER_ULN, "9999999999", VERDICT_SENTINEL, "9999999999"},
    {IDENTIFIER_UKPRN, "10000001", VERDICT_VALID, "10000001"},
    {IDENTIFIER_UKPRN, "99999999", VERDICT_VALID, "99999999"},
    {IDENTIFIER_UKPRN, "09999999", VERDICT_INVALID, ""},
    {IDENTIFIER_UKPRN, "1000000", VERDICT_INVALID, ""},
    {IDENTIFIER_URN, "100000", VERDICT_VALID, "100000"},
    {IDENTIFIER_URN, "099999", VERDICT_INVALID, ""},
    {IDENTIFIER_URN, "1000000", VERDICT_INVALID, ""},
    {IDENTIFIER_POSTCODE, "BR1 7SS", VERDICT_VALID, "BR1 7SS"},
    {IDENTIFIER_POSTCODE, "SW1A 1AA", VERDICT_VALID, "SW1A 1AA"},
    {IDENTIFIER_POSTCODE,
        "sw1a\xc2\xa0"
        "1aa",
        VERDICT_VALID, "SW1A 1AA"},
    {IDENTIFIER_POSTCODE, "M1 1AE ", VERDICT_VALID, "M1 1AE"},
    {IDENTIFIER_POSTCODE, "EC1A 1BB", VERDICT_VALID, "EC1A 1BB"},
    {IDENTIFIER_POSTCODE, "SW1A1AA", VERDICT_INVALID, ""},
    {IDENTIFIER_POSTCODE, "BR1 7SI", VERDICT_INVALID, ""},
    {IDENTIFIER_POSTCODE, "AAA AAA", VERDICT_INVALID, ""},
    {IDENTIFIER_POSTCODE, "M1 1AC", VERDICT_INVALID, ""},
    {IDENTIFIER_POSTCODE, "GIR 0AA", VERDICT_VALID, "GIR 0AA"},
    {IDENTIFIER_POSTCODE, "GIR 0AB", VERDICT_INVALID, ""},
    {IDENTIFIER_POSTCODE, "1AA", VERDICT_INVALID, ""},
    {IDENTIFIER_POSTCODE, "", VERDICT_INVALID, ""},
    {IDENTIFIER_POSTCODE, "ZZ99 9ZZ", VERDICT_SENTINEL, "ZZ99 9ZZ"},
    {IDENTIFIER_POSTCODE, "ZZ99 3VZ", VERDICT_SENTINEL, "ZZ99 3VZ"},
    {IDENTIFIER_POSTCODE, "ZZ99 3WZ", VERDICT_SENTINEL, "ZZ99 3WZ"},
    {IDENTIFIER_LOCAL, "123", VERDICT_INVALID, ""},
};

static void published_vectors(void **state)
{
    struct normal normal;

    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        const struct vector *v = &vectors[i];
        enum verdict verdict = identifier_check(v->kind, v->text, strlen(v->text), &normal);

        if (verdict != v->verdict)
            fail_msg("%s '%s': verdict %d, not %d", identifier_name(v->kind), v->text, (int)verdict,
                (int)v->verdict);
        if (verdict == VERDICT_INVALID)
            continue;
        assert_int_equal(normal.length, strlen(v->normal));
        assert_memory_equal(normal.data, v->normal, normal.length);
    }
}

/* A change of any one digit of a valid number is found (modulus 11 and 23 guarantee it). */
static void one_wrong_digit(void **state)
{
    struct normal normal;

    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        const struct vector *v = &vectors[i];
        char text[16];

        if (v->verdict != VERDICT_VALID || v->kind > IDENTIFIER_ULN)
            continue;
        for (size_t at = 0; at < strlen(v->normal); at++)
            for (int digit = '0'; digit <= '9'; digit++) {
                snprintf(text, sizeof text, "%s", v->normal);
                if (text[at] < '0' || text[at] > '9' || text[at] == digit)
                    continue;
                text[at] = (char)digit;
                assert_int_not_equal(
                    identifier_check(v->kind, text, strlen(text), &normal), VERDICT_VALID);
            }
    }
}

/* What is normal stays as it is, with the same verdict. */
static void idempotent(void **state)
{
    struct normal once, twice;

    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        const struct vector *v = &vectors[i];

        if (identifier_check(v->kind, v->text, strlen(v->text), &once) == VERDICT_INVALID)
            continue;
        assert_int_equal(identifier_check(v->kind, once.data, once.length, &twice), v->verdict);
        assert_int_equal(once.length, twice.length);
        assert_memory_equal(once.data, twice.data, once.length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(published_vectors),
        cmocka_unit_test(one_wrong_digit), cmocka_unit_test(idempotent)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
