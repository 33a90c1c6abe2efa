/* The rules' language: three-valued logic, precedence and types; what does not compile, and where.
 * (That PostgreSQL agrees, tests/stage/expression_oracle.sh shows.) */
#include "test.h"

#include "record/contract.h"
#include "record/dates.h"
#include "record/expression.h"
#include "record/types.h"

static struct contract contract;
static struct codes codes;
static int32_t as_of;

static const char feed[] =
    "{'name':'feed','version':'1.0.0','primaryKey':'a','fields':["
    "{'name':'a','type':'string','treat':'keep','constraints':{'required':true}},"
    "{'name':'b','type':'string','treat':'keep'},"
    "{'name':'i','type':'integer','treat':'keep'},{'name':'j','type':'integer','treat':'keep'},"
    "{'name':'x','type':'number','treat':'keep'},{'name':'y','type':'number','treat':'keep'},"
    "{'name':'d','type':'date','treat':'keep'},{'name':'e','type':'date','treat':'keep'},"
    "{'name':'t','type':'boolean','treat':'keep'},{'name':'f','type':'boolean','treat':'keep'},"
    "{'name':'m','type':'datetime','treat':'keep'},{'name':'n','type':'datetime','treat':'keep'},"
    "{'name':'nothing','type':'string','treat':'keep'},"
    "{'name':'none','type':'number','treat':'keep'},"
    "{'name':'unknown','type':'boolean','treat':'keep'},"
    "{'name':'never','type':'date','treat':'keep'}]}";

static const char *const record[] = {"pear", "gr\xc3\xbcn", "3", "-7", "2.50", "0.1", "2024-02-29",
    "2024-09-01", "t", "f", "2024-03-01T00:30:00+01:00", "2024-02-29T23:30:00Z", NULL, NULL, NULL,
    NULL};

static int setup(void **state)
{
    struct err err = ERR_INIT;
    char *path = test_file(feed);

    (void)state;
    assert_int_equal(contract_load(&contract, path, &err), 0);
    test_file_remove(path);
    codes_init(&codes, NULL, 0);
    assert_true(date_parse("2024-12-31", 10, &as_of));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    contract_release(&contract);
    codes_release(&codes);
    return 0;
}

static enum truth value_of(const char *text)
{
    struct field_value values[16];
    struct err err = ERR_INIT;
    struct expression *expression = expression_compile(text, &contract, &codes, &err);
    enum truth truth;

    if (!expression)
        fail_msg("%s: %s (%s)", text, err.message, err.detail);
    for (size_t i = 0; i < contract.field_count; i++) {
        values[i] = (struct field_value){.null = !record[i]};
        if (!record[i])
            continue;
        values[i].text = (struct text){record[i], strlen(record[i])};
        if (contract.fields[i].type == TYPE_DATE)
            assert_true(date_parse(record[i], strlen(record[i]), &values[i].day));
    }
    truth = expression_evaluate(expression, values, as_of);
    expression_free(expression);
    return truth;
}

static void all(enum truth truth, const char *const *texts)
{
    for (; *texts; texts++)
        if (value_of(*texts) != truth)
            fail_msg("%s: %d, not %d", *texts, (int)value_of(*texts), (int)truth);
}

static void three_valued_logic(void **state)
{
    static const char *const yes[] = {"t", "t or unknown", "unknown or t", "not (f and unknown)",
        "unknown is null", "(unknown and t) is null", "(unknown or f) is null", "not f",
        "not not t", "unknown is not null or t", "(not unknown) is null", "true", "not false",
        "nothing is null", "a is not null", "t or f and f", "not f or t", NULL};
    static const char *const no[] = {"f", "f and unknown", "unknown and f", "t and f",
        "unknown is not null", "not (t or unknown)", "(t or f) and f", "not t and f",
        "(nothing is null) is null", NULL};
    static const char *const open[] = {"unknown", "not unknown", "t and unknown", "unknown and t",
        "f or unknown", "unknown or f", "nothing = 'x'", "nothing <> 'x'", "none + 1 > 0",
        "nothing in ('x')", "nothing not in ('x')", "never < d", "none between 1 and 2",
        "nothing like '%'", "matches(nothing, '.*')", "ratio(x, 0) = 1", "ratio(none, 2) = 1",
        "age_on(never, d) = 1", "days_between(d, never) = 1", "-none = 1", NULL};

    (void)state;
    all(TRUTH_TRUE, yes);
    all(TRUTH_FALSE, no);
    all(TRUTH_UNKNOWN, open);
}

static void comparisons(void **state)
{
    static const char *const yes[] = {"a = 'pear'", "a <> 'Pear'", "a in ('fig', 'pear')",
        "a not in ('fig')", "i = 3.0", "i >= 3", "j < -6.999", "j between -7 and -7",
        "i not between 4 and 9", "i + j = -4", "i - j * 2 = 17", "(i - j) * 2 = 20", "-i = -3",
        "- - i = 3", "x * y = 0.25", "x + y = 2.6", "x = 2.5", "x in (1, 2.5)", "j in (-7)",
        "ratio(i, j) = -0.428571428571", "ratio(2, 3) = 0.666666666666", "ratio(i, j) < 0", "d < e",
        "d = date '2024-02-29'", "e <= as_of", "as_of = date '2024-12-31'",
        "days_between(d, e) = 185", "days_between(e, d) = -185", "m = n", "m >= n",
        "age_on(date '2000-02-29', d) = 24", "age_on(date '2000-03-01', d) = 23", "t = true",
        "t <> f", "d in (date '2024-02-29')", "d between date '2024-02-01' and e",
        "A = 'pear' AND I = 3", "x\n=\t2.5", NULL};
    static const char *const no[] = {"a = 'pear '", "a = ''", "i <> 3", "i < 3", "i > 3", "j >= 0",
        "d > e", "d <> date '2024-02-29'", "m < n", "m <> n", "t = f", "0.1 * 3 <> 0.3",
        "x * 999999999999999999.99999999999999999999 = 2500000000000000000", NULL};

    (void)state;
    all(TRUTH_TRUE, yes);
    all(TRUTH_FALSE, no);
}

static void text_functions(void **state)
{
    static const char *const yes[] = {"a like 'p%'", "a like '%ar'", "a like 'p__r'",
        "a like '%e%'", "a like 'pear'", "a like 'pear%%'", "b like 'gr_n'", "a not like 'p_r'",
        "a like '%%'", "'a''b' like 'a''b'", "'' like ''", "'aXbXc' like 'a%X%c'",
        "'aab' like '%ab'", "matches(a, '[a-z]{4}')", "matches(b, 'gr.n')",
        "not matches(b, 'gr[a-z]n')", "matches(a, '^pear$')", "matches('a''b', 'a''b')", NULL};
    static const char *const no[] = {"a like 'ear'", "a like 'P%'", "a like ''", "a like '_'",
        "b like 'gr__n'", "matches(a, 'pea')", "matches(a, 'ear')", NULL};

    (void)state;
    all(TRUTH_TRUE, yes);
    all(TRUTH_FALSE, no);
}

static void refused(const char *text, const char *message, const char *detail)
{
    struct err err = ERR_INIT;

    if (expression_compile(text, &contract, NULL, &err))
        fail_msg("compiled: %s", text);
    assert_int_equal(err.code, EX_CONFIG);
    if (!strstr(err.message, message) || !strstr(err.detail, detail))
        fail_msg("%s: '%s' (%s), not '%s' (%s)", text, err.message, err.detail, message, detail);
}

/* A product of ten integers, and a hundred digits. */
#define TENS "i * i * i * i * i * i * i * i * i * i"
#define HUNDRED                                                                                    \
    "1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901"  \
    "234567890"

static void does_not_compile(void **state)
{
    (void)state;
    refused("", "a value is missing", "character 1 ");
    refused("a", "a rule must be a boolean, not a text", "character 2 ");
    refused("a = ", "a value is missing", "character 5 ");
    refused("a = 3", "a text cannot be compared with a number", "character 6 ");
    refused("d >= '2024-01-01'", "a date cannot be compared with a text", "");
    refused("a < 'x'", "by = and <> only", "");
    refused("t < f", "by = and <> only", "");
    refused("a between 'a' and 'b'", "by = and <> only", "");
    refused("a + 1 = 2", "each side of '+' and '-' must be a number, not a text", "");
    refused("e - d = 2", "must be a number, not a date", "");
    refused("x / y = 2", "there is no division: use ratio(a, b)", "character 3 ");
    refused("nobody = 'x'", "there is no field 'nobody'", "character 1 ");
    refused("a = null", "use 'is null'", "character 5 ");
    refused("a = b = t", "unexpected '='", "character 7 ");
    refused("t t", "unexpected 't'", "character 3 ");
    refused("(t", "')' is missing", "character 3 ");
    refused("i--1 = 4", "-- begins a comment", "character 2 ");
    refused("a = 'pear", "no closing quote", "character 5 ");
    refused("a != 'x'", "unexpected character", "character 3 ");
    refused("a in ()", "a literal is missing", "");
    refused("a in (b)", "a literal is missing", "");
    refused("a in ('x', 1)", "cannot be compared", "");
    refused("a like b", "wants a literal", "");
    refused("a like '100\\%'", "no escapes", "");
    refused("i like 'x'", "what is before 'like' must be a text", "");
    refused("a not = 'x'", "'not' wants 'in'", "");
    refused("i and t", "each side of 'and' and 'or' must be a boolean", "");
    refused("not i", "what is behind 'not' must be a boolean", "");
    refused("now() = d", "there is no such function", "character 1 ");
    refused("age_on(d) = 1", "',' is missing", "");
    refused("age_on(d, a) = 1", "the second argument must be a date", "");
    refused("matches(a, b)", "a literal text is missing", "");
    refused("matches(a, '(')", "pattern: ", "");
    refused("code_valid('A b', a, d)", "the name of a code list", "");
    refused("code_valid('list', a)", "',' is missing", "");
    refused("d = date '2024-02-30'", "'date' wants a day", "");
    refused("i = 1.", "cannot end with its point", "");
    refused("i = 1e3", "a number must be digits", "");
    refused("x * x * x * x = 1", "this could need 152 digits", "");
    refused("x * x * x * x is null", "this could need 152 digits", "");
    refused(TENS " * i = x * x * x", "this could need 170 digits", "");
    refused(TENS " * i + x * x * x is null", "this could need 171 digits", "");
    refused("ratio(" TENS " * i, x) is null", "this could need 142 digits", "");
    refused("ratio(x, " TENS ") is null", "this could need 120 digits", "");
    refused("i = " HUNDRED HUNDRED, "the number has too many digits", "");
    refused("-a = 'x'", "what is behind '-' must be a number, not a text", "");
    refused("a * 1 = 2", "each side of '*' must be a number, not a text", "");
    refused("1 * a = 2", "each side of '*' must be a number, not a text", "");
    refused("1 + a = 2", "each side of '+' and '-' must be a number, not a text", "");
    refused("age_on(a, d) = 1", "the first argument must be a date, not a text", "");
    refused("ratio(d, x) = 1", "the first argument must be a number, not a date", "");
    refused("matches(i, 'x')", "the first argument must be a text, not a number", "");
    refused("code_valid('sex', i, d)", "the second argument must be a text, not a number", "");
    refused("code_valid('sex', a, b)", "the third argument must be a date, not a text", "");
    refused("a = 'gr\xc3\xbcn' and z", "there is no field 'z'", "character 16 ");
}

static void too_deep(void **state)
{
    struct buf text = BUF_INIT(100000);

    (void)state;
    for (int i = 0; i < 10000; i++)
        buf_add_text(&text, "(");
    refused(buf_text(&text), "too deep", "");
    buf_reset(&text);
    for (int i = 0; i < 10000; i++)
        buf_add_text(&text, "not ");
    refused(buf_text(&text), "too deep", "");
    buf_reset(&text);
    for (int i = 0; i < 5000; i++)
        buf_add_text(&text, "i + (");
    refused(buf_text(&text), "too deep", "");
    buf_reset(&text);
    for (int i = 0; i < 1000; i++)
        buf_add_text(&text, "ratio(");
    refused(buf_text(&text), "too deep", "");
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(three_valued_logic),
        cmocka_unit_test(comparisons), cmocka_unit_test(text_functions),
        cmocka_unit_test(does_not_compile), cmocka_unit_test(too_deep)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
