#include "method.h"
#include "output/words.h"

#define POUND "\xc2\xa3"

static const struct outcome_cost interval = {.n = 243,
    .outcomes = 144,
    .cost = 2681411.64,
    .ratio = 18620.91,
    .lower = 16828.16,
    .upper = 20809.30,
    .set_type = "interval"};

typedef void (*sentence)(struct buf *text, const struct outcome_cost *cost);

static void says(sentence write, const struct outcome_cost *cost, const char *wanted)
{
    struct buf text = BUF_INIT(4096);

    write(&text, cost);
    assert_string_equal(buf_text(&text), wanted);
    buf_release(&text);
}

static void test_interval(void **state)
{
    (void)state;
    says(words_cost, &interval,
        "Between " POUND "16,800 and " POUND
        "20,800 per outcome (95% interval), based on 243 young people");
    says(words_title, &interval, "an outcome cost between " POUND "16,800 and " POUND "20,800");
    says(words_cell, &interval, POUND "18,621 (" POUND "16,828 to " POUND "20,809)");
}

/* A cost has the year of its prices, where it is known. */
static void test_prices(void **state)
{
    struct outcome_cost cost = interval;
    struct contrast c = {.name = "A",
        .reference = "B",
        .effect_lower = -1,
        .effect_upper = 1,
        .set_type = "line",
        .n = 53,
        .n_reference = 71,
        .year = 2099};
    struct buf text = BUF_INIT(4096);

    (void)state;
    cost.year = 2024;
    says(words_cost, &cost,
        "Between " POUND "16,800 and " POUND
        "20,800 per outcome (95% interval), based on 243 young people, in prices of 2024/25");
    words_contrast(&text, &c);
    assert_string_equal(buf_text(&text),
        "A compared with B: the data cannot rule out that it is no more effective, so a cost per "
        "extra "
        "outcome cannot be given. Based on 53 and 71 young people, in prices of 2099/00");
    buf_release(&text);
}

static void test_no_outcome(void **state)
{
    struct outcome_cost none = {.n = 40,
        .outcomes = 0,
        .cost = 100000,
        .ratio = NAN,
        .lower = 28517,
        .upper = NAN,
        .set_type = "interval"};

    (void)state;
    says(words_cost, &none,
        POUND "100,000 spent, no outcomes recorded; at best " POUND
              "28,500 each (95% limit), based on 40 young people");
    says(words_title, &none, "an outcome cost at least " POUND "28,500");
    says(words_cell, &none, "at least " POUND "28,517");
}

/* No set but an interval above nothing lets a cost be given, whatever its ratio. */
static void test_sets_that_are_no_interval(void **state)
{
    static const char *const types[] = {"complement", "line", "none"};
    struct outcome_cost cost = interval;

    (void)state;
    for (int i = 0; i < 3; i++) {
        cost.set_type = types[i];
        says(words_cost, &cost,
            "Not estimable: outcomes are too few to bound the cost of one, based on 243 young "
            "people");
        says(words_title, &cost, "the data cannot yet say what an outcome cost");
        says(words_cell, &cost, "not estimable");
    }
    cost = interval;
    cost.lower = -3;
    says(words_cell, &cost, "not estimable");
}

static void test_symbols(void **state)
{
    struct outcome_cost hidden = {.symbol = "c"}, missing = {.symbol = "x"};

    (void)state;
    says(words_cost, &hidden, "Suppressed: made from a count that may not be shown");
    says(words_title, &hidden, "too few young people to say what an outcome cost");
    says(words_cell, &hidden, "c");
    says(words_cost, &missing, "Costs or outcomes are not collected");
    says(words_title, &missing, "cost per outcome is not collected");
    says(words_cell, &missing, "x");
}

static const struct contrast nothing = {.name = "A",
    .reference = "B",
    .cost = 100,
    .cost_lower = 50,
    .cost_upper = 150,
    .effect = .1,
    .effect_lower = -.1,
    .effect_upper = .3,
    .lower = -800,
    .upper = 900,
    .set_type = "complement"};

static void contrasts(struct contrast contrast, const char *wanted)
{
    struct buf text = BUF_INIT(4096);

    words_contrast(&text, &contrast);
    assert_string_equal(buf_text(&text), wanted);
    buf_release(&text);
}

static void test_no_difference_of_effect(void **state)
{
    struct contrast c = nothing;

    (void)state;
    contrasts(c, "A compared with B: the data cannot rule out that it is no more effective, so a "
                 "cost per extra outcome cannot be given");
    c.set_type = "line";
    contrasts(c, "A compared with B: the data cannot rule out that it is no more effective, so a "
                 "cost per extra outcome cannot be given");
    c.set_type = "none";
    contrasts(c, "A compared with B: the data do not separate these providers");
}

static void test_greater_effect(void **state)
{
    struct contrast c = nothing;

    (void)state;
    c.effect_lower = .05;
    c.set_type = "interval";
    c.lower = 500;
    c.upper = 2500;
    contrasts(c,
        "A compared with B: a greater share had the outcome, and each further outcome cost "
        "between " POUND "500 and " POUND "2,500 (95% interval)");
    c.cost_lower = -10;
    contrasts(c, "A compared with B: a greater share had the outcome; the data do not separate the "
                 "costs");
    c.cost_upper = -5;
    contrasts(c,
        "A compared with B: a greater share had the outcome, at a lower cost for each young "
        "person");
}

static void test_smaller_effect(void **state)
{
    struct contrast c = nothing;

    (void)state;
    c.effect_upper = -.05;
    c.set_type = "interval";
    contrasts(c, "A compared with B: a smaller share had the outcome, at a higher cost for each "
                 "young person");
    c.cost_lower = -150;
    c.cost_upper = -50;
    c.lower = 500;
    c.upper = 2500;
    contrasts(c, "A compared with B: a smaller share had the outcome, and between " POUND
                 "500 and " POUND "2,500 was spared for each outcome forgone (95% interval)");
    c.cost_upper = 5;
    contrasts(c, "A compared with B: a smaller share had the outcome; the data do not separate the "
                 "costs");
}

static void test_probabilities(void **state)
{
    (void)state;
    assert_string_equal(words_probability(.05), "very unlikely");
    assert_string_equal(words_probability(.1), "unlikely");
    assert_string_equal(words_probability(.33), "about as likely as not");
    assert_string_equal(words_probability(.66), "about as likely as not");
    assert_string_equal(words_probability(.9), "likely");
    assert_string_equal(words_probability(.91), "very likely");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_interval),
    cmocka_unit_test(test_prices),
    cmocka_unit_test(test_no_outcome),
    cmocka_unit_test(test_sets_that_are_no_interval),
    cmocka_unit_test(test_symbols),
    cmocka_unit_test(test_no_difference_of_effect),
    cmocka_unit_test(test_greater_effect),
    cmocka_unit_test(test_smaller_effect),
    cmocka_unit_test(test_probabilities),
};
TESTS_MAIN(tests)
