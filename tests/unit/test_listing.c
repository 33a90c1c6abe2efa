#include "source/listing.h"
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

/* FIPS 180-4's example. The lines are those that sha256sum, sha256sum --tag and openssl sha256 of
 * Debian 12 print for such a file. */
#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define BIG "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"
#define ZERO "0000000000000000000000000000000000000000000000000000000000000000"

static void add(struct listing *listing, const char *text)
{
    struct err err = ERR_INIT;
    char *copy = mem_text(text);

    *listing = (struct listing){.folder = NULL};
    assert_int_equal(listing_add(listing, copy, "sums", &err), 0);
    free(copy);
}

/* The text lists just this name, with the hash of "abc". */
static void lists(const char *text, const char *name)
{
    struct listing listing;

    add(&listing, text);
    assert_int_equal(listing.count, 1);
    assert_string_equal(listing.items[0].name, name);
    assert_true(listing_names(&listing, name));
    assert_true(listing_has(&listing, name, ABC));
    assert_false(listing_has(&listing, name, ZERO));
    assert_false(listing_names(&listing, "other.csv"));
    listing_release(&listing);
}

static void test_lines_of_sha256sum(void **state)
{
    (void)state;
    lists(ABC "  people.csv\n", "people.csv");
    lists(ABC " *people.csv\n", "people.csv");
    lists(ABC "  people.csv", "people.csv");
    lists(ABC "  two words.csv\r\n", "two words.csv");
    lists("\xef\xbb\xbf" BIG "  people.csv\r\n", "people.csv");
    lists(ABC "  ./people.csv\n", "people.csv");
    lists(ABC "  /export/2025 (new)/people.csv\n", "people.csv");
    lists("\\" ABC "  a\\\\b\\nc.csv\n", "a\\b\nc.csv");
}

static void test_lines_of_bsd_and_openssl(void **state)
{
    (void)state;
    lists("SHA256 (people.csv) = " ABC "\n", "people.csv");
    lists("SHA256 (people (2).csv) = " ABC "\n", "people (2).csv");
    lists("SHA256(people.csv)= " ABC "\n", "people.csv");
    lists("SHA2-256(people.csv)= " ABC "\n", "people.csv");
    lists("\\SHA256 (a\\\\b) = " ABC "\n", "a\\b");
}

static void test_what_lists_nothing(void **state)
{
    static const char *const texts[] = {"", "\n\n", "# sums\n", "people.csv\n", ABC "\n",
        ABC "  \n", ABC " people.csv\n", ABC "0  people.csv\n",
        "ba7816bf8f01cfea414140de5dae2223  people.csv\n", "SHA256 (people.csv) = ba7816bf\n",
        "SHA256 (people.csv) = " ABC "0\n", "SHA256 () = " ABC "\n", "SHA256 (people.csv " ABC "\n",
        "MD5 (people.csv) = " ABC "\n", "SHA256 ) = " ABC "\n", "SHA256", ")"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct listing listing;

        add(&listing, texts[i]);
        assert_int_equal(listing.count, 0);
        listing_release(&listing);
    }
}

static void test_several_lines(void **state)
{
    struct listing listing;

    (void)state;
    add(&listing, ABC "  a.csv\n# the old one:\n" ZERO "  a.csv\n" ZERO "  b.csv\nba78");
    assert_int_equal(listing.count, 3);
    assert_true(listing_has(&listing, "a.csv", ABC));
    assert_true(listing_has(&listing, "a.csv", ZERO));
    assert_false(listing_has(&listing, "b.csv", ABC));
    listing_release(&listing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines_of_sha256sum),
        cmocka_unit_test(test_lines_of_bsd_and_openssl), cmocka_unit_test(test_what_lists_nothing),
        cmocka_unit_test(test_several_lines)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
