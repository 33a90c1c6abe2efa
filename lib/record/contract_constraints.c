#include "base/json.h"
#include "base/memory.h"
#include "record/contract_parts.h"
#include "record/pattern.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LENGTH_LIMIT = 1000000000 };

static bool numeric(const struct field *field)
{
    return field->type == TYPE_INTEGER || field->type == TYPE_NUMBER;
}

/* The shortest plain decimal that reads back as the number; one that needs an exponent is no
 * canonical value and must be written as a text. */
static char *plain_decimal(double number)
{
    char text[64];

    if (number > -1e15 && number < 1e15 && number - (double)(int64_t)number == 0)
        return mem_format("%.0f", number);
    for (int digits = 1; digits <= DBL_DECIMAL_DIG; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) - number == 0)
            break;
    }
    return mem_text(text);
}

/* A bound or an enumerated value as canonical text. What stands as a JSON number is made a text in
 * the tree, which owns every text. */
static int value_text(const struct field *field, const char *member, cJSON *item,
    const char **value, const char *where, struct err *err)
{
    if (cJSON_IsNumber(item) && numeric(field)) {
        item->valuestring = plain_decimal(item->valuedouble);
        item->type = cJSON_String;
    }
    *value = cJSON_GetStringValue(item);
    if (*value && type_valid(field->type, *value, strlen(*value)))
        return 0;
    return contract_error(
        err, where, "'%s' must be a canonical value of type '%s'", member, type_name(field->type));
}

static int read_enumeration(struct field *field, cJSON *json, const char *where, struct err *err)
{
    cJSON *list = cJSON_GetObjectItemCaseSensitive(json, "enum"), *item;
    size_t count = 0;

    if (!list)
        return 0;
    if (!cJSON_IsArray(list) || !cJSON_GetArraySize(list))
        return contract_error(err, where, "'enum' must be a list of values");
    field->enumeration =
        mem_array((size_t)cJSON_GetArraySize(list) + 1, sizeof *field->enumeration);
    cJSON_ArrayForEach(item, list)
    {
        if (value_text(field, "enum", item, &field->enumeration[count++], where, err))
            return err->code;
    }
    return 0;
}

static int read_bound(struct field *field, cJSON *json, const char *member, const char **bound,
    const char *where, struct err *err)
{
    cJSON *item = cJSON_GetObjectItemCaseSensitive(json, member);

    if (!item)
        return 0;
    if (field->type == TYPE_STRING || field->type == TYPE_BOOLEAN)
        return contract_error(
            err, where, "'%s' is for types 'integer', 'number', 'date' and 'datetime'", member);
    return value_text(field, member, item, bound, where, err);
}

static int read_length(const struct field *field, const cJSON *json, const char *member,
    int64_t *length, const char *where, struct err *err)
{
    double number;

    if (json_number(json, member, -1, &number, where, err) < 0)
        return err->code;
    *length = -1;
    if (!cJSON_HasObjectItem(json, member))
        return 0;
    if (field->type != TYPE_STRING)
        return contract_error(err, where, "'%s' is for type 'string'", member);
    if (!(number >= 0 && number <= LENGTH_LIMIT) || number > (double)(int64_t)number)
        return contract_error(
            err, where, "'%s' must be a whole number from 0 to %d", member, LENGTH_LIMIT);
    *length = (int64_t)number;
    return 0;
}

static int read_limits(struct field *field, cJSON *json, const char *where, struct err *err)
{
    if (read_bound(field, json, "minimum", &field->minimum, where, err) ||
        read_bound(field, json, "maximum", &field->maximum, where, err) ||
        read_length(field, json, "minLength", &field->min_length, where, err) ||
        read_length(field, json, "maxLength", &field->max_length, where, err))
        return err->code;
    if (field->minimum && field->maximum &&
        type_compare(field->type, field->minimum, strlen(field->minimum), field->maximum,
            strlen(field->maximum)) > 0)
        return contract_error(err, where, "'minimum' must not be above 'maximum'");
    if (field->max_length >= 0 && field->min_length > field->max_length)
        return contract_error(err, where, "'minLength' must not be above 'maxLength'");
    return 0;
}

static int read_pattern(const struct field *field, const char *where, struct err *err)
{
    struct err why = ERR_INIT;
    struct pattern *pattern;

    if (!field->pattern)
        return 0;
    if (field->type != TYPE_STRING)
        return contract_error(err, where, "'pattern' is for type 'string'");
    pattern = pattern_compile(field->pattern, strlen(field->pattern), &why);
    if (!pattern)
        return contract_error(err, where, "%.300s, %.150s", why.message, why.detail);
    pattern_free(pattern);
    return 0;
}

int contract_constraints(struct field *field, cJSON *json, const char *where, struct err *err)
{
    static const char *const known[] = {
        "required", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength", NULL};
    cJSON *constraints = cJSON_GetObjectItemCaseSensitive(json, "constraints");

    field->min_length = field->max_length = -1;
    if (!constraints)
        return 0;
    if (!cJSON_IsObject(constraints))
        return contract_error(err, where, "'constraints' must be a JSON object");
    if (json_known(constraints, known, where, err) < 0 ||
        json_flag(constraints, "required", false, &field->required, where, err) < 0 ||
        json_text(constraints, "pattern", NULL, &field->pattern, where, err) < 0 ||
        read_enumeration(field, constraints, where, err) ||
        read_limits(field, constraints, where, err))
        return err->code;
    return read_pattern(field, where, err);
}
