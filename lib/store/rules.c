/* What the rules mean, into ref.rule: from the contracts and the file of our own rules' texts. */
#include "store/connect.h"
#include "store/copy.h"
#include "store/csv_file.h"
#include "store/schema.h"

#include <string.h>

enum { COLUMNS = 8 };

/* A rule as pg_temp.contract_rule takes it, in the order of its columns; NULL where there is none. */
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

/* One name may stand for several checks of a field: it is entered with the first. */
static bool is_named(const struct field *field, int breach)
{
    for (int i = 0; field->rule[breach] && i < breach; i++)
        if (field->rule[i] && strcmp(field->rule[i], field->rule[breach]) == 0)
            return false;
    return field->rule[breach] != NULL;
}

/* The checks of a field that the contract gives a name of its own. A constraint is several of ours; what
 * a pattern means stands for them. */
static void put_field(struct copy *copy, const struct contract *contract, const struct field *field)
{
    static const char *const ours[BREACHES] = {[BREACH_TYPE] = "type-error",
        [BREACH_REQUIRED] = "required",
        [BREACH_CONSTRAINT] = "pattern",
        [BREACH_CODES] = "code",
        [BREACH_CHECK] = "identifier",
        [BREACH_SENTINEL] = "identifier-sentinel"};

    for (int i = 0; i < BREACHES; i++)
        if (is_named(field, i))
            put(copy, &(struct row){{contract->name, field->rule[i], field->name,
                          severity_name(field->severity[i]), NULL, NULL, NULL, ours[i]}});
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

int schema_rules(
    PGconn *connection, const struct contract_list *list, const char *findings, struct err *err)
{
    struct copy copy;

    if (store_run(connection, "select ops.begin_rules()", "make temporary tables", err) ||
        csv_file_send(connection, findings,
            "copy pg_temp.rule_file from stdin (format csv, header match)",
            "the columns rule, message and guidance", err) ||
        copy_begin(&copy, connection, "copy pg_temp.contract_rule from stdin (format binary)",
            COLUMNS, err))
        return err->code;
    for (size_t i = 0; i < list->count; i++)
        put_contract(&copy, &list->contracts[i]);
    if (copy_finish(&copy, err))
        return err->code;
    return store_run(connection, "select ops.replace_rules()", "enter the rules", err);
}
