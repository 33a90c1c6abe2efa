#include "tests/unit/test.h"

#include "privacy/hex.h"
#include "privacy/pseudonym.h"

/* The key of the published examples, 00 01 … 1f, which a key file may not have. */
static const uint8_t counted[KEY_SIZE] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
    17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};

/* "-" where there is none. */
struct made {
    enum identity identity;
    char hex[PSEUDONYM_DIGITS + 1];
};

static struct made digest(
    enum identity identity, const struct hmac_pads *pads, const uint8_t *message, size_t length)
{
    uint8_t whole[HMAC_SIZE];
    struct made made = {identity, "-"};

    assert_int_equal(identity == IDENTITY_GOOD, length > 0);
    if (identity != IDENTITY_GOOD)
        return made;
    hmac_digest(pads, message, length, whole);
    hex_print(whole, DIGEST_SIZE, made.hex);
    made.hex[PSEUDONYM_DIGITS] = '\0';
    return made;
}

static struct made make(const char *domain, const char *recipient, enum identifier kind,
    const char *type, const char *value)
{
    uint8_t message[MESSAGE_MAXIMUM], subkey[HMAC_SIZE];
    struct hmac_pads pads;
    size_t length;
    enum identity identity = pseudonym_message(kind, value, strlen(value), false, message, &length);

    pseudonym_subkey(
        counted, domain, recipient, (struct octets){(const uint8_t *)type, strlen(type)}, subkey);
    hmac_prepare(&pads, subkey, sizeof subkey);
    return digest(identity, &pads, message, length);
}

static void gives(const char *domain, const char *recipient, enum identifier kind, const char *type,
    const char *value, const char *expected)
{
    assert_string_equal(make(domain, recipient, kind, type, value).hex, expected);
}

/* Worked out with Python's hmac module, from the construction's own description. */
static void test_worked_examples(void **state)
{
    (void)state;
    gives("ap-outcomes", "core", IDENTIFIER_NHS, "NHS", "9434765919",
        "574ab19d5c2a609bd06d2074cce3359f");
    gives("ap-outcomes", "dfe", IDENTIFIER_NHS, "NHS", "9434765919",
        "7a452689f79dde4d67ebed3a3e8683fa");
    gives("camhs", "core", IDENTIFIER_NHS, "NHS", "9434765919", "343dd83c0317713f550e405e063758cf");
    gives("ap-outcomes", "core", IDENTIFIER_UPN, "UPN", "B801200005001",
        "f61eeba37f2d69470233bc3561bbe139");
    gives("ap-outcomes", "core", IDENTIFIER_ULN, "ULN", "1000000043",
        "80598419d3aa15826ec73f1ecf29bd65");
    gives("ontrack", "core", IDENTIFIER_LOCAL, "LOCAL:R1A01", "a12",
        "9a2a28424cf1c17894a447b705ad41b7");
    gives("ontrack", "core", IDENTIFIER_RECORD, "RECORD:R1A01", "a12",
        "f282d073889227494b9d67639a73c5b9");
}

static void one(enum identifier kind, const char *const *variants)
{
    struct made first = make("ontrack", "core", kind, "T", variants[0]);

    assert_int_equal(first.identity, IDENTITY_GOOD);
    for (size_t i = 1; variants[i]; i++)
        assert_string_equal(make("ontrack", "core", kind, "T", variants[i]).hex, first.hex);
}

static void test_ways_to_write_one_identifier(void **state)
{
    static const char *const nhs[] = {"9434765919", "943 476 5919", "943-476-5919", "943.476.5919",
        " 9434765919\t",
        "943\xc2\xa0"
        "476\xc2\xa0"
        "5919",
        "\xc2\xa0"
        "9434765919",
        "\xef\xbc\x99\xef\xbc\x94"
        "34765919",
        NULL};
    static const char *const upn[] = {"B801200005001", "b801200005001", " B80120000 5001 ", NULL};
    static const char *const local[] = {"a12", " a12", "a12\r\n", "\xc2\xa0 a12 \xc2\xa0", NULL};

    (void)state;
    one(IDENTIFIER_NHS, nhs);
    one(IDENTIFIER_UPN, upn);
    one(IDENTIFIER_LOCAL, local);
}

static void is(enum identifier kind, const char *value, enum identity expected)
{
    struct made made = make("ontrack", "core", kind, "T", value);

    assert_int_equal(made.identity, expected);
    assert_int_equal(strcmp(made.hex, "-") == 0, expected != IDENTITY_GOOD);
}

static void test_what_is_no_identity(void **state)
{
    char longest[IDENTIFIER_MAXIMUM + 2];

    (void)state;
    is(IDENTIFIER_NHS, "", IDENTITY_MISSING);
    is(IDENTIFIER_LOCAL, " \xc2\xa0\t", IDENTITY_MISSING);
    is(IDENTIFIER_NHS, "9434765918", IDENTITY_INVALID);
    is(IDENTIFIER_NHS, "943476591", IDENTITY_INVALID);
    is(IDENTIFIER_NHS, "0000000000", IDENTITY_SENTINEL);
    is(IDENTIFIER_NHS, "9990494355", IDENTITY_TEST);
    is(IDENTIFIER_ULN, "9999999999", IDENTITY_SENTINEL);
    is(IDENTIFIER_ULN, "1000000063", IDENTITY_INVALID);
    is(IDENTIFIER_UPN, "A801200005001", IDENTITY_INVALID);
    memset(longest, 'x', sizeof longest);
    longest[IDENTIFIER_MAXIMUM] = '\0';
    is(IDENTIFIER_LOCAL, longest, IDENTITY_GOOD);
    longest[IDENTIFIER_MAXIMUM] = 'x';
    longest[IDENTIFIER_MAXIMUM + 1] = '\0';
    is(IDENTIFIER_LOCAL, longest, IDENTITY_INVALID);
}

static void test_a_test_number_where_they_are_allowed(void **state)
{
    uint8_t message[MESSAGE_MAXIMUM];
    size_t length;

    (void)state;
    assert_int_equal(pseudonym_message(IDENTIFIER_NHS, "999 049 4355", 12, true, message, &length),
        IDENTITY_GOOD);
    assert_int_equal(length, 12);
    assert_memory_equal(message, "\0\n9990494355", 12);
}

static void differ(struct made a, struct made b)
{
    assert_int_equal(a.identity, IDENTITY_GOOD);
    assert_int_equal(b.identity, IDENTITY_GOOD);
    assert_string_not_equal(a.hex, b.hex);
}

/* Where one part ends and the next begins is part of what is hashed: ("1", "23") is not
 * ("12", "3"). */
static void test_no_two_meanings_meet(void **state)
{
    (void)state;
    differ(make("ontrack", "core", IDENTIFIER_LOCAL, "LOCAL:1", "23"),
        make("ontrack", "core", IDENTIFIER_LOCAL, "LOCAL:12", "3"));
    differ(
        make("ab", "c", IDENTIFIER_LOCAL, "L", "1"), make("a", "bc", IDENTIFIER_LOCAL, "L", "1"));
    differ(
        make("a", "bL", IDENTIFIER_LOCAL, "L", "1"), make("a", "b", IDENTIFIER_LOCAL, "LL", "1"));
    differ(make("ontrack", "core", IDENTIFIER_LOCAL, "LOCAL:1", "a12"),
        make("ontrack", "core", IDENTIFIER_LOCAL, "LOCAL:1", "A12"));
    differ(make("ontrack", "core", IDENTIFIER_LOCAL, "NHS", "1000000043"),
        make("ontrack", "core", IDENTIFIER_LOCAL, "ULN", "1000000043"));
}

static struct made by_ring(
    struct keyring *ring, enum identifier kind, const char *within, const char *value)
{
    uint8_t message[MESSAGE_MAXIMUM];
    size_t length;
    enum identity identity = pseudonym_message(kind, value, strlen(value), false, message, &length);

    return digest(identity, keyring_pads(ring, kind, within, strlen(within)), message, length);
}

static struct key *key_of(const char *domain)
{
    struct key *key = mem_alloc(sizeof *key);

    memcpy(key->bytes, counted, sizeof counted);
    snprintf(key->domain, sizeof key->domain, "%s", domain);
    return key;
}

static void test_ring_makes_the_same(void **state)
{
    struct err err = ERR_INIT;
    struct key *key = key_of("ap-outcomes");
    struct keyring *ring = keyring_open(key, &err);

    (void)state;
    assert_non_null(ring);
    assert_string_equal(
        by_ring(ring, IDENTIFIER_NHS, "", "943 476 5919").hex, "574ab19d5c2a609bd06d2074cce3359f");
    assert_string_equal(
        by_ring(ring, IDENTIFIER_UPN, "", "B801200005001").hex, "f61eeba37f2d69470233bc3561bbe139");
    assert_string_equal(
        by_ring(ring, IDENTIFIER_ULN, "", "1000000043").hex, "80598419d3aa15826ec73f1ecf29bd65");
    keyring_close(ring);
    free(key);
}

/* More providers than the ring holds at a time, each met again after it has been cleared. */
static void test_ring_full_and_cleared(void **state)
{
    struct err err = ERR_INIT;
    struct key *key = key_of("ontrack");
    struct keyring *ring = keyring_open(key, &err);
    char within[16], type[32];
    unsigned cleared = 0;

    (void)state;
    assert_non_null(ring);
    for (unsigned i = 0; i < 2 * KEYRING_TYPES; i++) {
        unsigned provider = i % (KEYRING_TYPES + 7);
        enum identifier kind = i % 3 ? IDENTIFIER_LOCAL : IDENTIFIER_RECORD;

        if (!keyring_fits(ring, 1)) {
            keyring_clear(ring);
            cleared++;
        }
        snprintf(within, sizeof within, "R%u", provider);
        snprintf(type, sizeof type, "%s:%s", i % 3 ? "LOCAL" : "RECORD", within);
        assert_string_equal(
            by_ring(ring, kind, within, "17").hex, make("ontrack", "core", kind, type, "17").hex);
    }
    assert_true(cleared >= 1);
    keyring_close(ring);
    free(key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_examples),
        cmocka_unit_test(test_ways_to_write_one_identifier),
        cmocka_unit_test(test_what_is_no_identity),
        cmocka_unit_test(test_a_test_number_where_they_are_allowed),
        cmocka_unit_test(test_no_two_meanings_meet),
        cmocka_unit_test(test_ring_makes_the_same),
        cmocka_unit_test(test_ring_full_and_cleared),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
