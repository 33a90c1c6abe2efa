#include "base/json.h"
#include "base/memory.h"
#include "record/contract_parts.h"
#include "record/expression.h"

#include <stdio.h>

enum { WHERE_SIZE = 400 };

/* A list of texts, NULL-terminated; its strings stay the JSON's. NULL where there is none. */
static int read_list(
    const cJSON *json, const char *member, const char ***list, const char *where, struct err *err)
{
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(json, member), *item;
    size_t count = 0;

    if (!array)
        return 0;
    if (!cJSON_IsArray(array))
        return contract_error(err, where, "'%s' must be a list of texts", member);
    *list = mem_array((size_t)cJSON_GetArraySize(array) + 1, sizeof **list);
    cJSON_ArrayForEach(item, array)
    {
        if (!cJSON_IsString(item))
            return contract_error(err, where, "'%s' must be a list of texts", member);
        (*list)[count++] = item->valuestring;
    }
    return 0;
}

static int read_applies(const struct contract *contract, struct field *field, const cJSON *json,
    const char *where, struct err *err)
{
    struct err why = ERR_INIT;
    struct expression *expression;

    if (json_text(json, "applies", NULL, &field->applies, where, err) < 0)
        return err->code;
    if (!field->applies)
        return 0;
    expression = expression_compile(field->applies, contract, NULL, &why);
    if (!expression)
        return contract_error(err, where, "'applies': %.350s, %.100s", why.message, why.detail);
    expression_free(expression);
    return 0;
}

int contract_quality(struct contract *contract, const cJSON *json, struct err *err)
{
    static const char *const known[] = {"other", "default", "applies", NULL};
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, "fields")->child;
    char where[WHERE_SIZE];

    for (size_t i = 0; i < contract->field_count; i++, item = item->next) {
        const cJSON *quality = cJSON_GetObjectItemCaseSensitive(item, "quality");
        struct field *field = &contract->fields[i];

        if (!quality)
            continue;
        snprintf(
            where, sizeof where, "%.300s: quality of field %.80s", contract->path, field->name);
        if (!cJSON_IsObject(quality))
            return contract_error(err, where, "'quality' must be a JSON object");
        if (json_known(quality, known, where, err) < 0 ||
            read_list(quality, "other", &field->other, where, err) ||
            read_list(quality, "default", &field->fallback, where, err) ||
            read_applies(contract, field, quality, where, err))
            return err->code;
    }
    return 0;
}
