#include "tests/unit/test.h"

#include "privacy/hex.h"
#include "privacy/hmac.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>

static struct octets text(const char *data)
{
    return (struct octets){(const uint8_t *)data, strlen(data)};
}

static void check(const uint8_t *got, size_t length, const char *expected)
{
    char hex[512];

    assert_true(2 * length < sizeof hex);
    hex_print(got, length, hex);
    hex[2 * length] = '\0';
    assert_string_equal(hex, expected);
}

static void hmac(const void *key, size_t length, struct octets message, const char *expected)
{
    struct hmac_pads pads;
    uint8_t digest[HMAC_SIZE];

    hmac_prepare(&pads, key, length);
    hmac_digest(&pads, message.data, message.length, digest);
    check(digest, strlen(expected) / 2, expected);
}

static const uint8_t *repeated(uint8_t byte)
{
    static uint8_t bytes[256];

    memset(bytes, byte, sizeof bytes);
    return bytes;
}

/* RFC 4231, section 4; the fifth is truncated there to 16 bytes, which is what a pseudonym has. */
static void test_rfc_4231(void **state)
{
    uint8_t counted[25], data[50];

    (void)state;
    for (size_t i = 0; i < sizeof counted; i++)
        counted[i] = (uint8_t)(i + 1);
    hmac(repeated(0x0b), 20, text("Hi There"),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    hmac("Jefe", 4, text("what do ya want for nothing?"),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(data, 0xdd, sizeof data);
    hmac(repeated(0xaa), 20, (struct octets){data, sizeof data},
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    memset(data, 0xcd, sizeof data);
    hmac(counted, sizeof counted, (struct octets){data, sizeof data},
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
    hmac(repeated(0x0c), 20, text("Test With Truncation"), "a3b6167473100ee06e0c796c2955552b");
    hmac(repeated(0xaa), 131, text("Test Using Larger Than Block-Size Key - Hash Key First"),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    hmac(repeated(0xaa), 131,
        text("This is a test using a larger than block-size key and a larger than block-size data. "
             "The key needs to be hashed before being used by the HMAC algorithm."),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

static struct octets counting(uint8_t *bytes, uint8_t from, size_t count)
{
    for (size_t i = 0; i < count; i++)
        bytes[i] = (uint8_t)(from + i);
    return (struct octets){bytes, count};
}

/* RFC 5869, appendix A.1 to A.3. */
static void test_rfc_5869(void **state)
{
    uint8_t secret[80], salt[80], info[80], output[82];

    (void)state;
    hkdf_sha256((struct octets){repeated(0x0b), 22}, counting(salt, 0, 13),
        counting(info, 0xf0, 10), output, 42);
    check(output, 42,
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    hkdf_sha256(
        counting(secret, 0, 80), counting(salt, 0x60, 80), counting(info, 0xb0, 80), output, 82);
    check(output, 82,
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e"
        "590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");
    hkdf_sha256((struct octets){repeated(0x0b), 22}, text(""), text(""), output, 42);
    check(output, 42,
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

static void libcrypto_hkdf(
    struct octets secret, struct octets salt, struct octets info, uint8_t *output, size_t length)
{
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    EVP_KDF_CTX *context = EVP_KDF_CTX_new(kdf);
    char digest[] = "SHA256";
    OSSL_PARAM settings[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)secret.data, secret.length),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt.data, salt.length),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info.data, info.length),
        OSSL_PARAM_construct_end()};

    assert_int_equal(EVP_KDF_derive(context, output, length, settings), 1);
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(kdf);
}

/* Against libcrypto's own HKDF, for lengths on both sides of each block's end. */
static void test_against_libcrypto(void **state)
{
    uint8_t secret[80], salt[80], info[80], ours[100], theirs[100];

    (void)state;
    for (size_t length = 1; length <= sizeof secret; length++) {
        struct octets ikm = counting(secret, 3, length);
        struct octets with = counting(salt, 7, 80 - length + 1);
        struct octets about = counting(info, 11, length / 2 + 1);

        hkdf_sha256(ikm, with, about, ours, 20 + length);
        libcrypto_hkdf(ikm, with, about, theirs, 20 + length);
        assert_memory_equal(ours, theirs, 20 + length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rfc_4231),
        cmocka_unit_test(test_rfc_5869),
        cmocka_unit_test(test_against_libcrypto),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
