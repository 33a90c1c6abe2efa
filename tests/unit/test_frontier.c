#include "method.h"
#include "method/frontier.h"

enum { MANY = 12 };

/* A second implementation from the textbook: strike out what is dominated, then sweep, strike out
 * what is extendedly dominated, and compute anew until nothing is left to strike. */
static void by_the_textbook(const struct strategy *s, size_t n, enum strategy_status *status)
{
    bool changed = true;

    for (size_t i = 0; i < n; i++) {
        status[i] = STATUS_ND;
        for (size_t j = 0; j < n; j++)
            if (j != i && s[j].effect >= s[i].effect &&
                (s[j].cost < s[i].cost ||
                    (s[j].cost == s[i].cost &&
                        (s[j].effect > s[i].effect || strcmp(s[j].name, s[i].name) < 0))))
                status[i] = STATUS_D;
    }
    while (changed) {
        changed = false;
        for (size_t i = 0; i < n && !changed; i++) {
            size_t before = n, after = n;

            if (status[i] != STATUS_ND)
                continue;
            for (size_t j = 0; j < n; j++) {
                if (status[j] != STATUS_ND || j == i)
                    continue;
                if (s[j].cost < s[i].cost && (before == n || s[j].cost > s[before].cost))
                    before = j;
                if (s[j].cost > s[i].cost && (after == n || s[j].cost < s[after].cost))
                    after = j;
            }
            if (before == n || after == n)
                continue;
            /* whole numbers: the products are exact */
            if ((s[i].cost - s[before].cost) * (s[after].effect - s[i].effect) >
                (s[after].cost - s[i].cost) * (s[i].effect - s[before].effect)) {
                status[i] = STATUS_ED;
                changed = true;
            }
        }
    }
}

static void test_random_problems(void **state)
{
    static char names[MANY][2];

    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct strategy s[MANY];
        enum strategy_status wanted[MANY];
        size_t n = 1 + (size_t)(next_uniform() * MANY);

        for (size_t i = 0; i < n; i++) {
            names[i][0] = (char)('a' + i);
            s[i] = (struct strategy){.name = names[i],
                .cost = floor(next_uniform() * 30),
                .effect = floor(next_uniform() * 15)};
        }
        by_the_textbook(s, n, wanted);
        frontier_rank(s, n);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(s[i].status, wanted[s[i].name[0] - 'a']);
    }
}

/* By hand: B dominates X, the step A-B-C rises from 10 to 5 a unit of effect, so B goes. */
static void test_ladder(void **state)
{
    struct strategy s[] = {
        {.name = (char[]){"C"}, .cost = 300, .effect = 50},
        {.name = (char[]){"X"}, .cost = 150, .effect = 8},
        {.name = (char[]){"B"}, .cost = 100, .effect = 10},
        {.name = (char[]){"A"}, .cost = 0, .effect = 0},
        {.name = (char[]){"D"}, .cost = 900, .effect = 60},
    };

    (void)state;
    frontier_rank(s, 5);
    assert_string_equal(s[0].name, "A");
    assert_string_equal(s[1].name, "C");
    assert_string_equal(s[2].name, "D");
    assert_string_equal(s[3].name, "B");
    assert_string_equal(s[4].name, "X");
    assert_true(isnan(s[0].icer) && isnan(s[3].icer) && isnan(s[4].inc_cost));
    assert_near(s[1].icer, 6, 0);
    assert_near(s[2].icer, 60, 0);
    assert_string_equal(strategy_status_name(s[3].status), "ED");
}

static void test_strategies_on_one_line_stay(void **state)
{
    struct strategy s[] = {
        {.name = (char[]){"a"}, .cost = 0, .effect = 0},
        {.name = (char[]){"b"}, .cost = 10, .effect = 1},
        {.name = (char[]){"c"}, .cost = 20, .effect = 2},
        {.name = (char[]){"twin"}, .cost = 20, .effect = 2},
    };

    (void)state;
    frontier_rank(s, 4);
    assert_int_equal(s[1].status, STATUS_ND);
    assert_int_equal(s[2].status, STATUS_ND);
    assert_string_equal(s[3].name, "twin");
    assert_int_equal(s[3].status, STATUS_D);
    frontier_rank(s, 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_random_problems),
    cmocka_unit_test(test_ladder),
    cmocka_unit_test(test_strategies_on_one_line_stay),
};
TESTS_MAIN(tests)
