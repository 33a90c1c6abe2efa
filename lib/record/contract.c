#include "record/contract.h"
#include "base/json.h"
#include "base/memory.h"
#include "record/contract_parts.h"
#include "record/gates.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONTRACT_MAXIMUM = 4 * 1024 * 1024 };

int contract_error(struct err *err, const char *where, const char *format, ...)
{
    char message[sizeof err->message];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    err_set(err, EX_CONFIG, "%s", message);
    return err_detail(err, "in '%s'", where);
}

bool contract_name_valid(const char *name, size_t maximum)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

    return length > 0 && length <= maximum && !name[length] && name[0] >= 'a' && name[0] <= 'z';
}

static bool version_valid(const char *version)
{
    for (int part = 0; part < 3; part++) {
        size_t digits = strspn(version, "0123456789");

        if (digits == 0 || digits > 6)
            return false;
        version += digits;
        if (*version != (part < 2 ? '.' : '\0'))
            return false;
        version++;
    }
    return true;
}

static int read_head(struct contract *contract, const cJSON *json, struct err *err)
{
    static const char *const known[] = {"$schema", "name", "title", "description", "version",
        "standard", "homepage", "keywords", "missingValues", "foreignKeys", "fields", "primaryKey",
        "resolve", "rules", "drift", "gates", NULL};
    const char *path = contract->path;

    if (!cJSON_IsObject(json))
        return contract_error(err, path, "a contract must be a JSON object");
    if (json_known(json, known, path, err) < 0 ||
        json_required(json, "name", &contract->name, path, err) < 0 ||
        json_required(json, "version", &contract->version, path, err) < 0 ||
        json_text(json, "title", contract->name, &contract->title, path, err) < 0 ||
        json_text(json, "description", NULL, &contract->description, path, err) < 0)
        return err->code;
    if (!contract_name_valid(contract->name, FEED_NAME_MAXIMUM))
        return contract_error(err, path,
            "'name' must begin with a letter and be of a-z, 0-9 and _, at most %d characters",
            FEED_NAME_MAXIMUM);
    if (!version_valid(contract->version))
        return contract_error(err, path, "'version' must be three numbers such as 1.0.0");
    return 0;
}

static int compile(struct contract *contract, cJSON *json, struct err *err)
{
    int code = read_head(contract, json, err);

    if (!code)
        code = contract_fields(contract, json, err);
    if (!code)
        code = contract_references(contract, json, err);
    if (!code)
        code = contract_quality(contract, json, err);
    if (!code)
        code = contract_key(contract, json, err);
    if (!code)
        code = contract_resolve(contract, json, err);
    if (!code)
        code = contract_drift(contract, json, err);
    if (!code)
        code = contract_rules(contract, json, err);
    if (!code)
        code = contract_columns(contract, err);
    if (!code)
        code = gates_check(
            cJSON_GetObjectItemCaseSensitive(json, "gates"), contract, contract->path, err);
    return code;
}

int contract_load(struct contract *contract, const char *path, struct err *err)
{
    size_t length;
    char *text = file_read(path, CONTRACT_MAXIMUM, &length, err);
    int code;

    *contract = (struct contract){0};
    if (!text)
        return err->code;
    contract->path = mem_text(path);
    contract->json = json_parse(text, path, err);
    code = contract->json ? compile(contract, contract->json, err) : err->code;
    if (!code)
        snprintf(contract->edition, sizeof contract->edition, "%s+%016" PRIx64, contract->version,
            fingerprint(text, length));
    free(text);
    if (code)
        contract_release(contract);
    return code;
}

void contract_release(struct contract *contract)
{
    for (size_t i = 0; i < contract->field_count; i++) {
        free(contract->fields[i].enumeration);
        free(contract->fields[i].other);
        free(contract->fields[i].fallback);
    }
    free(contract->fields);
    free(contract->key);
    free(contract->resolve.own);
    free(contract->resolve.theirs);
    free(contract->rules);
    free(contract->columns);
    cJSON_Delete(contract->json);
    free((char *)contract->path);
    *contract = (struct contract){0};
}

int contract_field(const struct contract *contract, const char *name)
{
    for (size_t i = 0; i < contract->field_count; i++)
        if (strcmp(contract->fields[i].name, name) == 0)
            return (int)i;
    return -1;
}

bool contract_treats(const struct contract *contract, enum treatment treatment)
{
    for (size_t i = 0; i < contract->field_count; i++)
        if (contract->fields[i].treatment == treatment)
            return true;
    return false;
}
