#include "record/judge.h"
#include "record/dates.h"
#include "record/types.h"

#include <string.h>

static void finding(struct validator *validator, const struct field *field, const char *rule,
    enum severity severity)
{
    tally_finding(
        validator->tally, validator->source_row, field ? field->name : NULL, rule, severity);
    if (field)
        validator->spoilt[field - validator->contract->fields] = true;
    if (severity == SEVERITY_WARNING)
        validator->warned = true;
    else
        validator->rejected = true;
    if (severity == SEVERITY_FILE)
        validator->file_breaches++;
}

/* One breach of a field, under the contract's rule name or else ours. */
static void judge_breach(
    struct validator *validator, const struct field *field, enum breach breach, const char *ours)
{
    finding(validator, field, field->rule[breach] ? field->rule[breach] : ours,
        field->severity[breach]);
}

/* The mark's rule is extract's and becomes a name in rejects and journal, so only a plain word is
 * taken at its word. */
static void judge_mark(
    struct validator *validator, const struct field *field, const struct cell *cell)
{
    struct text rule = {"", 0}, value;
    char name[RULE_ID_MAXIMUM + 1] = "";
    const char *said = "untranslated";

    if (stream_marked(cell, &rule, &value) && rule.length < sizeof name) {
        memcpy(name, rule.data, rule.length);
        if (rule_id_valid(name))
            said = name;
    }
    finding(validator, field, said, field->severity[BREACH_TYPE]);
}

static size_t characters(struct text text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.length; i++)
        count += (text.data[i] & 0xc0) != 0x80;
    return count;
}

/* Counts no further than it must: a character has one to four bytes. */
static bool shorter(struct text text, int64_t length)
{
    return text.length < (size_t)length ||
           (text.length / 4 < (size_t)length && characters(text) < (size_t)length);
}

static bool longer(struct text text, int64_t length)
{
    return text.length > (size_t)length && characters(text) > (size_t)length;
}

static bool enumerated(const struct field *field, struct text text)
{
    for (const char *const *one = field->enumeration; *one; one++)
        if (type_compare(field->type, *one, strlen(*one), text.data, text.length) == 0)
            return true;
    return false;
}

/* Only warned of, the record passes: without a text that may be anything. (What is more than warned
 * of passes in no way.) */
static void withhold(struct validator *validator, const struct field_check *check)
{
    const struct field *field = check->field;

    if (field->type == TYPE_STRING && field->treatment == TREAT_KEEP)
        validator->withheld[validator->withheld_count++] = check->column;
}

static void judge_shape(
    struct validator *validator, const struct field_check *check, struct text text)
{
    const struct field *field = check->field;
    const char *broken = NULL;

    if (field->enumeration && !enumerated(field, text))
        judge_breach(validator, field, BREACH_CONSTRAINT, broken = "enum");
    if (check->pattern && !pattern_matches(check->pattern, text.data, text.length))
        judge_breach(validator, field, BREACH_CONSTRAINT, broken = "pattern");
    if (field->max_length >= 0 && longer(text, field->max_length))
        judge_breach(validator, field, BREACH_CONSTRAINT, broken = "max-length");
    if (broken)
        withhold(validator, check);
}

static void judge_constraints(
    struct validator *validator, const struct field_check *check, struct text text)
{
    const struct field *field = check->field;

    judge_shape(validator, check, text);
    if (field->minimum && type_compare(field->type, text.data, text.length, field->minimum,
                              strlen(field->minimum)) < 0)
        judge_breach(validator, field, BREACH_CONSTRAINT, "minimum");
    if (field->maximum && type_compare(field->type, text.data, text.length, field->maximum,
                              strlen(field->maximum)) > 0)
        judge_breach(validator, field, BREACH_CONSTRAINT, "maximum");
    if (field->min_length > 0 && shorter(text, field->min_length))
        judge_breach(validator, field, BREACH_CONSTRAINT, "min-length");
}

static void judge_code(
    struct validator *validator, const struct field_check *check, struct text text)
{
    const struct field *field = check->field;
    const struct field_value *on = field->code_on < 0 ? NULL : &validator->values[field->code_on];
    bool good;

    if (on && on->null)
        good = code_known(check->codes, text.data, text.length);
    else
        good = code_valid(check->codes, text.data, text.length, on ? on->day : validator->as_of);
    if (good)
        return;
    judge_breach(validator, field, BREACH_CODES, "code");
    if (!check->pattern)
        withhold(validator, check);
}

static void judge_identifier(
    struct validator *validator, const struct field *field, struct text text)
{
    struct normal normal;

    switch (identifier_check(field->check, text.data, text.length, &normal)) {
    case VERDICT_VALID:
        break;
    case VERDICT_INVALID:
        judge_breach(validator, field, BREACH_CHECK, "identifier");
        break;
    case VERDICT_SENTINEL:
        /* ZZ99 says that a home is unknown or that there is none: an answer, not an error. */
        if (field->check != IDENTIFIER_POSTCODE)
            judge_breach(validator, field, BREACH_SENTINEL, "identifier-sentinel");
        break;
    case VERDICT_TEST_RANGE:
        if (!validator->allow_test_identifiers)
            judge_breach(validator, field, BREACH_CHECK, "identifier-test");
        break;
    }
}

static bool typed(const struct field *field, struct field_value *value)
{
    if (field->type == TYPE_STRING)
        return true;
    if (field->type == TYPE_DATE)
        return date_parse(value->text.data, value->text.length, &value->day);
    return type_valid(field->type, value->text.data, value->text.length);
}

/* Everything about a cell that does not depend on other cells. */
static void judge_cell(struct validator *validator, struct field_check *check,
    const struct cell *cell, struct field_value *value)
{
    const struct field *field = check->field;

    value->null = true;
    if (cell->null || cell->length == 0) {
        if (field->required)
            judge_breach(validator, field, BREACH_REQUIRED, "required");
        else if (!cell->null && field->type != TYPE_STRING)
            judge_breach(validator, field, BREACH_TYPE, "type-error");
        else
            value->null = cell->null;
        value->text = (struct text){"", 0};
        return;
    }
    if (cell->data[0] == STREAM_MARK) {
        judge_mark(validator, field, cell);
        return;
    }
    value->text = stream_text(cell, &check->scratch);
    if (!typed(field, value)) {
        judge_breach(validator, field, BREACH_TYPE, "type-error");
        return;
    }
    value->null = false;
}

static void judge_value(
    struct validator *validator, const struct field_check *check, const struct field_value *value)
{
    if (value->null)
        return;
    judge_constraints(validator, check, value->text);
    if (check->codes)
        judge_code(validator, check, value->text);
    if (check->field->check != IDENTIFIER_NONE)
        judge_identifier(validator, check->field, value->text);
}

static void judge_fields(struct validator *validator, const struct stream_reader *reader)
{
    for (size_t i = 0; i < validator->check_count; i++) {
        struct field_check *check = &validator->checks[i];

        judge_cell(
            validator, check, &reader->cells[check->column], &validator->values[check->index]);
    }
    /* Now that every date is known that a code may be judged on. */
    for (size_t i = 0; i < validator->check_count; i++) {
        const struct field_check *check = &validator->checks[i];

        if (check->more)
            judge_value(validator, check, &validator->values[check->index]);
    }
}

/* Whether the rule holds on the record's date. */
static bool in_force(const struct validator *validator, const struct rule *rule)
{
    const struct field_value *on = rule->on < 0 ? NULL : &validator->values[rule->on];
    int32_t day = on ? on->day : validator->as_of;

    return !(on && on->null) && rule->first_day <= day && day <= rule->last_day;
}

static void judge_rules(struct validator *validator)
{
    const struct contract *contract = validator->contract;

    for (size_t i = 0; i < contract->rule_count; i++) {
        const struct rule *rule = &contract->rules[i];

        if (in_force(validator, rule) && expression_evaluate(validator->rules[i], validator->values,
                                             validator->as_of) == TRUTH_FALSE)
            finding(validator, NULL, rule->id, rule->severity);
    }
}

void judge_record(struct validator *validator, const struct stream_reader *reader)
{
    memset(validator->spoilt, 0, validator->contract->field_count * sizeof *validator->spoilt);
    judge_fields(validator, reader);
    judge_rules(validator);
}
