/* What the rules mean, into ref.rule: from the contracts, and from the texts of those of every feed. */
#include "base/json.h"
#include "store/connect.h"
#include "store/copy.h"
#include "store/schema.h"

#include <string.h>

enum { COLUMNS = 8 };

/* A rule as pg_temp.rule takes it, in the order of its columns; NULL where there is none. */
struct row {
    const char *columns[COLUMNS]; /* feed rule field severity kahn message guidance stands_for */
};

static void put(struct copy *copy, const struct row *row)
{
    copy_row(copy);
    for (size_t i = 0; i < COLUMNS; i++)
        if (row->columns[i])
            copy_text(copy, row->columns[i], strlen(row->columns[i]));
        else
            copy_null(copy);
}

/* The checks of a field that the contract gives a name of its own. */
static void put_field(struct copy *copy, const struct contract *contract, const struct field *field)
{
    for (enum breach i = 0; i < BREACHES; i++)
        if (field_rule(field, i))
            put(copy, &(struct row){{contract->name, field_rule(field, i), field->name,
                          severity_name(field->severity[i]), NULL, NULL, NULL, breach_rule(i)}});
}

static void put_contract(struct copy *copy, const struct contract *contract)
{
    for (size_t i = 0; i < contract->rule_count; i++) {
        const struct rule *rule = &contract->rules[i];

        put(copy, &(struct row){{contract->name, rule->id, NULL, severity_name(rule->severity),
                      rule->kahn, rule->message, rule->guidance, NULL}});
    }
    for (size_t i = 0; i < contract->field_count; i++)
        put_field(copy, contract, &contract->fields[i]);
}

static int put_common(struct copy *copy, const cJSON *common, const char *path, struct err *err)
{
    const cJSON *rule;

    cJSON_ArrayForEach(rule, common)
    {
        const char *message, *guidance;

        if (json_required(rule, "message", &message, path, err) < 0 ||
            json_required(rule, "guidance", &guidance, path, err) < 0)
            return err->code;
        put(copy, &(struct row){{"*", rule->string, NULL, NULL, NULL, message, guidance, NULL}});
    }
    return 0;
}

int schema_rules(
    PGconn *connection, const struct contract_list *list, const char *common, struct err *err)
{
    cJSON *json = json_load(common, err);
    struct copy copy;
    int code = err->code;

    if (!code)
        code = store_run(connection, "select ops.begin_rules()", "make a temporary table", err);
    if (!code)
        code = copy_begin(
            &copy, connection, "copy pg_temp.rule from stdin (format binary)", COLUMNS, err);
    if (!code) {
        for (size_t i = 0; i < list->count; i++)
            put_contract(&copy, &list->contracts[i]);
        code = put_common(&copy, json, common, err);
        if (code)
            copy_abandon(&copy);
        else
            code = copy_finish(&copy, err);
    }
    cJSON_Delete(json);
    return code ? code
                : store_run(connection, "select ops.replace_rules()", "enter the rules", err);
}
