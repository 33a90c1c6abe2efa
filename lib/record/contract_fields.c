#include "base/json.h"
#include "base/memory.h"
#include "record/contract_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS_MAXIMUM = STREAM_COLUMNS_MAXIMUM - 1, WHERE_SIZE = 400 };

/* "contracts/referral.json: field closed_date", for messages. */
static void say_where(
    char where[WHERE_SIZE], const struct contract *contract, const struct field *field)
{
    snprintf(where, WHERE_SIZE, "%.300s: field %.80s", contract->path, field->name);
}

/* Columns that load gives to every table (see also design.md 5), and those that PostgreSQL does. */
static bool reserved(const char *name)
{
    static const char *const names[] = {STREAM_ROW_COLUMN, "unit", "load_no", "period", "ended_by",
        "ended_load_no", "ended_at", "reason", "ctid", "tableoid", "xmin", "cmin", "xmax", "cmax",
        NULL};

    for (const char *const *word = names; *word; word++)
        if (strcmp(*word, name) == 0)
            return true;
    return false;
}

static int read_name(
    struct contract *contract, struct field *field, const cJSON *json, size_t at, struct err *err)
{
    char where[WHERE_SIZE];

    snprintf(where, sizeof where, "%.300s: fields[%zu]", contract->path, at);
    if (!cJSON_IsObject(json))
        return contract_error(err, where, "a field must be a JSON object");
    if (json_required(json, "name", &field->name, where, err) < 0)
        return err->code;
    if (!contract_name_valid(field->name, FIELD_NAME_MAXIMUM))
        return contract_error(err, where,
            "'name' must begin with a letter and be of a-z, 0-9 and _, at most %d characters",
            FIELD_NAME_MAXIMUM);
    if (reserved(field->name))
        return contract_error(err, where,
            "'%s' is the name of a column of ontrack's or PostgreSQL's own: choose another",
            field->name);
    if (contract_field(contract, field->name) >= 0)
        return contract_error(err, where, "field '%s' stands twice", field->name);
    return 0;
}

static int read_type(struct field *field, const cJSON *json, const char *where, struct err *err)
{
    const char *type;

    if (json_required(json, "type", &type, where, err) < 0 ||
        json_text(json, "title", field->name, &field->title, where, err) < 0 ||
        json_text(json, "description", NULL, &field->description, where, err) < 0)
        return err->code;
    if (!type_parse(type, &field->type))
        return contract_error(err, where,
            "'type' must be one of 'string', 'integer', 'number', 'date', 'boolean', 'datetime'");
    return 0;
}

static int read_treatment(
    struct field *field, const cJSON *json, const char *where, struct err *err)
{
    static const struct {
        const char *name;
        enum treatment treatment;
        enum identifier pseudonym, check;
        enum field_type type;
    } treatments[] = {{"drop", TREAT_DROP, IDENTIFIER_NONE, IDENTIFIER_NONE, TYPE_STRING},
        {"pseudonym:nhs", TREAT_PSEUDONYM, IDENTIFIER_NHS, IDENTIFIER_NHS, TYPE_STRING},
        {"pseudonym:upn", TREAT_PSEUDONYM, IDENTIFIER_UPN, IDENTIFIER_UPN, TYPE_STRING},
        {"pseudonym:uln", TREAT_PSEUDONYM, IDENTIFIER_ULN, IDENTIFIER_ULN, TYPE_STRING},
        {"pseudonym:local", TREAT_PSEUDONYM, IDENTIFIER_LOCAL, IDENTIFIER_NONE, TYPE_STRING},
        {"pseudonym:record", TREAT_PSEUDONYM, IDENTIFIER_RECORD, IDENTIFIER_NONE, TYPE_STRING},
        {"age", TREAT_AGE, IDENTIFIER_NONE, IDENTIFIER_NONE, TYPE_DATE},
        {"district", TREAT_DISTRICT, IDENTIFIER_NONE, IDENTIFIER_POSTCODE, TYPE_STRING},
        {"keep", TREAT_KEEP, IDENTIFIER_NONE, IDENTIFIER_NONE, TYPE_STRING}};
    const char *treat;

    if (json_text(json, "treat", NULL, &treat, where, err) < 0)
        return err->code;
    for (size_t i = 0; treat && i < sizeof treatments / sizeof *treatments; i++) {
        if (strcmp(treat, treatments[i].name) != 0)
            continue;
        field->treatment = treatments[i].treatment;
        field->pseudonym = treatments[i].pseudonym;
        field->check = treatments[i].check;
        if (field->treatment != TREAT_KEEP && field->treatment != TREAT_DROP &&
            field->type != treatments[i].type)
            return contract_error(
                err, where, "'treat' '%s' is for type '%s'", treat, type_name(treatments[i].type));
        return 0;
    }
    contract_error(err, where, treat ? "'treat' has an unknown value" : "'treat' is missing");
    return err_hint(err, "say what becomes of the field: keep, drop, age, district, pseudonym:nhs, "
                         "pseudonym:upn, pseudonym:uln, pseudonym:local or pseudonym:record");
}

static int read_check(struct field *field, const cJSON *json, const char *where, struct err *err)
{
    static const enum identifier checks[] = {IDENTIFIER_NHS, IDENTIFIER_UPN, IDENTIFIER_ULN,
        IDENTIFIER_URN, IDENTIFIER_UKPRN, IDENTIFIER_POSTCODE};
    enum identifier implied = field->check;
    const char *check;

    if (json_text(json, "check", NULL, &check, where, err) < 0)
        return err->code;
    if (!check)
        return 0;
    field->check = IDENTIFIER_NONE;
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (strcmp(check, identifier_name(checks[i])) == 0)
            field->check = checks[i];
    if (field->check == IDENTIFIER_NONE)
        return contract_error(
            err, where, "'check' must be one of 'nhs', 'upn', 'uln', 'urn', 'ukprn', 'postcode'");
    if (field->type != TYPE_STRING)
        return contract_error(err, where, "'check' is for type 'string'");
    if (implied != IDENTIFIER_NONE && implied != field->check)
        return contract_error(
            err, where, "'check' must be '%s', as 'treat' says", identifier_name(implied));
    return 0;
}

static int read_field(
    struct contract *contract, struct field *field, cJSON *json, size_t at, struct err *err)
{
    static const char *const known[] = {"name", "title", "description", "type", "format", "example",
        "rdfType", "missingValues", "trueValues", "falseValues", "constraints", "treat", "within",
        "at", "check", "codes", "severity", "rule", "standard", "quality", NULL};
    char where[WHERE_SIZE];

    if (read_name(contract, field, json, at, err))
        return err->code;
    say_where(where, contract, field);
    if (json_known(json, known, where, err) < 0 || read_type(field, json, where, err) ||
        contract_constraints(field, json, where, err) || read_treatment(field, json, where, err) ||
        read_check(field, json, where, err))
        return err->code;
    return contract_breaches(field, json, where, err);
}

int contract_fields(struct contract *contract, cJSON *json, struct err *err)
{
    cJSON *list = cJSON_GetObjectItemCaseSensitive(json, "fields"), *item;
    size_t at = 0;

    if (!cJSON_IsArray(list) || !cJSON_GetArraySize(list))
        return contract_error(err, contract->path, "'fields' must be a list of fields");
    if (cJSON_GetArraySize(list) > FIELDS_MAXIMUM)
        return contract_error(err, contract->path, "a feed has at most %d fields", FIELDS_MAXIMUM);
    contract->fields = mem_array((size_t)cJSON_GetArraySize(list), sizeof *contract->fields);
    cJSON_ArrayForEach(item, list)
    {
        struct field field = {.within = -1, .at = -1, .code_on = -1};
        int code = read_field(contract, &field, item, at++, err);

        /* Kept even where it failed, so that its parts are freed. */
        contract->fields[contract->field_count++] = field;
        if (code)
            return code;
    }
    return 0;
}

/* The field that a member names; *index stays -1 where the member is absent. */
static int find_other(const struct contract *contract, const struct field *field, const cJSON *json,
    const char *member, int *index, const char *where, struct err *err)
{
    const char *name;

    if (json_text(json, member, NULL, &name, where, err) < 0)
        return err->code;
    if (!name)
        return 0;
    *index = contract_field(contract, name);
    if (*index < 0)
        return contract_error(err, where, "'%s' names a field that is not there", member);
    if (&contract->fields[*index] == field)
        return contract_error(err, where, "'%s' must name another field", member);
    return 0;
}

static int read_within(struct contract *contract, struct field *field, const cJSON *json,
    const char *where, struct err *err)
{
    bool wanted = field->treatment == TREAT_PSEUDONYM &&
                  (field->pseudonym == IDENTIFIER_LOCAL || field->pseudonym == IDENTIFIER_RECORD);
    const struct field *other;

    if (find_other(contract, field, json, "within", &field->within, where, err))
        return err->code;
    if (wanted != (field->within >= 0))
        return contract_error(err, where,
            wanted ? "'within' is missing: name the field whose value is part of the pseudonym"
                   : "'within' is for 'pseudonym:local' and 'pseudonym:record'");
    if (!wanted)
        return 0;
    other = &contract->fields[field->within];
    if (other->type != TYPE_STRING || !other->required || other->treatment != TREAT_KEEP)
        return contract_error(
            err, where, "'within' must name a required field of type 'string' that is kept");
    return 0;
}

static int read_at(const struct contract *contract, struct field *field, const cJSON *json,
    const char *where, struct err *err)
{
    if (find_other(contract, field, json, "at", &field->at, where, err))
        return err->code;
    if (field->treatment == TREAT_AGE && field->at < 0)
        return contract_error(
            err, where, "'at' is missing: name the date that the age is measured at");
    if (field->at < 0)
        return 0;
    if (field->treatment != TREAT_AGE && field->treatment != TREAT_DISTRICT)
        return contract_error(err, where, "'at' is for 'treat' 'age' and 'district'");
    if (contract->fields[field->at].type != TYPE_DATE)
        return contract_error(err, where, "'at' must name a field of type 'date'");
    return 0;
}

static int read_codes(const struct contract *contract, struct field *field, const cJSON *json,
    const char *where, struct err *err)
{
    static const char *const known[] = {"list", "on", NULL};
    const cJSON *codes = cJSON_GetObjectItemCaseSensitive(json, "codes");

    if (!codes)
        return 0;
    if (!cJSON_IsObject(codes))
        return contract_error(err, where, "'codes' must be a JSON object");
    if (field->type != TYPE_STRING && field->type != TYPE_INTEGER)
        return contract_error(err, where, "'codes' is for types 'string' and 'integer'");
    if (json_known(codes, known, where, err) < 0 ||
        json_required(codes, "list", &field->code_list, where, err) < 0 ||
        find_other(contract, field, codes, "on", &field->code_on, where, err))
        return err->code;
    if (!contract_name_valid(field->code_list, FIELD_NAME_MAXIMUM))
        return contract_error(err, where, "'list' must be the name of a code list");
    if (field->code_on >= 0 && contract->fields[field->code_on].type != TYPE_DATE)
        return contract_error(err, where, "'on' must name a field of type 'date'");
    return 0;
}

int contract_references(struct contract *contract, const cJSON *json, struct err *err)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, "fields")->child;
    char where[WHERE_SIZE];

    for (size_t i = 0; i < contract->field_count; i++, item = item->next) {
        struct field *field = &contract->fields[i];

        say_where(where, contract, field);
        if (read_within(contract, field, item, where, err) ||
            read_at(contract, field, item, where, err) ||
            read_codes(contract, field, item, where, err))
            return err->code;
    }
    return 0;
}
