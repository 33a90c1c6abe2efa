/* Patterns against the C library's regcomp() on random patterns and texts, known cases, and what is
 * no pattern. (PostgreSQL is asked in tests/stage/expression_oracle.sh.) */
#include "test.h"

#include "base/buf.h"
#include "record/pattern.h"

#include <regex.h>

static bool matches(const char *pattern, const char *text)
{
    struct err err = ERR_INIT;
    struct pattern *compiled = pattern_compile(pattern, strlen(pattern), &err);
    bool result;

    if (!compiled)
        fail_msg("%s: %s (%s)", pattern, err.message, err.detail);
    result = pattern_matches(compiled, text, strlen(text));
    pattern_free(compiled);
    return result;
}

static void known(void **state)
{
    static const struct {
        const char *pattern, *text;
        bool matches;
    } cases[] = {{"abc", "abc", true}, {"abc", "xabc", false}, {"abc", "abcx", false},
        {"a.c", "a\nc", true}, {"a.c", "ac", false},
        {"a.c",
            "a\xc3\xbc"
            "c",
            true},
        {"[a-c]x", "bx", true}, {"[^a-c]x", "bx", false}, {"[^a-c]", "\xe2\x82\xac", true},
        {"[\xc3\xa0-\xc3\xbf]", "\xc3\xbc", true}, {"[\\]\\\\\\^\\-]+", "]\\^-", true},
        {"[a-]+", "a-a", true}, {"[-a]+", "-a", true}, {"\\d{4}", "2024", true},
        {"\\d{4}",
            "20\xd9\xa2"
            "4",
            false},
        {"\\.\\*", ".*", true}, {"(ab|c)*", "abcab", true}, {"(ab|c)*", "", true},
        {"(ab|c)+", "", false}, {"a{2}", "aa", true}, {"a{2}", "a", false}, {"a{2,}", "aaaa", true},
        {"a{2,}", "a", false}, {"a{2,3}", "aaaa", false}, {"a{0}", "", true}, {"a{0}", "a", false},
        {"(a{0}b){2}", "bb", true}, {"^abc$", "abc", true}, {"a|b", "b", true},
        {"^a|b$", "ab", false}, {"\\$", "$", true}, {"x(?:yz)?", "xyz", true},
        {"((a|b){2}c){2}", "abcbac", true}, {"(a*)*b", "aaab", true}, {"(a*)*b", "aaa", false},
        {"[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}", "SW1A 1AA", true},
        {"R\\d{9}", "R123456789", true}, {"R\\d{9}", "R12345678", false}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (matches(cases[i].pattern, cases[i].text) != cases[i].matches)
            fail_msg("'%s' on '%s'", cases[i].pattern, cases[i].text);
}

/* Patterns that the ILR's own rules have (NINumber_01, Postcode_15, FD_LearnRefNumber_AP), on the
 * examples that go with them. National insurance numbers are taken by no contract of ours; a
 * provider's own may check them so. */
static void published(void **state)
{
    static const char nino[] = "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]{1}[0-9]{6}[A-D]{0,1}",
                      postcode[] = "[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][ABD-HJLNP-UWXYZ]{2}",
                      learner[] = "[A-Za-z0-9 ]{1,12}";
    static const struct {
        const char *pattern, *text;
        bool matches;
    } cases[] = {{nino, "AB123456C", true}, {nino, "AB123456", true}, {nino, "JG103759A", true},
        {nino, "BG123456A", true}, {nino, "TN123456A", true}, {nino, "ZZ123456A", true},
        {nino, "QQ123456C", false}, {nino, "DA123456A", false}, {nino, "AO123456B", false},
        {nino, "AB123456E", false}, {postcode, "BR1 7SS", true}, {postcode, "SW1A 1AA", true},
        {postcode, "M1 1AE", true}, {postcode, "EC1A 1BB", true}, {postcode, "ZZ99 9ZZ", true},
        {postcode, "SW1A1AA", false}, {postcode, "BR1 7SI", false}, {postcode, "AAA AAA", false},
        {postcode, "M1 1AC", false}, {postcode, "GIR 0AA", false}, {postcode, "ZZ99 3VZ", false},
        {learner, "0001 AB", true}, {learner, "0123456789ABC", false}, {learner, "A-1", false}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (matches(cases[i].pattern, cases[i].text) != cases[i].matches)
            fail_msg("'%s' on '%s'", cases[i].pattern, cases[i].text);
}

static void no_pattern(void **state)
{
    static const struct {
        const char *pattern, *why, *where;
    } cases[] = {{"", "an alternative is empty", "character 1 "},
        {"a|", "an alternative is empty", "character 3 "},
        {"()", "an alternative is empty", "character 2 "}, {"(a", "( has no )", "character 3 "},
        {"a)", ") has no (", "character 2 "}, {"*a", "nothing to repeat", "character 1 "},
        {"a**", "cannot be repeated", "character 3 "},
        {"a*?", "cannot be repeated", "character 3 "}, {"a{", "{ } must hold", "character 3 "},
        {"a{2", "{ has no }", "character 4 "}, {"a{3,2}", "m above n", ""},
        {"a{256}", "255 at most", ""}, {"a{,2}", "{ } must hold", ""},
        {"{", "need a \\", "character 1 "}, {"a}", "need a \\", "character 2 "},
        {"]", "need a \\", "character 1 "}, {"[", "[ has no ]", ""}, {"[]", "[ ] is empty", ""},
        {"[a", "[ has no ]", ""}, {"[^]", "[ ] is empty", ""}, {"[b-a]", "lower to a higher", ""},
        {"[a-\\d]", "lower to a higher", ""}, {"[\\d-z]", "\\d cannot begin", ""},
        {"[a-b-c]", "must be written \\-", ""}, {"[a--]", "lower to a higher", ""},
        {"[[:alpha:]]", "must be written \\[", ""}, {"\\w", "followed by d or", ""},
        {"a\\", "followed by d or", ""}, {"a^b", "only at its ends", "character 2 "},
        {"a$b", "only at its ends", "character 2 "},
        {"\xc3\xbc(", "an alternative is empty", "character 3 "},
        {"(?=a)", "nothing to repeat", ""}, {"((a{255}){255}){255}", "too long", ""},
        {"[ab]{255}{2}", "cannot be repeated", ""}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = ERR_INIT;

        if (pattern_compile(cases[i].pattern, strlen(cases[i].pattern), &err))
            fail_msg("'%s' is taken", cases[i].pattern);
        assert_int_equal(err.code, EX_CONFIG);
        if (!strstr(err.message, cases[i].why) || !strstr(err.detail, cases[i].where))
            fail_msg("'%s': %s (%s)", cases[i].pattern, err.message, err.detail);
    }
}

static void depth(void **state)
{
    struct buf text = BUF_INIT(100000);
    struct err err = ERR_INIT;

    (void)state;
    for (int i = 0; i < 50000; i++)
        buf_add_text(&text, "(");
    assert_null(pattern_compile(text.data, text.length, &err));
    assert_non_null(strstr(err.message, "too deep"));
    buf_release(&text);
}

static uint64_t seed = 1;

static unsigned draw(unsigned below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)((seed >> 33) % below);
}

static void add_pattern(struct buf *buf, int level)
{
    static const char *const atoms[] = {"a", "b", "c", ".", "[ab]", "[^a]", "[a-c]", "\\."};
    static const char *const counts[] = {"", "", "", "*", "+", "?", "{2}", "{0,2}", "{1,}", "{40}"};

    for (unsigned pieces = 1 + draw(3); pieces; pieces--) {
        if (level && draw(3) == 0) {
            buf_add_text(buf, "(");
            add_pattern(buf, level - 1);
            buf_add_text(buf, ")");
        } else {
            buf_add_text(buf, atoms[draw(8)]);
        }
        buf_add_text(buf, counts[draw(level ? 9 : 10)]);
    }
    if (level && draw(3) == 0) {
        buf_add_text(buf, "|");
        add_pattern(buf, level - 1);
    }
}

/* Random texts seldom match, so some are made of what the pattern is made of. */
static void add_text(struct buf *buf)
{
    static const char *const words[] = {
        "a", "b", "c", ".", "ab", "aa", "abc", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};

    for (unsigned left = draw(6); left; left--)
        buf_add_text(buf, words[draw(8)]);
}

static void second_implementation(void **state)
{
    struct buf pattern = BUF_INIT(10000), text = BUF_INIT(1000), anchored = BUF_INIT(10000);
    unsigned matched = 0, tried = 0;

    (void)state;
    for (int i = 0; i < 2000; i++) {
        struct err err = ERR_INIT;
        struct pattern *compiled;
        regex_t regex;

        buf_reset(&pattern);
        buf_reset(&anchored);
        add_pattern(&pattern, 2);
        buf_addf(&anchored, "^(%s)$", buf_text(&pattern));
        compiled = pattern_compile(pattern.data, pattern.length, &err);
        assert_non_null(compiled);
        assert_int_equal(regcomp(&regex, anchored.data, REG_EXTENDED | REG_NOSUB), 0);
        for (int j = 0; j < 20; j++, tried++) {
            bool wanted;

            buf_reset(&text);
            add_text(&text);
            wanted = regexec(&regex, buf_text(&text), 0, NULL, 0) == 0;
            matched += wanted;
            if (pattern_matches(compiled, buf_text(&text), text.length) != wanted)
                fail_msg("'%s' on '%s'", buf_text(&pattern), buf_text(&text));
        }
        pattern_free(compiled);
        regfree(&regex);
    }
    assert_in_range(matched, tried / 50, tried - tried / 50);
    buf_release(&pattern);
    buf_release(&text);
    buf_release(&anchored);
}

/* What makes a backtracking matcher take for ever takes no time. */
static void no_backtracking(void **state)
{
    char text[2000];

    (void)state;
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = '\0';
    assert_false(matches("(a|aa)*(a|a)*((a*)*)*b", text));
    assert_false(matches("(a?){200}a{200}b", text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(known), cmocka_unit_test(published),
        cmocka_unit_test(no_pattern), cmocka_unit_test(depth),
        cmocka_unit_test(second_implementation), cmocka_unit_test(no_backtracking)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
