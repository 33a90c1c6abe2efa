#include "tests/unit/test.h"

#include "privacy/digest.h"

enum { MANY = 700, LONGEST = 300, KEYS = 7 };

static uint64_t seed = 20260701;

static uint32_t draw(uint32_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % below;
}

struct work {
    struct hmac_pads pads[KEYS];
    uint8_t messages[MANY][LONGEST];
    struct digest digests[MANY];
};

static struct work *prepare(void)
{
    struct work *work = mem_alloc(sizeof *work);

    for (size_t i = 0; i < KEYS; i++) {
        uint8_t key[32];

        for (size_t j = 0; j < sizeof key; j++)
            key[j] = (uint8_t)draw(256);
        hmac_prepare(&work->pads[i], key, sizeof key);
    }
    for (size_t i = 0; i < MANY; i++) {
        for (size_t j = 0; j < LONGEST; j++)
            work->messages[i][j] = (uint8_t)draw(256);
        work->digests[i].pads = &work->pads[draw(KEYS)];
        work->digests[i].message = work->messages[i];
    }
    return work;
}

static void agree(struct digester *digester, struct work *work, size_t count)
{
    uint8_t expected[HMAC_SIZE];

    for (size_t i = 0; i < count; i++)
        memset(work->digests[i].value, 0xee, DIGEST_SIZE);
    digester_run(digester, work->digests, count);
    for (size_t i = 0; i < count; i++) {
        const struct digest *digest = &work->digests[i];

        hmac_digest(digest->pads, digest->message, digest->length, expected);
        assert_memory_equal(digest->value, expected, DIGEST_SIZE);
    }
}

static void agrees_everywhere(enum digest_engine engine)
{
    struct work *work = prepare();
    struct digester digester;
    struct err err = ERR_INIT;
    int code = digester_open(&digester, engine, &err);

    if (code == EX_UNAVAILABLE) {
        free(work);
        skip();
        return;
    }
    assert_int_equal(code, 0);
    assert_int_equal(digester.engine, engine);
    /* Each length alone in its batch, so that the block boundaries (55, 56, 64, 119 …) are met by
     * all lanes at once; then all lengths mixed; then counts that fill a burst or don't. */
    for (size_t length = 1; length <= LONGEST; length++) {
        for (size_t i = 0; i < 33; i++)
            work->digests[i].length = length;
        agree(&digester, work, 33);
    }
    for (size_t i = 0; i < MANY; i++)
        work->digests[i].length = 1 + draw(LONGEST);
    agree(&digester, work, MANY);
    for (size_t count = 0; count <= 300; count++)
        agree(&digester, work, count);
    digester_close(&digester);
    free(work);
}

static void test_many_at_once(void **state)
{
    (void)state;
    agrees_everywhere(DIGEST_MULTIPLE);
}

static void test_one_by_one(void **state)
{
    (void)state;
    agrees_everywhere(DIGEST_PORTABLE);
}

static void test_the_best_is_there(void **state)
{
    struct digester digester;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(digester_open(&digester, DIGEST_BEST, &err), 0);
    assert_int_not_equal(digester.engine, DIGEST_BEST);
    digester_close(&digester);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_many_at_once),
        cmocka_unit_test(test_one_by_one),
        cmocka_unit_test(test_the_best_is_there),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
