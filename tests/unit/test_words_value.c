#include "method.h"
#include "output/words_value.h"

#define POUND "\xc2\xa3"
#define MINUS "\xe2\x88\x92"
#define ABOUT "\xc2\xb1"

static void test_labels(void **state)
{
    (void)state;
    assert_string_equal(words_label("within"), "within the limits");
    assert_string_equal(words_label("above_inner"), "worth asking why");
    assert_string_equal(words_label("below_inner"), "worth asking why");
    assert_string_equal(words_label("above_outer"), "different from expected");
    assert_string_equal(words_label("below_outer"), "different from expected");
    assert_string_equal(words_label(NULL), "too few to judge");
}

static void funnel_says(const struct funnel_words *funnel, const char *wanted)
{
    struct buf text = BUF_INIT(4096);

    words_funnel(&text, funnel);
    assert_string_equal(buf_text(&text), wanted);
    buf_release(&text);
}

static void test_funnel(void **state)
{
    static const struct funnel_words apart = {4, 1, 2, 2.345}, together = {4, 0, 0, .7},
                                     asking = {4, 2, 0, NAN}, one = {1, 0, 0, NAN};

    (void)state;
    funnel_says(&together, "The data do not separate these providers: none is beyond the 99.8% "
                           "limits. They vary no more "
                           "than chance alone would have it");
    funnel_says(&apart, "2 of 4 providers are different from expected (beyond the 99.8% limits); "
                        "of 1 it is worth asking "
                        "why (between the 95% and the 99.8% limits). They vary more than chance "
                        "alone would have it "
                        "(over-dispersion 2.35), and the limits are drawn wider for it");
    funnel_says(&asking, "The data do not separate these providers: none is beyond the 99.8% "
                         "limits; of 2 it is worth "
                         "asking why (between the 95% and the 99.8% limits)");
    funnel_says(&one, "Too few providers can be judged for a funnel");
}

static void choice_says(const struct choice *choice, const char *wanted)
{
    struct buf text = BUF_INIT(4096);

    words_choice(&text, choice);
    assert_string_equal(buf_text(&text), wanted);
    buf_release(&text);
}

/* Whatever its chance, a provider with fewer than ten young people is never called best. */
static void test_choice(void **state)
{
    struct choice choice = {"Alder", 53, 25000, .5402, 5000};

    (void)state;
    choice_says(&choice,
        "At " POUND
        "25,000 for one more outcome it is about as likely as not that Alder is the best buy "
        "(54%, " ABOUT
        "1.4 points of simulation error), based on its 53 young people and those of the "
        "others");
    choice.chance = 1;
    for (choice.n = 0; choice.n < 10; choice.n++)
        choice_says(&choice,
            "At " POUND "25,000 for one more outcome no provider can be called the best buy");
    choice.n = NAN;
    choice_says(
        &choice, "At " POUND "25,000 for one more outcome no provider can be called the best buy");
}

static const struct worth worth = {.title = "Alternative provision",
    .n = 243,
    .year = 2024,
    .npsv = -778768,
    .lower = -1590000,
    .upper = 347000,
    .bcr = .7096,
    .fiscal = .31,
    .chance = .42,
    .chance_se = .005,
    .evidence = 2};

static char *said(const struct worth *of)
{
    static char copy[4096];
    struct buf text = BUF_INIT(4096);

    words_worth(&text, of);
    snprintf(copy, sizeof copy, "%s", buf_text(&text));
    buf_release(&text);
    return copy;
}

static void test_worth(void **state)
{
    struct worth other = worth;

    (void)state;
    assert_string_equal(said(&worth),
        "An estimated public value of " POUND "0.71 for each " POUND "1 spent, of which " POUND
        "0.31 is public money; benefits less costs lie between " MINUS POUND "1,590,000 and " POUND
        "347,000 (95% of what the uncertain figures allow), and it is about as likely as not that "
        "benefits exceed costs (42%, " ABOUT
        "1.0 points of simulation error). Based on 243 young people, in "
        "prices of 2024/25");
    other.lower = other.upper = other.chance = NAN;
    assert_non_null(
        strstr(said(&other), "so that no interval can be given. Based on 243 young people"));
    other.bcr = NAN;
    assert_non_null(strstr(said(&other), "no public spending to divide by"));
    other.symbol = "c";
    assert_string_equal(said(&other),
        "Suppressed: what Alternative provision is estimated to be worth is made "
        "from a count that may not be shown");
}

/* Nothing is due to a programme, and nothing is saved, below the evidence that allows to say so. */
static void test_evidence(void **state)
{
    static const char *const forbidden[] = {"because of", "caused", "saves", "saving", "due to"};
    struct buf text = BUF_INIT(4096);

    (void)state;
    for (int level = 1; level < 3; level++) {
        buf_reset(&text);
        words_evidence(&text, level);
        assert_non_null(strstr(buf_text(&text), "associated with"));
        for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
            assert_null(strstr(buf_text(&text), forbidden[i]));
            assert_null(strstr(said(&worth), forbidden[i]));
        }
    }
    buf_reset(&text);
    words_evidence(&text, 3);
    assert_non_null(strstr(buf_text(&text), "because of the programme"));
    buf_release(&text);
}

static void test_bands(void **state)
{
    (void)state;
    assert_string_equal(words_band(-.1), "very poor");
    assert_string_equal(words_band(0), "poor");
    assert_string_equal(words_band(1), "low");
    assert_string_equal(words_band(1.5), "medium");
    assert_string_equal(words_band(2), "high");
    assert_string_equal(words_band(4), "very high");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_labels),
    cmocka_unit_test(test_funnel),
    cmocka_unit_test(test_choice),
    cmocka_unit_test(test_worth),
    cmocka_unit_test(test_evidence),
    cmocka_unit_test(test_bands),
};
TESTS_MAIN(tests)
