#include "test.h"

#include "source/near.h"

static void judged(void **state)
{
    static const struct {
        const char *left, *right;
        bool near;
    } pairs[] = {
        {"Start date", "start_date", true},     /* the same but for case and signs */
        {"Start date", "StartDate ", true},     /* */
        {"Start", "Start date", true},          /* the beginning */
        {"Date", "Start date", true},           /* the end */
        {"Ref", "Reference", false},            /* three letters say too little */
        {"Surname", "Sername", true},           /* one of seven */
        {"Surname", "Forename", false},         /* three of eight */
        {"Postcode", "Post Code (home)", true}, /* the beginning */
        {"Colour", "Color", true},              /* one of six */
        {"Sex", "Set", false},                  /* one of three */
        {"abcd", "abxd", true},                 /* one of four, just */
        {"abcdefg", "axcdxfg", false},          /* two of seven */
        {"abcdefgh", "axcdxfgh", true},         /* two of eight, just */
        {"%", "%", true},                       /* nothing but a sign */
        {"%", "&", false}, {"", "a", false},
        {"Straße", "Strase", false}, /* bytes beyond ASCII count as they are: two of seven */
    };
    char longer[80];

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (names_near(pairs[i].left, pairs[i].right) != pairs[i].near ||
            names_near(pairs[i].right, pairs[i].left) != pairs[i].near)
            fail_msg("%s and %s", pairs[i].left, pairs[i].right);
    memset(longer, 'a', sizeof longer);
    longer[64] = '\0';
    assert_true(names_near(longer, longer + 1));
    longer[64] = 'a';
    longer[65] = '\0';
    assert_false(names_near(longer, longer + 1));
    assert_true(names_near(longer, longer));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(judged)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
