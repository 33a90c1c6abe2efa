#include "base/json.h"
#include "base/memory.h"
#include "record/contract_parts.h"
#include "record/dates.h"
#include "record/expression.h"

#include <stdio.h>
#include <string.h>

enum { WHERE_SIZE = 400 };

bool rule_id_valid(const char *id)
{
    size_t length =
        strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:-");

    return length > 0 && length <= RULE_ID_MAXIMUM && !id[length];
}

void contract_must_have(struct contract *contract, int field)
{
    enum severity *severity = &contract->fields[field].severity[BREACH_REQUIRED];

    if (*severity == SEVERITY_WARNING)
        *severity = SEVERITY_RECORD;
}

static int add_key(struct contract *contract, const cJSON *item, struct err *err)
{
    const char *name = cJSON_GetStringValue(item);
    int index = name ? contract_field(contract, name) : -1;
    const struct field *field;

    if (index < 0)
        return contract_error(err, contract->path, "'primaryKey' must name fields that are there");
    field = &contract->fields[index];
    for (size_t i = 0; i < contract->key_count; i++)
        if (contract->key[i] == index)
            return contract_error(
                err, contract->path, "'primaryKey' names field '%s' twice", field->name);
    if (!field->required)
        return contract_error(
            err, contract->path, "field '%s' is of 'primaryKey' and must be required", field->name);
    if (field->treatment != TREAT_KEEP && field->pseudonym != IDENTIFIER_LOCAL &&
        field->pseudonym != IDENTIFIER_RECORD)
        return contract_error(err, contract->path,
            "field '%s' is of 'primaryKey': its 'treat' must be keep, pseudonym:local or "
            "pseudonym:record",
            field->name);
    contract_must_have(contract, index);
    contract->key[contract->key_count++] = index;
    return 0;
}

int contract_key(struct contract *contract, const cJSON *json, struct err *err)
{
    const cJSON *key = cJSON_GetObjectItemCaseSensitive(json, "primaryKey"), *item;

    contract->key = mem_array(contract->field_count, sizeof *contract->key);
    if (cJSON_IsString(key))
        return add_key(contract, key, err);
    if (!cJSON_IsArray(key) || !key->child)
        return contract_error(
            err, contract->path, "'primaryKey' is missing: it must list one or more fields");
    cJSON_ArrayForEach(item, key)
    {
        if (add_key(contract, item, err))
            return err->code;
    }
    return 0;
}

static int resolve_from(
    struct contract *contract, const cJSON *json, const char *where, struct err *err)
{
    const char *name;

    if (json_required(json, "from", &name, where, err) < 0)
        return err->code;
    contract->resolve.from = contract_field(contract, name);
    if (contract->resolve.from < 0)
        return contract_error(err, where, "'from' names a field that is not there");
    if (contract->fields[contract->resolve.from].pseudonym != IDENTIFIER_LOCAL)
        return contract_error(err, where, "'from' must name a field with treat 'pseudonym:local'");
    return 0;
}

static int resolve_pair(
    struct contract *contract, const cJSON *item, const char *where, struct err *err)
{
    struct resolve *resolve = &contract->resolve;
    int own = contract_field(contract, item->string);
    const char *theirs = cJSON_GetStringValue(item);

    if (own < 0)
        return contract_error(
            err, where, "'on' names a field '%.60s' that is not there", item->string);
    if (contract->fields[own].treatment != TREAT_KEEP &&
        contract->fields[own].pseudonym != IDENTIFIER_LOCAL &&
        contract->fields[own].pseudonym != IDENTIFIER_RECORD)
        return contract_error(err, where,
            "field '%s' is in 'on': its 'treat' must be keep, pseudonym:local or pseudonym:record",
            item->string);
    if (!theirs || !contract_name_valid(theirs, FIELD_NAME_MAXIMUM))
        return contract_error(
            err, where, "'on' must give field '%s' a column of the parent", item->string);
    resolve->own[resolve->pairs] = own;
    resolve->theirs[resolve->pairs++] = theirs;
    return 0;
}

static int resolve_parent(
    struct contract *contract, const cJSON *json, const char *where, struct err *err)
{
    static const char *const known[] = {"parent", "on", NULL};
    const cJSON *on = cJSON_GetObjectItemCaseSensitive(json, "on"), *item;
    struct resolve *resolve = &contract->resolve;

    resolve->from = -1;
    if (json_known(json, known, where, err) < 0 ||
        json_required(json, "parent", &resolve->parent, where, err) < 0)
        return err->code;
    if (!contract_name_valid(resolve->parent, FEED_NAME_MAXIMUM) ||
        strcmp(resolve->parent, contract->name) == 0)
        return contract_error(err, where, "'parent' must name another feed");
    if (!cJSON_IsObject(on) || !on->child)
        return contract_error(err, where, "'on' must pair own fields with the parent's columns");
    resolve->own = mem_array((size_t)cJSON_GetArraySize(on), sizeof *resolve->own);
    resolve->theirs = mem_array((size_t)cJSON_GetArraySize(on), sizeof *resolve->theirs);
    cJSON_ArrayForEach(item, on)
    {
        if (resolve_pair(contract, item, where, err))
            return err->code;
    }
    return 0;
}

int contract_resolve(struct contract *contract, const cJSON *json, struct err *err)
{
    static const char *const known[] = {"person_key", NULL}, *const from[] = {"from", NULL};
    const cJSON *all = cJSON_GetObjectItemCaseSensitive(json, "resolve"), *one;
    char where[WHERE_SIZE];

    contract->resolve.from = -1;
    if (!all)
        return 0;
    snprintf(where, sizeof where, "%.300s: resolve", contract->path);
    one = cJSON_GetObjectItemCaseSensitive(all, "person_key");
    if (json_known(all, known, where, err) < 0)
        return err->code;
    if (!cJSON_IsObject(one))
        return contract_error(
            err, where, "'person_key' must be an object with 'from', or with 'parent' and 'on'");
    contract->resolve.column = one->string;
    if (cJSON_HasObjectItem(one, "parent"))
        return resolve_parent(contract, one, where, err);
    if (json_known(one, from, where, err) < 0)
        return err->code;
    return resolve_from(contract, one, where, err);
}

static bool rule_known(const struct contract *contract, const char *id)
{
    for (size_t i = 0; i < contract->rule_count; i++)
        if (strcmp(contract->rules[i].id, id) == 0)
            return true;
    return false;
}

static int rule_kahn(const struct rule *rule, const char *where, struct err *err)
{
    /* Kahn et al. 2016, EGEMS 4(1): the three categories of data quality. */
    static const char *const kinds[] = {"conformance", "completeness", "plausibility", NULL};

    if (!rule->kahn)
        return 0;
    for (const char *const *kind = kinds; *kind; kind++)
        if (strcmp(*kind, rule->kahn) == 0)
            return 0;
    return contract_error(
        err, where, "'kahn' must be one of 'conformance', 'completeness', 'plausibility'");
}

static int rule_texts(struct rule *rule, const cJSON *json, const char *where, struct err *err)
{
    const char *severity;

    if (json_required(json, "expr", &rule->expression, where, err) < 0 ||
        json_required(json, "message", &rule->message, where, err) < 0 ||
        json_text(json, "guidance", NULL, &rule->guidance, where, err) < 0 ||
        json_text(json, "kahn", NULL, &rule->kahn, where, err) < 0 ||
        json_text(json, "severity", "record", &severity, where, err) < 0 ||
        rule_kahn(rule, where, err))
        return err->code;
    if (!severity_parse(severity, &rule->severity))
        return contract_error(
            err, where, "'severity' must be one of 'warning', 'record', 'group', 'file'");
    return 0;
}

static int rule_day(const cJSON *json, const char *member, const char **text, int32_t *day,
    const char *where, struct err *err)
{
    if (json_text(json, member, NULL, text, where, err) < 0)
        return err->code;
    if (*text && !date_parse(*text, strlen(*text), day))
        return contract_error(err, where, "'%s' must be a date such as 2024-08-01", member);
    return 0;
}

/* When the rule holds. */
static int rule_dates(const struct contract *contract, struct rule *rule, const cJSON *json,
    const char *where, struct err *err)
{
    const char *on;

    rule->first_day = INT32_MIN;
    rule->last_day = INT32_MAX;
    rule->on = -1;
    if (rule_day(json, "from", &rule->from, &rule->first_day, where, err) ||
        rule_day(json, "to", &rule->to, &rule->last_day, where, err) ||
        json_text(json, "on", NULL, &on, where, err) < 0)
        return err->code;
    if (rule->first_day > rule->last_day)
        return contract_error(err, where, "'from' must not be after 'to'");
    if (!on)
        return 0;
    if (!rule->from && !rule->to)
        return contract_error(err, where, "'on' is for a rule with 'from' or 'to'");
    rule->on = contract_field(contract, on);
    if (rule->on < 0 || contract->fields[rule->on].type != TYPE_DATE)
        return contract_error(err, where, "'on' must name a field of type 'date'");
    return 0;
}

static int rule_compiles(
    const struct contract *contract, const struct rule *rule, const char *where, struct err *err)
{
    struct err why = ERR_INIT;
    struct expression *expression = expression_compile(rule->expression, contract, NULL, &why);

    if (!expression)
        return contract_error(err, where, "%.350s, %.100s", why.message, why.detail);
    expression_free(expression);
    return 0;
}

static int add_rule(struct contract *contract, const cJSON *json, struct err *err)
{
    static const char *const known[] = {"id", "severity", "kahn", "expr", "message", "guidance",
        "from", "to", "on", "title", "description", "standard", NULL};
    struct rule *rule = &contract->rules[contract->rule_count];
    char where[WHERE_SIZE];

    snprintf(where, sizeof where, "%.300s: rules[%zu]", contract->path, contract->rule_count);
    if (!cJSON_IsObject(json))
        return contract_error(err, where, "a rule must be a JSON object");
    if (json_required(json, "id", &rule->id, where, err) < 0)
        return err->code;
    if (!rule_id_valid(rule->id))
        return contract_error(
            err, where, "'id' must be of letters, digits and _ . : -, at most %d", RULE_ID_MAXIMUM);
    if (rule_known(contract, rule->id))
        return contract_error(err, where, "rule '%s' stands twice", rule->id);
    snprintf(where, sizeof where, "%.300s: rule %s", contract->path, rule->id);
    if (json_known(json, known, where, err) < 0 || rule_texts(rule, json, where, err) ||
        rule_dates(contract, rule, json, where, err) || rule_compiles(contract, rule, where, err))
        return err->code;
    contract->rule_count++;
    return 0;
}

int contract_rules(struct contract *contract, const cJSON *json, struct err *err)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(json, "rules"), *item;

    if (!list)
        return 0;
    if (!cJSON_IsArray(list))
        return contract_error(err, contract->path, "'rules' must be a list of rules");
    contract->rules = mem_array((size_t)cJSON_GetArraySize(list), sizeof *contract->rules);
    cJSON_ArrayForEach(item, list)
    {
        if (add_rule(contract, item, err))
            return err->code;
    }
    return 0;
}

static int read_policy(const cJSON *json, const char *member, enum drift fallback,
    enum drift *policy, const char *where, struct err *err)
{
    static const char *const names[] = {"stop", "warn", "ignore"};
    const char *text;

    if (json_text(json, member, names[fallback], &text, where, err) < 0)
        return err->code;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i]) == 0) {
            *policy = (enum drift)i;
            return 0;
        }
    return contract_error(err, where, "'%s' must be one of 'stop', 'warn', 'ignore'", member);
}

int contract_drift(struct contract *contract, const cJSON *json, struct err *err)
{
    static const char *const known[] = {"new", "missing", NULL};
    const cJSON *drift = cJSON_GetObjectItemCaseSensitive(json, "drift");
    char where[WHERE_SIZE];

    snprintf(where, sizeof where, "%.300s: drift", contract->path);
    if (drift && !cJSON_IsObject(drift))
        return contract_error(err, where, "'drift' must be a JSON object");
    if (json_known(drift, known, where, err) < 0 ||
        read_policy(drift, "new", DRIFT_STOP, &contract->drift_new, where, err) ||
        read_policy(drift, "missing", DRIFT_WARN, &contract->drift_missing, where, err))
        return err->code;
    return 0;
}
