/* parser.h - expression_compile() in two files: conditions (parser.c) and operands (operands.c).
 *
 * One pass: each function reads its part of the grammar, emits the instructions that leave its
 * result in register `to`, and says what the result is. The grammar is PostgreSQL's, from the
 * loosest to the tightest:
 *
 *   or, and, not, is [not] null, (= <> < <= > >=), ([not] between, in, like), (+ -), *, unary - */
#ifndef ONTRACK_RECORD_PARSER_H
#define ONTRACK_RECORD_PARSER_H

#include "record/lexer.h"
#include "record/program.h"

struct parser {
    struct lexer lexer;
    struct expression *program;
    const struct contract *contract;
    struct codes *codes; /* NULL: code lists are not looked up */
    struct err *err;
    int depth;
};

struct operand {
    enum value_type type;
    int whole, fraction; /* most digits before and after the point of a number */
};

/* Each returns 0, or -1 with the error set. */
int parse_condition(struct parser *parser, unsigned to, struct operand *operand);
int parse_sum(struct parser *parser, unsigned to, struct operand *operand);
int parse_literal(struct parser *parser, struct operand *operand, uint32_t *constant);
int parse_function(struct parser *parser, unsigned to, struct operand *operand, bool *found);

/* Steps over the token if it is there. */
bool parser_accepts(struct parser *parser, const char *token, int *failed);
int parser_expects(struct parser *parser, const char *token);
int parser_wants(
    struct parser *parser, const struct operand *operand, enum value_type type, const char *what);
/* One level deeper, with `to` as the lowest free register; the caller takes one from parser->depth
 * when it is back. */
int parser_nests(struct parser *parser, unsigned to);
/* Fails where the numbers of an operation could need more digits than a decimal has. */
int parser_digits(struct parser *parser, int whole, int fraction);
uint32_t parser_emit(struct parser *parser, enum operation operation, unsigned to, unsigned a,
    unsigned b, uint32_t arg);
const char *value_type_name(enum value_type type);

#endif
