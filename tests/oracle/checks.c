/* checks - what a contract judges, for tests that want a case of each.
 *
 *   checks CONTRACT
 *
 * prints a line "field NAME" for each field, in order, then a line "check FIELD RULE" for each thing that
 * can be found wrong, FIELD being - for the rules of the record. The empty text of a required field is
 * `required`, so that its minLength of 1 can't be broken and is left out. */
#include "record/contract.h"

#include <stdio.h>
#include <string.h>

static void print(const struct field *field, enum breach breach, const char *ours)
{
    printf("check %s %s\n", field->name, field->rule[breach] ? field->rule[breach] : ours);
}

static void print_constraints(const struct field *field)
{
    if (field->enumeration)
        print(field, BREACH_CONSTRAINT, "enum");
    if (field->pattern)
        print(field, BREACH_CONSTRAINT, "pattern");
    if (field->minimum)
        print(field, BREACH_CONSTRAINT, "minimum");
    if (field->maximum)
        print(field, BREACH_CONSTRAINT, "maximum");
    if (field->min_length > field->required)
        print(field, BREACH_CONSTRAINT, "min-length");
    if (field->max_length >= 0)
        print(field, BREACH_CONSTRAINT, "max-length");
}

static void print_field(const struct field *field)
{
    if (field->required)
        print(field, BREACH_REQUIRED, "required");
    if (field->type != TYPE_STRING)
        print(field, BREACH_TYPE, "type-error");
    print_constraints(field);
    if (field->code_list)
        print(field, BREACH_CODES, "code");
    if (field->check == IDENTIFIER_NONE)
        return;
    print(field, BREACH_CHECK, "identifier");
    if (field->check != IDENTIFIER_POSTCODE)
        print(field, BREACH_SENTINEL, "identifier-sentinel");
    if (field->check == IDENTIFIER_NHS)
        print(field, BREACH_CHECK, "identifier-test");
}

int main(int count, char **arguments)
{
    struct contract contract;
    struct err err = ERR_INIT;

    if (count != 2 || contract_load(&contract, arguments[1], &err)) {
        fprintf(stderr, "checks: %s\n", count == 2 ? err.message : "name a contract");
        return EX_CONFIG;
    }
    for (size_t i = 0; i < contract.field_count; i++)
        printf("field %s\n", contract.fields[i].name);
    for (size_t i = 0; i < contract.field_count; i++)
        print_field(&contract.fields[i]);
    for (size_t i = 0; i < contract.rule_count; i++)
        printf("check - %s\n", contract.rules[i].id);
    contract_release(&contract);
    return 0;
}
