#include "source/source_gates.h"
#include "base/json.h"
#include "base/memory.h"
#include "record/contract.h"
#include "record/gates.h"

#include <stdio.h>
#include <string.h>

/* `expected` is what a source says of the gate freshness. */
static cJSON *freshness(const struct source *source)
{
    cJSON *gate = cJSON_Duplicate(cJSON_GetObjectItemCaseSensitive(source->json, "expected"), true);

    if (gate)
        cJSON_AddStringToObject(gate, "gate", "freshness");
    return gate;
}

int source_gates_load(struct source *source, struct err *err)
{
    const cJSON *gates = cJSON_GetObjectItemCaseSensitive(source->json, "gates"), *list;

    if (gates && !cJSON_IsObject(gates)) {
        err_set(err, EX_CONFIG, "'gates' must be an object of lists, one for a feed");
        return err_detail(err, "in '%s'", source->path);
    }
    cJSON_ArrayForEach(list, gates)
    {
        if (!source_has_feed(source, list->string)) {
            err_set(
                err, EX_CONFIG, "'gates' names '%.60s', which is not among 'feeds'", list->string);
            return err_detail(err, "in '%s'", source->path);
        }
        if (gates_check(list, NULL, source->path, err))
            return err->code;
    }
    return 0;
}

char *source_gates(const struct source *source, const struct contract *contract)
{
    const cJSON *gates = cJSON_GetObjectItemCaseSensitive(source->json, "gates");
    const cJSON *own = cJSON_GetObjectItemCaseSensitive(gates, contract->name);
    cJSON *list = own ? cJSON_Duplicate(own, true) : cJSON_CreateArray();
    char *text = NULL, *printed;

    if (gates_declares(contract, "freshness"))
        cJSON_AddItemToArray(list, freshness(source));
    if (list->child) {
        printed = cJSON_PrintUnformatted(list);
        text = mem_text(printed);
        cJSON_free(printed);
    }
    cJSON_Delete(list);
    return text;
}
