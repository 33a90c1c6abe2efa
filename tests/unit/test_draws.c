#include "method.h"
#include "method/draws.h"

/* The first numbers of SplitMix64 from the seeds 1234567 and 0, as its authors' Java and C
 * implementations print them. */
static void test_published_sequence(void **state)
{
    static const uint64_t wanted[] = {6457827717110365317u, 3203168211198807973u,
        9817491932198370423u, 4593380528125082431u, 16408922859458223821u};

    (void)state;
    for (uint64_t i = 0; i < 5; i++)
        assert_true(draws_at(1234567, i) == wanted[i]);
    assert_true(draws_at(0, 0) == 0xe220a8397b1dcdafu);
}

static void test_keys_differ(void **state)
{
    uint64_t key = draws_unit(1, "ap", "bc");

    (void)state;
    assert_true(key == draws_unit(1, "ap", "bc"));
    assert_true(key != draws_unit(2, "ap", "bc"));
    assert_true(key != draws_unit(1, "apb", "c"));
    assert_true(key != draws_unit(1, "", "apbc"));
    assert_true(draws_replicate(key, 0) != draws_replicate(key, 1));
    assert_true(draws_replicate(key, 1) != draws_replicate(draws_unit(1, "ap", "bd"), 1));
}

/* Chi-square on sixteen cells over many replicates' first draws: 15 degrees of freedom, 37.7 is
 * passed once in a thousand keys. */
static void test_first_draws_are_even(void **state)
{
    uint64_t key = draws_unit(1, "even", "cells");
    double count[16] = {0}, chi_square = 0;

    (void)state;
    for (uint64_t i = 0; i < 160000; i++)
        count[draws_at(draws_replicate(key, i), 0) >> 60]++;
    for (int i = 0; i < 16; i++)
        chi_square += (count[i] - 10000) * (count[i] - 10000) / 10000;
    assert_true(chi_square < 37.7);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_published_sequence),
    cmocka_unit_test(test_keys_differ),
    cmocka_unit_test(test_first_draws_are_even),
};
TESTS_MAIN(tests)
