#include "source/delivery.h"
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* FIPS 180-4's example; the folder's by sha256sum of "B.csv HASH\na.csv HASH\n". */
static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
static const char folder_of_two[] =
    "5218eb14d0d75cf72377663146fa5c2117f9ce16e737ba9ff002cb45e83095fb";

static void matches(const char *pattern, const char *name, const char *part, const char *value)
{
    struct err err = ERR_INIT;
    struct parts parts;

    assert_int_equal(parts_match(&parts, pattern, name, &err), 0);
    assert_string_equal(parts_value(&parts, part), value);
    parts_release(&parts);
}

static void refuses(const char *pattern, const char *name, int code)
{
    struct err err = ERR_INIT;
    struct parts parts;

    assert_int_equal(parts_match(&parts, pattern, name, &err), code);
}

static void test_parts_of_a_name(void **state)
{
    const char ilr[] = "ILR-{ukprn}-{year}-{date}-{time}-{serial}.xml";
    const char name[] = "ILR-10000001-1819-20190704-100256-01.xml";

    (void)state;
    matches(ilr, name, "ukprn", "10000001");
    matches(ilr, name, "serial", "01");
    matches("{provider}_{month}.csv", "AP1_2025-01.csv.gz", "month", "2025-01");
    matches("{all}", "anything.csv", "all", "anything.csv");
}

static void test_names_that_do_not_fit(void **state)
{
    (void)state;
    refuses("{a}_{b}.csv", "one.csv", EX_DATAERR);
    refuses("{a}_{b}.csv", "_two.csv", EX_DATAERR);
    refuses("{a}.csv", "one.csv.bak", EX_DATAERR);
    refuses("one.csv", "two.csv", EX_DATAERR);
    refuses("one.csv", "on", EX_DATAERR);
    refuses("{a}{b}.csv", "one.csv", EX_CONFIG);
    refuses("{a", "one.csv", EX_CONFIG);
    refuses("{}", "one.csv", EX_CONFIG);
}

static void test_filling_a_text(void **state)
{
    struct err err = ERR_INIT;
    struct parts parts;
    char *text;

    (void)state;
    assert_int_equal(parts_match(&parts, "{p}_{month}.csv", "A1_2025-01.csv", &err), 0);
    text = parts_fill(&parts, "{p}/{month}", &err);
    assert_string_equal(text, "A1/2025-01");
    free(text);
    text = parts_fill(&parts, "all", &err);
    assert_string_equal(text, "all");
    free(text);
    assert_null(parts_fill(&parts, "{year}", &err));
    assert_int_equal(err.code, EX_CONFIG);
    assert_null(parts_fill(&parts, "{p", &err));
    parts_release(&parts);
}

static void name_is(const char *location, const char *expected)
{
    char *name = delivery_name(location);

    assert_string_equal(name, expected);
    free(name);
}

static void test_names_of_locations(void **state)
{
    (void)state;
    name_is("/in/a.csv", "a.csv");
    name_is("a.csv", "a.csv");
    name_is("/in/tables/", "tables");
    name_is("https://example.org/x/a.csv?v=1", "a.csv");
}

static void put(const char *folder, const char *name, const char *text)
{
    char *path = mem_format("%s/%s", folder, name);
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    free(path);
}

static void test_hashes(void **state)
{
    char folder[] = "/tmp/test_delivery.XXXXXX", path[64], hex[DELIVERY_HASH_SIZE];
    struct err err = ERR_INIT;

    (void)state;
    assert_non_null(mkdtemp(folder));
    put(folder, "a.csv", "abc");
    put(folder, "B.csv", "");
    put(folder, ".hidden", "not counted");
    snprintf(path, sizeof path, "%s/a.csv", folder);
    assert_int_equal(delivery_hash(path, hex, &err), 0);
    assert_string_equal(hex, abc);
    assert_int_equal(delivery_hash(folder, hex, &err), 0);
    assert_string_equal(hex, folder_of_two);
    unlink(path);
    assert_int_equal(delivery_hash(path, hex, &err), EX_NOINPUT);
    snprintf(path, sizeof path, "%s/B.csv", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/.hidden", folder);
    unlink(path);
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_of_a_name),
        cmocka_unit_test(test_names_that_do_not_fit),
        cmocka_unit_test(test_filling_a_text),
        cmocka_unit_test(test_names_of_locations),
        cmocka_unit_test(test_hashes),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
