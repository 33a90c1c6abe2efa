#include "tests/unit/test.h"

#include "store/upstream.h"

static char *journal(const char *stage, int read, int accepted, int rejected)
{
    char *line = mem_format("{'stage':'%s','feed':'f','delivery':'d','read':%d,'accepted':%d,"
                            "'rejected':%d,'warned':0,'rules':{},'seconds':1}\n",
        stage, read, accepted, rejected);
    char *path = test_file(line);

    free(line);
    return path;
}

/* The code for a chain of two stages with these counts, where load has read `records`. */
static int chain(const int first[3], const int second[3], uint64_t records,
    struct upstream *upstream, struct err *err)
{
    char *items[] = {journal("extract", first[0], first[1], first[2]),
        journal("validate", second[0], second[1], second[2])};
    struct option_list journals = {items, 2};
    int code = upstream_read(upstream, &journals, records, err);

    test_file_remove(items[0]);
    test_file_remove(items[1]);
    return code;
}

static void test_adds_up(void **state)
{
    struct upstream upstream;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(chain((int[]){9, 8, 1}, (int[]){8, 5, 3}, 5, &upstream, &err), 0);
    assert_int_equal(upstream.count, 2);
    assert_string_equal(upstream.stages[1].stage, "validate");
    assert_int_equal(upstream.stages[1].rejected, 3);
    upstream_release(&upstream);
}

static void test_does_not(void **state)
{
    static const struct {
        int first[3], second[3];
        uint64_t records;
        const char *between;
    } cases[] = {{{9, 8, 1}, {7, 4, 3}, 4, "between 'extract' and 'validate'"},
        {{9, 8, 1}, {9, 6, 3}, 6, "between 'extract' and 'validate'"},
        {{9, 8, 1}, {8, 5, 3}, 4, "between 'validate' and 'load'"},
        {{9, 8, 1}, {8, 5, 3}, 6, "between 'validate' and 'load'"},
        {{9, 8, 0}, {8, 5, 3}, 5, "counts of 'extract'"},
        {{9, 8, 1}, {8, 5, 4}, 5, "counts of 'validate'"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct upstream upstream;
        struct err err = ERR_INIT;

        assert_int_equal(
            chain(cases[i].first, cases[i].second, cases[i].records, &upstream, &err), EX_DATAERR);
        assert_non_null(strstr(err.message, cases[i].between));
        upstream_release(&upstream);
    }
}

static void test_nothing_before(void **state)
{
    struct option_list none = {0};
    struct upstream upstream;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(upstream_read(&upstream, &none, 7, &err), 0);
    assert_int_equal(upstream.count, 0);
    upstream_release(&upstream);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_adds_up),
        cmocka_unit_test(test_does_not),
        cmocka_unit_test(test_nothing_before),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
