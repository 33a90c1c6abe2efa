/* program.h - a compiled expression: instructions over a few registers, between the parser that
 * emits them and the evaluator. */
#ifndef ONTRACK_RECORD_PROGRAM_H
#define ONTRACK_RECORD_PROGRAM_H

#include "record/codes.h"
#include "record/decimal.h"
#include "record/expression.h"
#include "record/pattern.h"

enum { REGISTERS = 32 };

enum value_type { VALUE_TEXT, VALUE_NUMBER, VALUE_DAY, VALUE_INSTANT, VALUE_TRUTH };

struct value {
    bool null;
    union {
        bool truth;
        int32_t day;
        int64_t instant; /* microseconds, of a datetime */
        struct text text;
        struct decimal number;
    };
};

enum operation {
    OP_FIELD,      /* to = field `arg`, as `type` */
    OP_FIELD_NULL, /* to = field `arg` is null */
    OP_CONSTANT,   /* to = constant `arg` */
    OP_AS_OF,
    OP_ADD, /* to = a + b */
    OP_SUBTRACT,
    OP_MULTIPLY,
    OP_NEGATE, /* to = -a */
    OP_RATIO,
    OP_COMPARE, /* to = a `relation` b, both of `type` */
    OP_IN,      /* to = a is one of the `count` constants from `arg` on, of `type` */
    OP_LIKE,    /* to = a like constant `arg` */
    OP_MATCHES, /* to = a matches pattern `arg` */
    OP_AGE,
    OP_DAYS,
    OP_CODE,    /* to = code a is in list `arg` on day b */
    OP_IS_NULL, /* to = a is null */
    OP_NOT,
    OP_AND,
    OP_OR,
    OP_IF_FALSE, /* go to instruction `arg` where a is false */
    OP_IF_TRUE
};

enum relation { LESS = 1, EQUAL = 2, GREATER = 4 }; /* a set of them */

struct instruction {
    uint8_t operation, to, a, b, type, relation;
    uint16_t count;
    uint32_t arg;
};

struct expression {
    struct instruction *instructions;
    struct value *constants;
    struct pattern **patterns;
    const struct code_list **lists;
    char **texts; /* that constants point into */
    size_t instruction_count, constant_count, pattern_count, list_count, text_count;
};

/* Each adds one and returns its index. */
uint32_t program_emit(struct expression *program, struct instruction instruction);
uint32_t program_constant(struct expression *program, struct value value);
/* A text constant from the inside of a literal, its doubled quotes made single. */
uint32_t program_text(struct expression *program, const char *data, size_t length);
uint32_t program_pattern(struct expression *program, struct pattern *pattern);
uint32_t program_list(struct expression *program, const struct code_list *list);

/* Whether the UTF-8 text is like the pattern of % and _. */
bool text_like(struct text text, struct text pattern);

#endif
