#include "test.h"

#include "bytes.h"
#include "source/inflate.h"

#include "base/buf.h"

#include <zlib.h>

enum { PLAIN = 300000 };

static int take(void *state, const char *data, size_t length, struct err *err)
{
    (void)err;
    assert_true(buf_add(state, data, length));
    return 0;
}

static size_t pack(const char *plain, size_t length, char *packed, size_t room)
{
    z_stream z = {.next_in = (Bytef *)plain, .avail_in = (uInt)length};

    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_out = (Bytef *)packed;
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return z.total_out;
}

/* Feeds parts of a random size: the code; what came in `got`, whether it was whole in *whole. */
static int feed(const char *packed, size_t length, struct buf *got, bool *whole)
{
    struct inflater *inflater = inflater_new(take, got);
    struct err err = ERR_INIT;
    int code = 0;

    buf_reset(got);
    for (size_t at = 0; at < length && !code;) {
        size_t part = 1 + pick(5000);

        part = part < length - at ? part : length - at;
        code = inflater_add(inflater, packed + at, part, &err);
        at += part;
    }
    *whole = inflater_whole(inflater);
    inflater_free(inflater);
    return code;
}

static char plain[PLAIN], packed[2 * PLAIN];

static size_t prepare(void)
{
    for (size_t i = 0; i < PLAIN; i++)
        plain[i] = (char)('a' + pick(3));
    return pack(plain, PLAIN, packed, sizeof packed);
}

static void test_whole(void **state)
{
    size_t length = prepare();
    struct buf got = BUF_INIT(4 * PLAIN);
    bool whole;

    (void)state;
    assert_int_equal(feed(packed, length, &got, &whole), 0);
    assert_true(whole);
    assert_int_equal(got.length, PLAIN);
    assert_memory_equal(got.data, plain, PLAIN);
    memcpy(packed + length, packed, length);
    assert_int_equal(feed(packed, 2 * length, &got, &whole), 0);
    assert_true(whole);
    assert_int_equal(got.length, 2 * PLAIN);
    assert_memory_equal(got.data + PLAIN, plain, PLAIN);
    buf_release(&got);
}

/* What libcurl's own decoder lets pass. */
static void test_cut_short(void **state)
{
    size_t length = prepare();
    struct buf got = BUF_INIT(4 * PLAIN);
    bool whole;

    (void)state;
    for (size_t cut = 1; cut < length; cut += 1 + length / 97) {
        assert_int_equal(feed(packed, length - cut, &got, &whole), 0);
        assert_false(whole);
    }
    assert_int_equal(feed(packed, 0, &got, &whole), 0);
    assert_false(whole);
    buf_release(&got);
}

static void test_damaged(void **state)
{
    size_t length = prepare();
    struct buf got = BUF_INIT(4 * PLAIN);
    bool whole;

    (void)state;
    packed[length - 5] ^= 1; /* of the check sum */
    assert_int_equal(feed(packed, length, &got, &whole), EX_DATAERR);
    packed[length - 5] ^= 1;
    packed[length] = 'x';
    assert_int_equal(feed(packed, length + 1, &got, &whole), 0);
    assert_false(whole);
    memcpy(packed + length, "no gzip", 7);
    assert_int_equal(feed(packed, length + 7, &got, &whole), EX_DATAERR);
    assert_int_equal(feed("plain text", 10, &got, &whole), EX_DATAERR);
    buf_release(&got);
}

static int refuse(void *state, const char *data, size_t length, struct err *err)
{
    (void)state;
    (void)data;
    (void)length;
    return err_set(err, EX_IOERR, "full");
}

static void test_the_sink_ends_it(void **state)
{
    size_t length = prepare();
    struct inflater *inflater = inflater_new(refuse, NULL);
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(inflater_add(inflater, packed, length, &err), EX_IOERR);
    inflater_free(inflater);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_cut_short),
        cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_the_sink_ends_it),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
