#include "record/dates.h"
#include "record/parser.h"
#include "record/types.h"

#include <string.h>
#include <strings.h>

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static struct operand number_operand(int whole, int fraction)
{
    return (struct operand){VALUE_NUMBER, whole, fraction};
}

static int number_literal(
    struct parser *parser, bool negative, struct operand *operand, uint32_t *constant)
{
    const struct token *token = &parser->lexer.token;
    size_t whole = strspn(token->data, "0123456789");
    struct value value = {.null = false};

    if (token->length > DECIMAL_DIGITS)
        return lexer_fail(&parser->lexer, "the number has too many digits");
    *operand =
        number_operand((int)whole, token->length > whole ? (int)(token->length - whole - 1) : 0);
    decimal_parse(&value.number, token->data, token->length);
    if (negative)
        decimal_negate(&value.number);
    *constant = program_constant(parser->program, value);
    return lexer_next(&parser->lexer);
}

/* Behind the word `date`. */
static int date_literal(struct parser *parser, struct operand *operand, uint32_t *constant)
{
    const struct token *token = &parser->lexer.token;
    struct value value = {.null = false};

    if (token->kind != TOKEN_TEXT || !date_parse(token->data, token->length, &value.day))
        return lexer_fail(&parser->lexer, "'date' wants a day such as '2024-01-31'");
    operand->type = VALUE_DAY;
    *constant = program_constant(parser->program, value);
    return lexer_next(&parser->lexer);
}

int parse_literal(struct parser *parser, struct operand *operand, uint32_t *constant)
{
    const struct token *token = &parser->lexer.token;
    int failed = 0;
    bool negative = parser_accepts(parser, "-", &failed);

    if (failed)
        return -1;
    if (token->kind == TOKEN_NUMBER)
        return number_literal(parser, negative, operand, constant);
    if (!negative && token->kind == TOKEN_TEXT) {
        operand->type = VALUE_TEXT;
        *constant = program_text(parser->program, token->data, token->length);
        return lexer_next(&parser->lexer);
    }
    if (!negative && parser_accepts(parser, "date", &failed))
        return date_literal(parser, operand, constant);
    if (!negative && !failed &&
        (lexer_sees(&parser->lexer, "true") || lexer_sees(&parser->lexer, "false"))) {
        operand->type = VALUE_TRUTH;
        *constant = program_constant(
            parser->program, (struct value){.truth = lexer_sees(&parser->lexer, "true")});
        return lexer_next(&parser->lexer);
    }
    return failed ? -1 : lexer_fail(&parser->lexer, "a literal is missing here");
}

static void field_operand(const struct field *field, struct operand *operand)
{
    static const enum value_type types[] = {
        [TYPE_STRING] = VALUE_TEXT,
        [TYPE_INTEGER] = VALUE_NUMBER,
        [TYPE_NUMBER] = VALUE_NUMBER,
        [TYPE_DATE] = VALUE_DAY,
        [TYPE_BOOLEAN] = VALUE_TRUTH,
        [TYPE_DATETIME] = VALUE_INSTANT,
    };

    *operand = field->type == TYPE_INTEGER
                   ? number_operand(10, 0)
                   : number_operand(NUMBER_WHOLE_DIGITS, NUMBER_FRACTION_DIGITS);
    operand->type = types[field->type];
}

static int find_field(const struct contract *contract, const struct token *token)
{
    for (size_t i = 0; i < contract->field_count; i++) {
        const char *name = contract->fields[i].name;

        if (strlen(name) == token->length && strncasecmp(name, token->data, token->length) == 0)
            return (int)i;
    }
    return -1;
}

static int parse_field(struct parser *parser, unsigned to, struct operand *operand)
{
    const struct token *token = &parser->lexer.token;
    int field = find_field(parser->contract, token);
    uint32_t at;

    if (field < 0)
        return lexer_fail(&parser->lexer, "there is no field '%.*s'",
            (int)(token->length < 60 ? token->length : 60), token->data);
    field_operand(&parser->contract->fields[field], operand);
    at = parser_emit(parser, OP_FIELD, to, to, to, (uint32_t)field);
    parser->program->instructions[at].type = (uint8_t)operand->type;
    return lexer_next(&parser->lexer);
}

static bool date_follows(const struct lexer *lexer)
{
    return lexer_sees(lexer, "date") && lexer->next[strspn(lexer->next, " \t\r\n")] == '\'';
}

static int parse_name(struct parser *parser, unsigned to, struct operand *operand)
{
    uint32_t constant = 0;
    bool found;
    int failed = 0;

    if (date_follows(&parser->lexer) || lexer_sees(&parser->lexer, "true") ||
        lexer_sees(&parser->lexer, "false")) {
        failed = parse_literal(parser, operand, &constant);
        if (!failed)
            parser_emit(parser, OP_CONSTANT, to, to, to, constant);
        return failed;
    }
    if (parser_accepts(parser, "as_of", &failed)) {
        operand->type = VALUE_DAY;
        parser_emit(parser, OP_AS_OF, to, to, to, 0);
        return 0;
    }
    if (lexer_sees(&parser->lexer, "null"))
        return lexer_fail(&parser->lexer, "nothing compares with null: use 'is null'");
    failed = parse_function(parser, to, operand, &found);
    return failed || found ? failed : parse_field(parser, to, operand);
}

static int parse_primary(struct parser *parser, unsigned to, struct operand *operand)
{
    uint32_t constant = 0;
    int failed = 0;

    if (parser_accepts(parser, "(", &failed)) {
        if (parser_nests(parser, to) < 0 || parse_condition(parser, to, operand) < 0)
            return -1;
        parser->depth--;
        return parser_expects(parser, ")");
    }
    if (failed)
        return -1;
    if (parser->lexer.token.kind == TOKEN_NAME)
        return parse_name(parser, to, operand);
    if (parser->lexer.token.kind == TOKEN_END || parser->lexer.token.kind == TOKEN_SIGN)
        return lexer_fail(&parser->lexer, "a value is missing here");
    if (parse_literal(parser, operand, &constant) < 0)
        return -1;
    parser_emit(parser, OP_CONSTANT, to, to, to, constant);
    return 0;
}

static int parse_unary(struct parser *parser, unsigned to, struct operand *operand)
{
    bool negative = false;
    int failed = 0;

    while (parser_accepts(parser, "-", &failed))
        negative = !negative;
    if (failed || parse_primary(parser, to, operand) < 0)
        return -1;
    if (!negative)
        return 0;
    parser_emit(parser, OP_NEGATE, to, to, to, 0);
    return parser_wants(parser, operand, VALUE_NUMBER, "what is behind '-'");
}

static int parse_product(struct parser *parser, unsigned to, struct operand *operand)
{
    struct operand right = {VALUE_TRUTH, 0, 0};
    int failed = parse_unary(parser, to, operand);

    while (parser_accepts(parser, "*", &failed)) {
        if (parse_unary(parser, to + 1, &right) < 0 ||
            parser_wants(parser, operand, VALUE_NUMBER, "each side of '*'") < 0 ||
            parser_wants(parser, &right, VALUE_NUMBER, "each side of '*'") < 0)
            return -1;
        *operand = number_operand(operand->whole + right.whole, operand->fraction + right.fraction);
        if (parser_digits(parser, operand->whole, operand->fraction) < 0)
            return -1;
        parser_emit(parser, OP_MULTIPLY, to, to, to + 1, 0);
    }
    return failed;
}

int parse_sum(struct parser *parser, unsigned to, struct operand *operand)
{
    struct operand right = {VALUE_TRUTH, 0, 0};
    int failed;

    if (parser_nests(parser, to) < 0)
        return -1;
    parser->depth--;
    failed = parse_product(parser, to, operand);
    for (;;) {
        enum operation operation = lexer_sees(&parser->lexer, "+") ? OP_ADD : OP_SUBTRACT;

        if (!parser_accepts(parser, "+", &failed) && !parser_accepts(parser, "-", &failed))
            return failed;
        if (parse_product(parser, to + 1, &right) < 0 ||
            parser_wants(parser, operand, VALUE_NUMBER, "each side of '+' and '-'") < 0 ||
            parser_wants(parser, &right, VALUE_NUMBER, "each side of '+' and '-'") < 0)
            return -1;
        *operand = number_operand(
            larger(operand->whole, right.whole) + 1, larger(operand->fraction, right.fraction));
        if (parser_digits(parser, operand->whole, operand->fraction) < 0)
            return -1;
        parser_emit(parser, operation, to, to, to + 1, 0);
    }
}
