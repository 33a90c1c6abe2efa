#include "store/ddl.h"
#include "base/memory.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct shape {
    const char *schema, *prefix, *suffix, *about;
    bool stream, core, vault, provenance, history;
};

/* What each kind of table is made of. */
static const struct shape shapes[DDL_KINDS] = {
    [DDL_CORE] = {"core", "", "", "Current rows", .core = true, .provenance = true},
    [DDL_CORE_HISTORY] = {"core", "", "_history", "Versions that were replaced", .core = true,
        .provenance = true, .history = true},
    [DDL_WAITING] = {"core", "", "_waiting", "Records whose parent has not come yet",
        .stream = true, .provenance = true},
    [DDL_VAULT] = {"vault", "", "", "Pseudonyms of national identifiers", .vault = true,
        .provenance = true},
    [DDL_VAULT_HISTORY] = {"vault", "", "_history", "Versions that were replaced", .vault = true,
        .provenance = true, .history = true},
    [DDL_STAGING] = {NULL, "staging_", "", "Takes what anonymise prints", .stream = true},
    [DDL_INCOMING] = {"pg_temp", "incoming", NULL, "A delivery", .stream = true},
};

static const struct ddl_column provenance[] = {
    {"unit", "uuid", true, "Load unit that gave this version: ops.unit", NULL, NULL},
    {"load_no", "integer", true, "Load of the unit that gave it: ops.load", NULL, NULL},
    {"source_row", "bigint", true, "Its record in that delivery, as the owner counts it", NULL,
        NULL},
    {"period", "date", false, "Month that it was reported for, in mode period", NULL, NULL}};

static const struct ddl_column endings[] = {
    {"ended_by", "uuid", true, "Load unit that ended this version", NULL, NULL},
    {"ended_load_no", "integer", true, "Load of that unit", NULL, NULL},
    {"ended_at", "timestamptz", true, "When it was ended", NULL, NULL},
    {"reason", "text", true,
        "updated, retired, re-resolved (another parent or person), newer-period and older-period "
        "(a month's statement that still stands), replaced (one that does not)",
        NULL, NULL}};

static const struct ddl_column source_row = {
    "source_row", "bigint", true, "The record in the delivery, as its owner counts it", NULL, NULL};

static const char *standard_of(const struct contract *contract, int field)
{
    const cJSON *fields = cJSON_GetObjectItemCaseSensitive(contract->json, "fields");

    return cJSON_GetStringValue(
        cJSON_GetObjectItemCaseSensitive(cJSON_GetArrayItem(fields, field), "standard"));
}

static bool resolved_from(const struct contract *contract, int field)
{
    return contract->resolve.column && field >= 0 && contract->resolve.from == field;
}

const char *ddl_column_name(const struct contract *contract, int field)
{
    return resolved_from(contract, field) ? contract->resolve.column : contract->fields[field].name;
}

static bool in_key(const struct contract *contract, const char *name)
{
    for (size_t i = 0; i < contract->key_count; i++)
        if (strcmp(ddl_column_name(contract, contract->key[i]), name) == 0)
            return true;
    return false;
}

static void add(struct ddl_table *table, struct ddl_column column)
{
    table->columns[table->column_count++] = column;
}

static struct ddl_column describe(const struct contract *contract, const struct column *column)
{
    struct ddl_column described = {.name = column->name, .type = column->sql_type};
    int field = column->field >= 0 ? column->field : contract->resolve.from;

    if (field >= 0) {
        described.title = contract->fields[field].title;
        described.description = contract->fields[field].description;
        described.standard = standard_of(contract, field);
    } else {
        described.title = "Person";
        described.description = "The person's key, which the parent record has";
    }
    return described;
}

/* Key first, in its own order; then the feed's other columns that belong in such a table. */
static void add_key(struct ddl_table *table, const struct contract *contract)
{
    for (size_t i = 0; i < contract->key_count; i++) {
        const char *name = ddl_column_name(contract, contract->key[i]);

        for (size_t j = 0; j < contract->column_count; j++)
            if (strcmp(contract->columns[j].name, name) == 0) {
                struct ddl_column column = describe(contract, &contract->columns[j]);

                column.required = true;
                add(table, column);
            }
    }
    table->key_count = table->column_count;
}

static void add_others(
    struct ddl_table *table, const struct contract *contract, const struct shape *shape)
{
    for (size_t i = 0; i < contract->column_count; i++) {
        const struct column *column = &contract->columns[i];
        bool wanted = (shape->core && column->place == PLACE_CORE) ||
                      (shape->vault && column->place == PLACE_VAULT) ||
                      (shape->stream && column->in_stream);

        if (wanted && !in_key(contract, column->name))
            add(table, describe(contract, column));
    }
}

/* The stream's columns in the stream's order; pg_temp.incoming has them under the names of core. */
static void add_stream(struct ddl_table *table, const struct contract *contract)
{
    add(table, source_row);
    for (size_t i = 0; i < contract->column_count; i++) {
        struct ddl_column column = describe(contract, &contract->columns[i]);

        if (!contract->columns[i].in_stream)
            continue;
        if (table->kind == DDL_INCOMING && resolved_from(contract, contract->columns[i].field))
            column.name = contract->resolve.column;
        add(table, column);
    }
}

static bool exists(const struct contract *contract, enum ddl_kind kind)
{
    if (kind == DDL_WAITING)
        return contract->resolve.parent != NULL;
    if (kind != DDL_VAULT && kind != DDL_VAULT_HISTORY)
        return true;
    for (size_t i = 0; i < contract->column_count; i++)
        if (contract->columns[i].place == PLACE_VAULT)
            return true;
    return false;
}

bool ddl_table(struct ddl_table *table, const struct contract *contract, enum ddl_kind kind)
{
    const struct shape *shape = &shapes[kind];

    if (!exists(contract, kind))
        return false;
    *table = (struct ddl_table){.schema = shape->schema,
        .title = contract->title,
        .description = contract->description,
        .about = shape->about,
        .kind = kind,
        .temporary = kind == DDL_INCOMING};
    snprintf(table->name, sizeof table->name, "%s%s%s", shape->prefix,
        shape->suffix ? contract->name : "", shape->suffix ? shape->suffix : "");
    table->columns = mem_array(contract->column_count + 10, sizeof *table->columns);
    if (kind == DDL_STAGING || kind == DDL_INCOMING) {
        add_stream(table, contract);
        return true;
    }
    add_key(table, contract);
    add_others(table, contract, shape);
    for (size_t i = 0; shape->provenance && i < sizeof provenance / sizeof *provenance; i++)
        add(table, provenance[i]);
    for (size_t i = 0; shape->history && i < sizeof endings / sizeof *endings; i++)
        add(table, endings[i]);
    return true;
}

void ddl_release(struct ddl_table *table)
{
    free(table->columns);
    *table = (struct ddl_table){0};
}

int ddl_check(const struct contract *contract, struct err *err)
{
    if (strcmp(contract->fields[contract->key[0]].name, "provider") == 0)
        return 0;
    err_set(err, EX_CONFIG, "the primary key of feed '%s' does not begin with 'provider'",
        contract->name);
    return err_detail(err, "in '%s'", contract->path);
}
