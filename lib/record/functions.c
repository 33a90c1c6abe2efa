#include "record/contract_parts.h"
#include "record/parser.h"

#include <string.h>

/* Behind a first argument: `, b` */
static int second_argument(
    struct parser *parser, unsigned to, enum value_type type, struct operand *operand)
{
    if (parser_expects(parser, ",") < 0 || parse_sum(parser, to, operand) < 0)
        return -1;
    return parser_wants(parser, operand, type, "the second argument");
}

static int two_arguments(struct parser *parser, unsigned to, enum value_type type,
    struct operand *first, struct operand *second)
{
    if (parse_sum(parser, to, first) < 0 ||
        parser_wants(parser, first, type, "the first argument") < 0)
        return -1;
    return second_argument(parser, to + 1, type, second);
}

/* Whole digits: those of a, and one for each place that b may lie below 1. To divide, a is widened
 * by the twelve places of the result and those of b, or b by those of a. */
static int parse_ratio(struct parser *parser, unsigned to, struct operand *operand)
{
    struct operand a = {VALUE_TRUTH, 0, 0}, b = {VALUE_TRUTH, 0, 0};

    if (two_arguments(parser, to, VALUE_NUMBER, &a, &b) < 0 ||
        parser_digits(parser, a.whole + b.fraction, a.fraction + DECIMAL_RATIO_FRACTION) < 0 ||
        parser_digits(parser, b.whole, a.fraction + b.fraction) < 0)
        return -1;
    *operand = (struct operand){VALUE_NUMBER, a.whole + b.fraction, DECIMAL_RATIO_FRACTION};
    parser_emit(parser, OP_RATIO, to, to, to + 1, 0);
    return 0;
}

static int parse_age(struct parser *parser, unsigned to, struct operand *operand)
{
    struct operand second = {VALUE_TRUTH, 0, 0};

    if (two_arguments(parser, to, VALUE_DAY, operand, &second) < 0)
        return -1;
    *operand = (struct operand){VALUE_NUMBER, 3, 0};
    parser_emit(parser, OP_AGE, to, to, to + 1, 0);
    return 0;
}

static int parse_days(struct parser *parser, unsigned to, struct operand *operand)
{
    struct operand second = {VALUE_TRUTH, 0, 0};

    if (two_arguments(parser, to, VALUE_DAY, operand, &second) < 0)
        return -1;
    *operand = (struct operand){VALUE_NUMBER, 5, 0};
    parser_emit(parser, OP_DAYS, to, to, to + 1, 0);
    return 0;
}

/* A literal text's constant, whose quotes are single. */
static int literal_text(struct parser *parser, struct text *text)
{
    const struct token *token = &parser->lexer.token;
    uint32_t constant = 0;

    if (token->kind != TOKEN_TEXT)
        return lexer_fail(&parser->lexer, "a literal text is missing here");
    constant = program_text(parser->program, token->data, token->length);
    *text = parser->program->constants[constant].text;
    return 0;
}

static int parse_matches(struct parser *parser, unsigned to, struct operand *operand)
{
    struct err why = {.code = 0};
    struct pattern *pattern;
    struct text text = {"", 0};

    if (parse_sum(parser, to, operand) < 0 ||
        parser_wants(parser, operand, VALUE_TEXT, "the first argument") < 0 ||
        parser_expects(parser, ",") < 0 || literal_text(parser, &text) < 0)
        return -1;
    pattern = pattern_compile(text.data, text.length, &why);
    if (!pattern)
        return lexer_fail(&parser->lexer, "%.150s, %.100s", why.message, why.detail);
    operand->type = VALUE_TRUTH;
    parser_emit(parser, OP_MATCHES, to, to, to, program_pattern(parser->program, pattern));
    return lexer_next(&parser->lexer);
}

static int find_list(struct parser *parser, const struct code_list **list)
{
    struct text name = {"", 0};

    *list = NULL;
    if (literal_text(parser, &name) < 0)
        return -1;
    if (!contract_name_valid(name.data, FIELD_NAME_MAXIMUM))
        return lexer_fail(&parser->lexer, "the first argument must be the name of a code list");
    if (parser->codes) {
        *list = codes_list(parser->codes, name.data, parser->err);
        if (!*list)
            return -1;
    }
    return lexer_next(&parser->lexer);
}

static int parse_code(struct parser *parser, unsigned to, struct operand *operand)
{
    const struct code_list *list;

    if (find_list(parser, &list) < 0 || parser_expects(parser, ",") < 0 ||
        parse_sum(parser, to, operand) < 0 ||
        parser_wants(parser, operand, VALUE_TEXT, "the second argument") < 0 ||
        parser_expects(parser, ",") < 0 || parse_sum(parser, to + 1, operand) < 0 ||
        parser_wants(parser, operand, VALUE_DAY, "the third argument") < 0)
        return -1;
    operand->type = VALUE_TRUTH;
    parser_emit(parser, OP_CODE, to, to, to + 1, program_list(parser->program, list));
    return 0;
}

int parse_function(struct parser *parser, unsigned to, struct operand *operand, bool *found)
{
    static const struct {
        const char *name;
        int (*parse)(struct parser *parser, unsigned to, struct operand *operand);
    } functions[] = {{"ratio", parse_ratio}, {"age_on", parse_age}, {"days_between", parse_days},
        {"matches", parse_matches}, {"code_valid", parse_code}};
    int failed = 0;

    *found = parser->lexer.next[strspn(parser->lexer.next, " \t\r\n")] == '(';
    if (!*found)
        return 0;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (!parser_accepts(parser, functions[i].name, &failed))
            continue;
        if (parser_nests(parser, to) < 0 || parser_expects(parser, "(") < 0 ||
            functions[i].parse(parser, to, operand) < 0)
            return -1;
        parser->depth--;
        return parser_expects(parser, ")");
    }
    return failed
               ? -1
               : lexer_fail(&parser->lexer,
                     "there is no such function: ratio, age_on, days_between, matches, code_valid");
}
