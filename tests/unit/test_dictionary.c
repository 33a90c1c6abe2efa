#include "test.h"

#include "bytes.h"
#include "source/dictionary.h"

enum { MANY = 20000 };

static struct text text_of(const char *text)
{
    return (struct text){text, strlen(text)};
}

static void finds(const struct dictionary *dictionary, const char *key, const char *expected)
{
    struct text value = {NULL, 0};

    assert_int_equal(dictionary_find(dictionary, text_of(key), &value), FOUND);
    assert_int_equal(value.length, strlen(expected));
    assert_memory_equal(value.data, expected, value.length);
}

static void test_found_and_not(void **state)
{
    struct dictionary dictionary;
    struct text value;

    (void)state;
    dictionary_init(&dictionary, 1000);
    assert_int_equal(dictionary_find(&dictionary, text_of("M"), &value), FOUND_NOT);
    assert_true(dictionary_add(&dictionary, text_of("M"), text_of("1")));
    assert_true(dictionary_add(&dictionary, text_of("F"), text_of("")));
    finds(&dictionary, "M", "1");
    finds(&dictionary, "F", "");
    assert_int_equal(dictionary_find(&dictionary, text_of("m"), &value), FOUND_NOT);
    assert_int_equal(dictionary_find(&dictionary, text_of(""), &value), FOUND_NOT);
    dictionary_release(&dictionary);
}

/* The same pair again changes nothing; another value makes the key ambiguous for good. */
static void test_ambiguous(void **state)
{
    struct dictionary dictionary;
    struct text value;

    (void)state;
    dictionary_init(&dictionary, 1000);
    assert_true(dictionary_add(&dictionary, text_of("k"), text_of("v")));
    assert_true(dictionary_add(&dictionary, text_of("k"), text_of("v")));
    finds(&dictionary, "k", "v");
    assert_true(dictionary_add(&dictionary, text_of("k"), text_of("w")));
    assert_true(dictionary_add(&dictionary, text_of("k"), text_of("v")));
    assert_int_equal(dictionary_find(&dictionary, text_of("k"), &value), FOUND_AMBIGUOUS);
    dictionary_release(&dictionary);
}

/* By rank, whatever comes when; of one rank the last. */
static void test_preferred(void **state)
{
    struct dictionary dictionary;
    struct text value;

    (void)state;
    dictionary_init(&dictionary, 100);
    assert_true(dictionary_prefer(&dictionary, text_of("k"), text_of("two"), 2, false));
    assert_true(dictionary_prefer(&dictionary, text_of("k"), text_of("one"), 1, false));
    assert_true(dictionary_prefer(&dictionary, text_of("k"), text_of("three"), 3, true));
    finds(&dictionary, "k", "one");
    assert_true(dictionary_prefer(&dictionary, text_of("k"), text_of("another"), 1, true));
    assert_int_equal(dictionary_find(&dictionary, text_of("k"), &value), FOUND_AMBIGUOUS);
    assert_true(dictionary_prefer(&dictionary, text_of("k"), text_of(""), 0, false));
    finds(&dictionary, "k", "");
    assert_int_equal(dictionary.count, 1);
    assert_true(dictionary_add(&dictionary, text_of("s"), text_of("x")));
    dictionary_spoil(&dictionary, text_of("s"));
    assert_int_equal(dictionary_find(&dictionary, text_of("s"), &value), FOUND_AMBIGUOUS);
    dictionary_release(&dictionary);
}

static void test_many(void **state)
{
    struct dictionary dictionary;
    char key[32], value[32];
    struct text none;

    (void)state;
    dictionary_init(&dictionary, 1 << 20);
    for (int i = 0; i < MANY; i++) {
        snprintf(key, sizeof key, "key %d", i * 7);
        snprintf(value, sizeof value, "%d", i);
        assert_true(dictionary_add(&dictionary, text_of(key), text_of(value)));
    }
    assert_int_equal(dictionary.count, MANY);
    for (int i = 0; i < MANY; i++) {
        snprintf(key, sizeof key, "key %d", i * 7);
        snprintf(value, sizeof value, "%d", i);
        finds(&dictionary, key, value);
        snprintf(key, sizeof key, "key %d", i * 7 + 1);
        assert_int_equal(dictionary_find(&dictionary, text_of(key), &none), FOUND_NOT);
    }
    dictionary_release(&dictionary);
}

static void test_bound(void **state)
{
    struct dictionary dictionary;

    (void)state;
    dictionary_init(&dictionary, 10);
    assert_true(dictionary_add(&dictionary, text_of("12345"), text_of("678")));
    assert_false(dictionary_add(&dictionary, text_of("ab"), text_of("c")));
    finds(&dictionary, "12345", "678");
    dictionary_release(&dictionary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found_and_not),
        cmocka_unit_test(test_ambiguous),
        cmocka_unit_test(test_preferred),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_bound),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
