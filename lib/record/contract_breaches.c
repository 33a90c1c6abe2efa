#include "base/json.h"
#include "record/contract_parts.h"

#include <string.h>

static const char *const breaches[] = {
    "type", "required", "constraint", "codes", "check", "sentinel", NULL};

static int read_severity(
    const cJSON *item, enum severity *severity, const char *where, struct err *err)
{
    const char *text = cJSON_GetStringValue(item);

    if (text && severity_parse(text, severity))
        return 0;
    return contract_error(
        err, where, "'severity' must be one of 'warning', 'record', 'group', 'file'");
}

static int read_rule(const cJSON *item, const char **rule, const char *where, struct err *err)
{
    *rule = cJSON_GetStringValue(item);
    if (*rule && rule_id_valid(*rule))
        return 0;
    return contract_error(
        err, where, "'rule' must be of letters, digits and _ . : -, at most %d", RULE_ID_MAXIMUM);
}

static int read_one(struct field *field, size_t at, const char *member, const cJSON *item,
    const char *where, struct err *err)
{
    return strcmp(member, "severity") == 0 ? read_severity(item, &field->severity[at], where, err)
                                           : read_rule(item, &field->rule[at], where, err);
}

/* A text speaks for every kind of breach, an object for the kinds that it names. */
static int read_shape(
    struct field *field, const cJSON *json, const char *member, const char *where, struct err *err)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, member);

    if (!item)
        return 0;
    if (cJSON_IsObject(item) && json_known(item, breaches, where, err) < 0)
        return err->code;
    for (size_t i = 0; i < BREACHES; i++) {
        const cJSON *one =
            cJSON_IsObject(item) ? cJSON_GetObjectItemCaseSensitive(item, breaches[i]) : item;

        if (!one && i == BREACH_SENTINEL)
            one = cJSON_GetObjectItemCaseSensitive(item, breaches[BREACH_CHECK]);
        if (one && read_one(field, i, member, one, where, err))
            return err->code;
    }
    return 0;
}

int contract_breaches(struct field *field, const cJSON *json, const char *where, struct err *err)
{
    for (size_t i = 0; i < BREACHES; i++)
        field->severity[i] = SEVERITY_RECORD;
    if (read_shape(field, json, "severity", where, err))
        return err->code;
    if (field->severity[BREACH_TYPE] == SEVERITY_WARNING)
        field->severity[BREACH_TYPE] = SEVERITY_RECORD;
    return read_shape(field, json, "rule", where, err);
}

const char *breach_rule(enum breach breach)
{
    static const char *const ours[BREACHES] = {[BREACH_TYPE] = "type-error",
        [BREACH_REQUIRED] = "required",
        [BREACH_CONSTRAINT] = "pattern",
        [BREACH_CODES] = "code",
        [BREACH_CHECK] = "identifier",
        [BREACH_SENTINEL] = "identifier-sentinel"};

    return ours[breach];
}

const char *field_rule(const struct field *field, enum breach breach)
{
    for (int i = 0; field->rule[breach] && i < (int)breach; i++)
        if (field->rule[i] && strcmp(field->rule[i], field->rule[breach]) == 0)
            return NULL;
    return field->rule[breach];
}
