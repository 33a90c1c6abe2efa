#include "method.h"
#include "method/psa.h"

#include <stdlib.h>

enum { DRAWS = 300, STRATEGIES = 4 };

static const struct table_column columns[] = {{"draw", COLUMN_TEXT}, {"strategy", COLUMN_TEXT},
    {"cost", COLUMN_NUMBER}, {"effect", COLUMN_NUMBER}};

static int arrange(struct psa *psa, struct gathered *rows, const char *text, struct err *err)
{
    int fd = text_fd(text), code;
    struct input input = {fd, "test", true};

    assert_int_equal(gathered_read(rows, &input, columns, 4, NULL, err), 0);
    close(fd);
    gathered_sort(rows);
    code = psa_arrange(psa, rows, err);
    return code;
}

/* Costs and effects of whole numbers, so that some benefits are equal. */
static char *invented(void)
{
    struct buf text = BUF_INIT(1 << 20);

    buf_add_text(&text, "draw,strategy,cost,effect\n");
    for (int s = 0; s < DRAWS; s++)
        for (int g = 0; g < STRATEGIES; g++)
            buf_addf(&text, "%d,%c,%d,%d\n", s, 'a' + g, (int)(5 * next_uniform()) * 100,
                (int)(4 * next_uniform()));
    return text.data;
}

/* What must hold whatever the draws are. */
static void test_identities(void **state)
{
    char *text = invented();
    struct gathered rows = {0};
    struct psa psa;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(arrange(&psa, &rows, text, &err), 0);
    assert_int_equal(psa.draws, DRAWS);
    assert_int_equal(psa.strategies, STRATEGIES);
    for (double lambda = 0; lambda < 400; lambda += 50) {
        struct psa_strategy at[STRATEGIES];
        size_t best = psa_at(&psa, lambda, 1, at);
        double shares = 0;

        assert_near(at[1].eib, 0, 0);
        for (size_t g = 0; g < STRATEGIES; g++) {
            shares += at[g].p_best;
            assert_true(at[g].loss >= at[best].loss);
            /* What is gained in benefit is spared in loss. */
            assert_near(at[g].eib + at[g].loss, at[1].loss, 1e-12);
        }
        assert_near(shares, 1, 1e-12);
    }
    psa_release(&psa);
    gathered_release(&rows);
    free(text);
}

static void test_reference(void **state)
{
    struct gathered rows = {0};
    struct psa psa;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(arrange(&psa, &rows,
                         "draw,strategy,cost,effect\n1,b,1,1\n1,a,1,1\n1,c,1,2\n1,d,5,9\n", &err),
        0);
    assert_int_equal(psa_reference(&psa, NULL), 2); /* as cheap as two others, but better */
    assert_int_equal(psa_reference(&psa, "d"), 3);
    assert_int_equal(psa_reference(&psa, "e"), psa.strategies);
    psa_release(&psa);
    gathered_release(&rows);
}

static void refuses(const char *text, const char *message)
{
    struct gathered rows = {0};
    struct psa psa;
    struct err err = ERR_INIT;

    assert_int_equal(arrange(&psa, &rows, text, &err), EX_DATAERR);
    assert_string_equal(err.message, message);
    psa_release(&psa);
    gathered_release(&rows);
}

static void test_what_is_wrong(void **state)
{
    (void)state;
    refuses("draw,strategy,cost,effect\n1,a,1,1\n1,b,1,1\n2,a,1,1\n",
        "the draws of rows 1 and 3 differ in their strategies");
    refuses("draw,strategy,cost,effect\n1,a,1,1\n2,a,1,1\n2,b,1,1\n",
        "the draws of rows 1 and 2 differ in their strategies");
    refuses("draw,strategy,cost,effect\n1,a,1,1\n2,b,1,1\n",
        "the draws of rows 1 and 2 differ in their strategies");
    refuses("draw,strategy,cost,effect\n1,a,1,1\n2,a,1,1\n1,a,3,1\n",
        "rows 1 and 3 have the same 'draw' and 'strategy'");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_identities),
    cmocka_unit_test(test_reference),
    cmocka_unit_test(test_what_is_wrong),
};
TESTS_MAIN(tests)
