/* FIPS 180-4's examples, in parts of every size. */
#include "test.h"

#include "source/sha256.h"

static void gives(const char *text, size_t times, size_t part, const char *expected)
{
    struct sha256 *hash = sha256_new();
    size_t length = strlen(text) * times;
    char *all = mem_alloc(length + 1), hex[SHA256_HEX_SIZE];

    for (size_t i = 0; i < times; i++)
        memcpy(all + i * strlen(text), text, strlen(text));
    for (size_t at = 0; at < length; at += part)
        sha256_add(hash, all + at, part < length - at ? part : length - at);
    sha256_hex(hash, hex);
    assert_string_equal(hex, expected);
    sha256_free(hash);
    free(all);
}

static void test_vectors(void **state)
{
    static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

    (void)state;
    for (size_t part = 1; part < 100; part += 7) {
        gives("", 0, part, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        gives("abc", 1, part, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        gives(two_blocks, 1, part,
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    }
    gives("a", 1000000, 65537, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_vectors)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
