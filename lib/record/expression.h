/* expression.h - the rules' language: SQL boolean expressions with SQL's three-valued logic, that
 * PostgreSQL evaluates to the same (sql/functions/expression.sql has the functions).
 *
 *   literals    'text' ('' for a quote), 12.5, date '2024-01-31', true, false
 *   operands    the contract's fields; as_of, tonight's date
 *   numbers     + - * and unary -, exact; integers and numbers are both PostgreSQL's numeric
 *   conditions  = <> < <= > >= between … and …, is [not] null, [not] in (literals), and or not
 *               text compares by = <> in and like only, booleans by = <>
 *   like        a literal pattern of % and _; no backslash
 *   functions   ratio(a, b)             a / b cut off after 12 digits, NULL where b is 0
 *               age_on(birth, date)     whole years (record/dates.h)
 *               days_between(a, b)      b - a
 *               matches(x, '…')         record/pattern.h
 *               code_valid('list', code, date)
 *
 * No division, no casts, no case, no now(). Types are checked when the expression is compiled. An
 * arithmetic result that could need more than 115 digits, its operands being as long as their types
 * allow, is an error then too, so that nothing can overflow later. */
#ifndef ONTRACK_RECORD_EXPRESSION_H
#define ONTRACK_RECORD_EXPRESSION_H

#include "base/err.h"
#include "record/codes.h"
#include "record/contract.h"
#include "record/stream.h"

#include <stdbool.h>
#include <stdint.h>

/* What a field holds in the record at hand. */
struct field_value {
    struct text text; /* canonical, without escapes */
    int32_t day;      /* of a date field */
    bool null;        /* also where the field is not of its type, or not in the stream */
};

enum truth { TRUTH_FALSE, TRUTH_TRUE, TRUTH_UNKNOWN };

struct expression;

/* NULL with EX_CONFIG, and the character's position in the detail. Lists that code_valid() names
 * are taken from `codes`; where that is NULL the expression is only checked and must not be
 * evaluated. */
struct expression *expression_compile(
    const char *text, const struct contract *contract, struct codes *codes, struct err *err);
void expression_free(struct expression *expression);

/* `values` are the contract's fields. Allocates nothing. */
enum truth expression_evaluate(
    const struct expression *expression, const struct field_value *values, int32_t as_of);

#endif
