#include "record/dates.h"
#include "record/program.h"

#include <string.h>

static size_t character_length(const char *p, const char *end)
{
    const char *next = p + 1;

    while (next < end && (*next & 0xc0) == 0x80)
        next++;
    return (size_t)(next - p);
}

/* On a mismatch only the last % need give way: what stood before it has matched as early as it
 * could. */
bool text_like(struct text text, struct text pattern)
{
    const char *p = pattern.data, *p_end = p + pattern.length, *after = NULL;
    const char *t = text.data, *t_end = t + text.length, *retry = NULL;

    while (t < t_end) {
        if (p < p_end && *p == '%') {
            after = ++p;
            retry = t;
        } else if (p < p_end && *p == '_') {
            p++;
            t += character_length(t, t_end);
        } else if (p < p_end && *p == *t) {
            p++;
            t++;
        } else if (after) {
            p = after;
            retry += character_length(retry, t_end);
            t = retry;
        } else {
            return false;
        }
    }
    while (p < p_end && *p == '%')
        p++;
    return p == p_end;
}

static void load_field(struct value *to, const struct field_value *field, enum value_type type)
{
    to->null = field->null;
    if (field->null)
        return;
    switch (type) {
    case VALUE_TEXT:
        to->text = field->text;
        break;
    case VALUE_NUMBER:
        decimal_parse(&to->number, field->text.data, field->text.length);
        break;
    case VALUE_DAY:
        to->day = field->day;
        break;
    case VALUE_INSTANT:
        timestamp_parse(field->text.data, field->text.length, &to->instant);
        break;
    case VALUE_TRUTH:
        to->truth = field->text.data[0] == 't';
        break;
    }
}

static bool same_text(struct text a, struct text b)
{
    return a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

/* For texts and truths only whether they are equal has a meaning. */
static enum relation relate(const struct value *a, const struct value *b, enum value_type type)
{
    int64_t x = 0, y = 0;

    switch (type) {
    case VALUE_TEXT:
        return same_text(a->text, b->text) ? EQUAL : LESS;
    case VALUE_NUMBER:
        x = decimal_compare(&a->number, &b->number);
        break;
    case VALUE_DAY:
        x = a->day;
        y = b->day;
        break;
    case VALUE_INSTANT:
        x = a->instant;
        y = b->instant;
        break;
    case VALUE_TRUTH:
        x = a->truth;
        y = b->truth;
        break;
    }
    return x < y ? LESS : x > y ? GREATER : EQUAL;
}

static bool is_in(
    const struct expression *program, const struct instruction *in, const struct value *value)
{
    for (uint32_t i = in->arg; i < in->arg + in->count; i++)
        if (relate(value, &program->constants[i], (enum value_type)in->type) == EQUAL)
            return true;
    return false;
}

static void logical_and(struct value *to, const struct value *a, const struct value *b)
{
    bool is_false = (!a->null && !a->truth) || (!b->null && !b->truth);

    to->null = !is_false && (a->null || b->null);
    to->truth = !is_false;
}

static void logical_or(struct value *to, const struct value *a, const struct value *b)
{
    bool is_true = (!a->null && a->truth) || (!b->null && b->truth);

    to->null = !is_true && (a->null || b->null);
    to->truth = is_true;
}

/* What is NULL wherever an operand is; neither is here. `to` may be one of them. */
static void compute(const struct expression *program, const struct instruction *in,
    struct value *to, const struct value *a, const struct value *b)
{
    switch ((enum operation)in->operation) {
    case OP_ADD:
        decimal_add(&to->number, &a->number, &b->number);
        break;
    case OP_SUBTRACT:
        decimal_subtract(&to->number, &a->number, &b->number);
        break;
    case OP_MULTIPLY:
        decimal_multiply(&to->number, &a->number, &b->number);
        break;
    case OP_NEGATE:
        to->number = a->number;
        decimal_negate(&to->number);
        break;
    case OP_RATIO:
        to->null = !decimal_ratio(&to->number, &a->number, &b->number);
        break;
    case OP_COMPARE:
        to->truth = (relate(a, b, (enum value_type)in->type) & in->relation) != 0;
        break;
    case OP_IN:
        to->truth = is_in(program, in, a);
        break;
    case OP_LIKE:
        to->truth = text_like(a->text, program->constants[in->arg].text);
        break;
    case OP_MATCHES:
        to->truth = pattern_matches(program->patterns[in->arg], a->text.data, a->text.length);
        break;
    case OP_AGE:
        decimal_from(&to->number, date_age(a->day, b->day));
        break;
    case OP_DAYS:
        decimal_from(&to->number, (int64_t)b->day - a->day);
        break;
    case OP_CODE:
        to->truth = code_valid(program->lists[in->arg], a->text.data, a->text.length, b->day);
        break;
    case OP_NOT:
        to->truth = !a->truth;
        break;
    default: /* those that step() has handled */
        break;
    }
}

/* One instruction; returns the index of the next. */
static size_t step(const struct expression *program, size_t at, struct value *registers,
    const struct field_value *values, int32_t as_of)
{
    const struct instruction *in = &program->instructions[at];
    struct value *to = &registers[in->to];
    const struct value *a = &registers[in->a], *b = &registers[in->b];

    switch ((enum operation)in->operation) {
    case OP_FIELD:
        load_field(to, &values[in->arg], (enum value_type)in->type);
        break;
    case OP_FIELD_NULL:
        *to = (struct value){.truth = values[in->arg].null};
        break;
    case OP_CONSTANT:
        *to = program->constants[in->arg];
        break;
    case OP_AS_OF:
        to->null = false;
        to->day = as_of;
        break;
    case OP_IS_NULL:
        to->truth = a->null;
        to->null = false;
        break;
    case OP_AND:
        logical_and(to, a, b);
        break;
    case OP_OR:
        logical_or(to, a, b);
        break;
    case OP_IF_FALSE:
        return !a->null && !a->truth ? in->arg : at + 1;
    case OP_IF_TRUE:
        return !a->null && a->truth ? in->arg : at + 1;
    default:
        to->null = a->null || b->null;
        if (!to->null)
            compute(program, in, to, a, b);
        break;
    }
    return at + 1;
}

enum truth expression_evaluate(
    const struct expression *program, const struct field_value *values, int32_t as_of)
{
    struct value registers[REGISTERS];

    registers[0].null = true;
    for (size_t at = 0; at < program->instruction_count;)
        at = step(program, at, registers, values, as_of);
    return registers[0].null ? TRUTH_UNKNOWN : registers[0].truth ? TRUTH_TRUE : TRUTH_FALSE;
}
