/* gzip, packed by zlib itself, whole and spoilt in every place. */
#include "test.h"

#include <zlib.h>

#include "bytes.h"
#include "source/ratio.h"
#include "source/sha256.h"

enum { PLAIN = 3000, PACKED = 8192 };

static char plain[PLAIN];

/* Appends a member; returns the new length. */
static size_t pack(char *to, size_t at, const char *text, size_t length)
{
    z_stream z = {.next_in = (Bytef *)text,
        .avail_in = (uInt)length,
        .next_out = (Bytef *)to + at,
        .avail_out = (uInt)(PACKED - at)};

    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return PACKED - z.avail_out;
}

/* Unpacks all of it: the length, or -1. */
static ssize_t unpack(const char *data, size_t length, size_t most, char *out, struct err *err)
{
    struct memory memory = {data, length, most, 0};
    struct bytes *bytes = bytes_unpack(open_memory(&memory), RATIO_DEFAULT, err);
    size_t at = 0;
    ssize_t got;

    assert_non_null(bytes);
    while ((got = bytes_read(bytes, out + at, 1 + pick(700), err)) > 0)
        at += (size_t)got;
    bytes_close(bytes);
    return got < 0 ? -1 : (ssize_t)at;
}

static void test_members(void **state)
{
    char packed[PACKED], out[2 * PLAIN];
    struct err err = ERR_INIT;
    size_t length = pack(packed, 0, plain, PLAIN / 2), all;

    (void)state;
    all = pack(packed, length, "", 0);
    all = pack(packed, all, plain + PLAIN / 2, PLAIN / 2);
    for (size_t most = 1; most < 5000; most *= 7) {
        assert_int_equal(unpack(packed, all, most, out, &err), PLAIN);
        assert_memory_equal(out, plain, PLAIN);
    }
    memset(packed + all, 0, 512); /* padding */
    assert_int_equal(unpack(packed, all + 512, 100, out, &err), PLAIN);
}

static void test_not_packed(void **state)
{
    char out[PLAIN];
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(unpack("\x1f", 1, 1, out, &err), 1);
    assert_int_equal(unpack("", 0, 1, out, &err), 0);
    assert_int_equal(unpack("plain", 5, 1, out, &err), 5);
    assert_memory_equal(out, "plain", 5);
}

static void test_cut_short_anywhere(void **state)
{
    char packed[PACKED], out[PLAIN];
    size_t length = pack(packed, 0, plain, PLAIN);

    (void)state;
    for (size_t cut = 2; cut < length; cut++) {
        struct err err = ERR_INIT;

        assert_int_equal(unpack(packed, cut, 100, out, &err), -1);
        assert_int_equal(err.code, EX_DATAERR);
        assert_non_null(strstr(err.message, "cut short"));
    }
}

static void test_damage_and_garbage(void **state)
{
    char packed[PACKED], out[2 * PLAIN];
    struct err err = ERR_INIT;
    size_t length = pack(packed, 0, plain, PLAIN);

    (void)state;
    packed[length - 6] ^= 1; /* the check sum */
    assert_int_equal(unpack(packed, length, 100, out, &err), -1);
    assert_non_null(strstr(err.message, "is damaged"));
    packed[length - 6] ^= 1;
    memcpy(packed + length, "more", 4);
    assert_int_equal(unpack(packed, length + 4, 100, out, &err), -1);
    assert_non_null(strstr(err.message, "other bytes after its end"));
}

/* A file of one letter, as long as `mebibytes` says: zlib packs it about 1000:1. To be freed. */
static char *pack_bomb(size_t mebibytes, size_t *length)
{
    enum { MEBIBYTE = 1024 * 1024 };
    size_t room = mebibytes * 2048 + PACKED;
    char *packed = mem_alloc(room), *block = mem_alloc(MEBIBYTE);
    z_stream z = {.next_out = (Bytef *)packed, .avail_out = (uInt)room};

    memset(block, 'x', MEBIBYTE);
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    while (mebibytes--) {
        z.next_in = (Bytef *)block;
        z.avail_in = MEBIBYTE;
        assert_int_equal(
            deflate(&z, mebibytes ? Z_NO_FLUSH : Z_FINISH), mebibytes ? Z_OK : Z_STREAM_END);
    }
    deflateEnd(&z);
    free(block);
    *length = room - z.avail_out;
    return packed;
}

/* How many bytes a bomb gave until it ended, or was refused. */
static uint64_t explode(const char *packed, size_t length, unsigned int ratio, struct err *err)
{
    enum { BLOCK = 256 * 1024 };
    struct memory memory = {packed, length, 100000, 0};
    struct bytes *bytes = bytes_unpack(open_memory(&memory), ratio, err);
    char *block = mem_alloc(BLOCK);
    uint64_t sum = 0;
    ssize_t got;

    assert_non_null(bytes);
    while ((got = bytes_read(bytes, block, BLOCK, err)) > 0)
        sum += (uint64_t)got;
    assert_int_equal(got, err->code ? -1 : 0);
    bytes_close(bytes);
    free(block);
    return sum;
}

static void test_a_bomb(void **state)
{
    enum { MEBIBYTES = 150 };
    const uint64_t whole = (uint64_t)MEBIBYTES << 20;
    struct err err = ERR_INIT;
    size_t length;
    char *packed = pack_bomb(MEBIBYTES, &length);
    uint64_t given;

    (void)state;
    assert_in_range(whole / length, 900, 1032);
    given = explode(packed, length, RATIO_DEFAULT, &err);
    assert_int_equal(err.code, EX_DATAERR);
    assert_non_null(strstr(err.message, "unpacks to more than 200 times its size and 64 MiB"));
    assert_non_null(strstr(err.hint, "'ratio'"));
    assert_in_range(given, RATIO_GRACE, RATIO_GRACE + RATIO_DEFAULT * length);
    err = (struct err)ERR_INIT;
    assert_true(explode(packed, length, 1032, &err) == whole);
    assert_int_equal(err.code, 0);
    free(packed);
    packed = pack_bomb(RATIO_GRACE >> 20, &length); /* the grace */
    assert_true(explode(packed, length, 1, &err) == RATIO_GRACE);
    assert_int_equal(err.code, 0);
    free(packed);
}

/* The hash is of the packed bytes, and of all of them even where only some were read. */
static void test_digest(void **state)
{
    static const char empty[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    char packed[PACKED], hex[SHA256_HEX_SIZE], expected[SHA256_HEX_SIZE], c;
    size_t length = pack(packed, 0, plain, PLAIN);
    struct memory memory = {"abc", 3, 1, 0}, none = {"", 0, 1, 0}, gzip = {packed, length, 50, 0};
    struct bytes *bytes = open_memory(&memory);
    struct err err = ERR_INIT;
    struct sha256 *hash;

    (void)state;
    bytes_digest_start(bytes);
    assert_int_equal(bytes_digest(bytes, hex, &err), 0);
    assert_string_equal(hex, abc); /* FIPS 180-4 */
    bytes_close(bytes);
    bytes = bytes_unpack(open_memory(&none), RATIO_DEFAULT, &err);
    bytes_digest_start(bytes);
    assert_int_equal(bytes_digest(bytes, hex, &err), 0);
    assert_string_equal(hex, empty);
    bytes_close(bytes);
    hash = sha256_new();
    sha256_add(hash, packed, length);
    sha256_hex(hash, expected);
    sha256_free(hash);
    bytes = bytes_unpack(open_memory(&gzip), RATIO_DEFAULT, &err);
    bytes_digest_start(bytes);
    assert_int_equal(bytes_read(bytes, &c, 1, &err), 1);
    assert_int_equal(bytes_digest(bytes, hex, &err), 0);
    assert_string_equal(hex, expected);
    bytes_close(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members),
        cmocka_unit_test(test_not_packed),
        cmocka_unit_test(test_cut_short_anywhere),
        cmocka_unit_test(test_damage_and_garbage),
        cmocka_unit_test(test_a_bomb),
        cmocka_unit_test(test_digest),
    };

    for (size_t i = 0; i < sizeof plain; i++)
        plain[i] = (char)('a' + pick(4));
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
