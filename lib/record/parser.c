#include "record/parser.h"
#include "base/memory.h"

#include <string.h>

enum { NESTING_MAXIMUM = 100, LIST_MAXIMUM = 1000 };

const char *value_type_name(enum value_type type)
{
    static const char *const names[] = {"text", "number", "date", "datetime", "boolean"};

    return names[type];
}

bool parser_accepts(struct parser *parser, const char *token, int *failed)
{
    if (*failed || !lexer_sees(&parser->lexer, token))
        return false;
    *failed = lexer_next(&parser->lexer);
    return !*failed;
}

int parser_expects(struct parser *parser, const char *token)
{
    if (!lexer_sees(&parser->lexer, token))
        return lexer_fail(&parser->lexer, "'%s' is missing here", token);
    return lexer_next(&parser->lexer);
}

int parser_wants(
    struct parser *parser, const struct operand *operand, enum value_type type, const char *what)
{
    if (operand->type == type)
        return 0;
    return lexer_fail(&parser->lexer, "%s must be a %s, not a %s", what, value_type_name(type),
        value_type_name(operand->type));
}

int parser_digits(struct parser *parser, int whole, int fraction)
{
    if (whole + fraction <= DECIMAL_DIGITS)
        return 0;
    return lexer_fail(&parser->lexer,
        "this could need %d digits, and a rule may reckon with %d: compare in smaller steps",
        whole + fraction, DECIMAL_DIGITS);
}

int parser_nests(struct parser *parser, unsigned to)
{
    if (++parser->depth <= NESTING_MAXIMUM && to + 2 < REGISTERS)
        return 0;
    return lexer_fail(&parser->lexer, "the expression is too deep: make it several rules");
}

uint32_t parser_emit(struct parser *parser, enum operation operation, unsigned to, unsigned a,
    unsigned b, uint32_t arg)
{
    return program_emit(parser->program, (struct instruction){.operation = (uint8_t)operation,
                                             .to = (uint8_t)to,
                                             .a = (uint8_t)a,
                                             .b = (uint8_t)b,
                                             .arg = arg});
}

static struct instruction *last_instruction(struct parser *parser)
{
    return &parser->program->instructions[parser->program->instruction_count - 1];
}

/* The two numbers are brought to one scale when they are compared. */
static int comparable(
    struct parser *parser, const struct operand *a, const struct operand *b, bool ordered)
{
    if (a->type != b->type)
        return lexer_fail(&parser->lexer, "a %s cannot be compared with a %s",
            value_type_name(a->type), value_type_name(b->type));
    if (ordered && (a->type == VALUE_TEXT || a->type == VALUE_TRUTH))
        return lexer_fail(
            &parser->lexer, "a %s can be compared by = and <> only", value_type_name(a->type));
    if (a->type != VALUE_NUMBER)
        return 0;
    return parser_digits(parser, a->whole > b->whole ? a->whole : b->whole,
        a->fraction > b->fraction ? a->fraction : b->fraction);
}

static void emit_comparison(
    struct parser *parser, unsigned to, unsigned a, unsigned b, enum value_type type, int relation)
{
    parser_emit(parser, OP_COMPARE, to, a, b, 0);
    last_instruction(parser)->type = (uint8_t)type;
    last_instruction(parser)->relation = (uint8_t)relation;
}

/* Behind `in`: ( literal, … ) */
static int parse_in(struct parser *parser, unsigned to, const struct operand *left)
{
    struct operand item = {VALUE_TRUTH, 0, 0};
    uint32_t first = 0, constant, count = 0;
    int failed = parser_expects(parser, "(");

    do {
        if (failed || parse_literal(parser, &item, &constant) < 0 ||
            comparable(parser, left, &item, false) < 0)
            return -1;
        if (count == 0)
            first = constant;
        if (++count > LIST_MAXIMUM)
            return lexer_fail(&parser->lexer, "the list is too long: use a code list");
    } while (parser_accepts(parser, ",", &failed));
    if (failed || parser_expects(parser, ")") < 0)
        return -1;
    parser_emit(parser, OP_IN, to, to, to, first);
    last_instruction(parser)->type = (uint8_t)left->type;
    last_instruction(parser)->count = (uint16_t)count;
    return 0;
}

/* Behind `between`: low and high. */
static int parse_between(struct parser *parser, unsigned to, const struct operand *left)
{
    struct operand low = {VALUE_TRUTH, 0, 0}, high = {VALUE_TRUTH, 0, 0};

    if (parse_sum(parser, to + 1, &low) < 0 || comparable(parser, left, &low, true) < 0 ||
        parser_expects(parser, "and") < 0 || parse_sum(parser, to + 2, &high) < 0 ||
        comparable(parser, left, &high, true) < 0)
        return -1;
    emit_comparison(parser, to + 1, to, to + 1, left->type, GREATER | EQUAL);
    emit_comparison(parser, to + 2, to, to + 2, left->type, LESS | EQUAL);
    parser_emit(parser, OP_AND, to, to + 1, to + 2, 0);
    return 0;
}

/* Behind `like`: a literal. */
static int parse_like(struct parser *parser, unsigned to, const struct operand *left)
{
    const struct token *token = &parser->lexer.token;
    uint32_t constant = 0;

    if (parser_wants(parser, left, VALUE_TEXT, "what is before 'like'") < 0)
        return -1;
    if (token->kind != TOKEN_TEXT)
        return lexer_fail(&parser->lexer, "'like' wants a literal text");
    if (memchr(token->data, '\\', token->length))
        return lexer_fail(&parser->lexer, "'like' has no escapes here: use matches()");
    constant = program_text(parser->program, token->data, token->length);
    parser_emit(parser, OP_LIKE, to, to, to, constant);
    return lexer_next(&parser->lexer);
}

static int parse_range(struct parser *parser, unsigned to, struct operand *operand)
{
    bool negated;
    int failed = parse_sum(parser, to, operand);

    negated = parser_accepts(parser, "not", &failed);
    if (parser_accepts(parser, "in", &failed))
        failed = parse_in(parser, to, operand);
    else if (parser_accepts(parser, "between", &failed))
        failed = parse_between(parser, to, operand);
    else if (parser_accepts(parser, "like", &failed))
        failed = parse_like(parser, to, operand);
    else if (!failed && negated)
        return lexer_fail(&parser->lexer, "'not' wants 'in', 'between' or 'like' here");
    else
        return failed;
    if (!failed && negated)
        parser_emit(parser, OP_NOT, to, to, to, 0);
    operand->type = VALUE_TRUTH;
    return failed;
}

static int parse_comparison(struct parser *parser, unsigned to, struct operand *operand)
{
    static const struct {
        const char *sign;
        int relation;
    } signs[] = {{"=", EQUAL}, {"<>", LESS | GREATER}, {"<", LESS}, {"<=", LESS | EQUAL},
        {">", GREATER}, {">=", GREATER | EQUAL}};
    struct operand right = {VALUE_TRUTH, 0, 0};
    int failed = parse_range(parser, to, operand);

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        bool ordered = signs[i].relation != EQUAL && signs[i].relation != (LESS | GREATER);

        if (!parser_accepts(parser, signs[i].sign, &failed))
            continue;
        if (parse_range(parser, to + 1, &right) < 0 ||
            comparable(parser, operand, &right, ordered) < 0)
            return -1;
        emit_comparison(parser, to, to, to + 1, operand->type, signs[i].relation);
        operand->type = VALUE_TRUTH;
        return 0;
    }
    return failed;
}

/* A field whose being null is asked for need not be read. What ends with reading a field is nothing
 * but that field: of anything more the last instruction is its operator's. */
static void emit_is_null(struct parser *parser, unsigned to)
{
    struct instruction *last = last_instruction(parser);

    if (last->operation == OP_FIELD)
        last->operation = OP_FIELD_NULL;
    else
        parser_emit(parser, OP_IS_NULL, to, to, to, 0);
}

static int parse_is(struct parser *parser, unsigned to, struct operand *operand)
{
    bool negated;
    int failed = parse_comparison(parser, to, operand);

    if (!parser_accepts(parser, "is", &failed))
        return failed;
    negated = parser_accepts(parser, "not", &failed);
    if (failed || parser_expects(parser, "null") < 0)
        return -1;
    emit_is_null(parser, to);
    if (negated)
        parser_emit(parser, OP_NOT, to, to, to, 0);
    operand->type = VALUE_TRUTH;
    return 0;
}

static int parse_not(struct parser *parser, unsigned to, struct operand *operand)
{
    int failed = 0;

    if (parser_nests(parser, to) < 0)
        return -1;
    if (!parser_accepts(parser, "not", &failed)) {
        failed = failed ? failed : parse_is(parser, to, operand);
    } else {
        if (parse_not(parser, to, operand) < 0 ||
            parser_wants(parser, operand, VALUE_TRUTH, "what is behind 'not'") < 0)
            return -1;
        parser_emit(parser, OP_NOT, to, to, to, 0);
    }
    parser->depth--;
    return failed;
}

typedef int parse_part(struct parser *parser, unsigned to, struct operand *operand);

/* a WORD b WORD c: what is behind a word is skipped where what is before it decides. */
static int parse_chain(struct parser *parser, unsigned to, struct operand *operand,
    const char *word, parse_part *part, enum operation operation, enum operation skip)
{
    struct operand right = {VALUE_TRUTH, 0, 0};
    uint32_t jump;
    int failed = part(parser, to, operand);

    while (parser_accepts(parser, word, &failed)) {
        if (parser_wants(parser, operand, VALUE_TRUTH, "each side of 'and' and 'or'") < 0)
            return -1;
        jump = parser_emit(parser, skip, to, to, to, 0);
        if (part(parser, to + 1, &right) < 0 ||
            parser_wants(parser, &right, VALUE_TRUTH, "each side of 'and' and 'or'") < 0)
            return -1;
        parser_emit(parser, operation, to, to, to + 1, 0);
        parser->program->instructions[jump].arg = (uint32_t)parser->program->instruction_count;
    }
    return failed;
}

static int parse_and(struct parser *parser, unsigned to, struct operand *operand)
{
    return parse_chain(parser, to, operand, "and", parse_not, OP_AND, OP_IF_FALSE);
}

int parse_condition(struct parser *parser, unsigned to, struct operand *operand)
{
    return parse_chain(parser, to, operand, "or", parse_and, OP_OR, OP_IF_TRUE);
}

static int parse_whole(struct parser *parser, const char *text)
{
    struct operand operand = {VALUE_TRUTH, 0, 0};

    if (lexer_begin(&parser->lexer, text, parser->err) < 0 ||
        parse_condition(parser, 0, &operand) < 0)
        return -1;
    if (parser->lexer.token.kind != TOKEN_END)
        return lexer_fail(&parser->lexer, "unexpected '%.*s'",
            (int)(parser->lexer.token.length < 40 ? parser->lexer.token.length : 40),
            parser->lexer.token.data);
    return parser_wants(parser, &operand, VALUE_TRUTH, "a rule");
}

struct expression *expression_compile(
    const char *text, const struct contract *contract, struct codes *codes, struct err *err)
{
    struct parser parser = {.contract = contract, .codes = codes, .err = err};

    parser.program = mem_alloc(sizeof *parser.program);
    if (parse_whole(&parser, text) == 0)
        return parser.program;
    expression_free(parser.program);
    return NULL;
}
