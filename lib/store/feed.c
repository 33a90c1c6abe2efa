/* A contract's tables in the database, and what ops.apply() is to know of them. */
#include "base/memory.h"
#include "store/connect.h"
#include "store/ddl.h"
#include "store/schema.h"

#include <stdlib.h>
#include <string.h>

enum { SQL_MAXIMUM = 4 * 1024 * 1024 };

static int changed(const struct ddl_table *table, const char *column, const char *how,
    const struct contract *contract, struct err *err)
{
    err_set(err, EX_CONFIG, "column '%s' of '%s.%s' %s", column, table->schema, table->name, how);
    err_detail(err, "contract '%s' %s", contract->path, contract->edition);
    return err_hint(err, "a feed only gains columns: give the changed one a new name, and keep the "
                         "old one, not required");
}

static const struct ddl_column *find_column(const struct ddl_table *table, const char *name)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (strcmp(table->columns[i].name, name) == 0)
            return &table->columns[i];
    return NULL;
}

/* What the table has and the contract doesn't, or has otherwise. */
static int check_columns(const struct ddl_table *table, const PGresult *there,
    const struct contract *contract, struct err *err)
{
    for (int i = 0; i < PQntuples(there); i++) {
        const char *name = store_value(there, i, "name"), *type = store_value(there, i, "type");
        const struct ddl_column *column = find_column(table, name);

        if (!column)
            return changed(table, name, "is no longer in the contract", contract, err);
        if (strcmp(column->type, type) != 0)
            return changed(table, name, "has another type in the contract", contract, err);
    }
    return 0;
}

static bool is_there(const PGresult *there, const char *name)
{
    for (int i = 0; i < PQntuples(there); i++)
        if (strcmp(store_value(there, i, "name"), name) == 0)
            return true;
    return false;
}

/* The statements that bring the table from what is there to what the contract says. */
static bool upgrade(struct buf *sql, const struct ddl_table *table, const PGresult *there)
{
    bool ok = true;

    if (!PQntuples(there))
        return ddl_create(sql, table) && ddl_comment(sql, table);
    for (size_t i = 0; i < table->column_count && ok; i++)
        if (!is_there(there, table->columns[i].name))
            ok = ddl_add_column(sql, table, &table->columns[i]);
    return ok && ddl_comment(sql, table);
}

static int apply_table(
    PGconn *connection, const struct contract *contract, enum ddl_kind kind, struct err *err)
{
    struct buf sql = BUF_INIT(SQL_MAXIMUM);
    struct ddl_table table;
    PGresult *there;
    int code;

    if (!ddl_table(&table, contract, kind))
        return 0;
    const char *values[] = {table.schema, table.name};

    there = store_ask(
        connection, "select * from ops.columns_of($1, $2)", 2, values, "look at a table", err);
    code = there ? check_columns(&table, there, contract, err) : err->code;
    if (!code)
        code = upgrade(&sql, &table, there)
                   ? store_run(connection, buf_text(&sql), "make the tables of a feed", err)
                   : err_set(err, EX_CONFIG, "contract '%s' is too large", contract->path);
    PQclear(there);
    buf_release(&sql);
    ddl_release(&table);
    return code;
}

/* An SQL array literal of identifiers: their letters need no quoting in it. */
static void add_item(struct buf *list, const char *name)
{
    buf_add_char(list, list->length > 1 ? ',' : ' ');
    buf_add_text(list, name);
}

struct lists {
    struct buf key, core, vault, stream;
};

static bool in_key(const struct contract *contract, const char *name)
{
    for (size_t i = 0; i < contract->key_count; i++)
        if (strcmp(ddl_column_name(contract, contract->key[i]), name) == 0)
            return true;
    return false;
}

static void fill_lists(struct lists *lists, const struct contract *contract)
{
    for (size_t i = 0; i < contract->key_count; i++)
        add_item(&lists->key, ddl_column_name(contract, contract->key[i]));
    for (size_t i = 0; i < contract->column_count; i++) {
        const struct column *column = &contract->columns[i];
        bool resolved = column->in_stream && contract->resolve.column &&
                        column->field == contract->resolve.from;

        if (column->place == PLACE_CORE && !in_key(contract, column->name))
            add_item(&lists->core, column->name);
        if (column->place == PLACE_VAULT)
            add_item(&lists->vault, column->name);
        if (column->in_stream)
            add_item(&lists->stream, resolved ? contract->resolve.column : column->name);
    }
}

static int enter_feed(PGconn *connection, const struct contract *contract, struct err *err)
{
    struct lists lists = {
        BUF_INIT(SQL_MAXIMUM), BUF_INIT(SQL_MAXIMUM), BUF_INIT(SQL_MAXIMUM), BUF_INIT(SQL_MAXIMUM)};
    struct buf *all[] = {&lists.key, &lists.core, &lists.vault, &lists.stream};
    PGresult *done;

    for (size_t i = 0; i < 4; i++)
        buf_add_char(all[i], '{');
    fill_lists(&lists, contract);
    for (size_t i = 0; i < 4; i++)
        buf_add_char(all[i], '}');
    const char *values[] = {contract->name, contract->title, contract->edition, lists.key.data,
        lists.core.data, lists.vault.data, lists.stream.data, contract->resolve.column};

    done = store_ask(connection, "select ops.enter_feed($1, $2, $3, $4, $5, $6, $7, $8)", 8, values,
        "enter a feed", err);
    for (size_t i = 0; i < 4; i++)
        buf_release(all[i]);
    if (!done)
        return err->code;
    PQclear(done);
    return 0;
}

int schema_feed(PGconn *connection, const struct contract *contract, struct err *err)
{
    static const enum ddl_kind kinds[] = {
        DDL_CORE, DDL_CORE_HISTORY, DDL_WAITING, DDL_VAULT, DDL_VAULT_HISTORY};
    int code = ddl_check(contract, err);

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !code; i++)
        code = apply_table(connection, contract, kinds[i], err);
    return code ? code : enter_feed(connection, contract, err);
}

static const struct contract *find_contract(const struct contract_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->contracts[i].name, name) == 0)
            return &list->contracts[i];
    return NULL;
}

/* The pairs must name the parent's whole primary key: a child has one parent. */
static bool names_key(const struct resolve *resolve, const struct contract *parent)
{
    size_t found = 0;

    for (size_t i = 0; i < parent->key_count; i++)
        for (size_t j = 0; j < resolve->pairs; j++)
            found += strcmp(ddl_column_name(parent, parent->key[i]), resolve->theirs[j]) == 0;
    return found == parent->key_count && resolve->pairs == parent->key_count;
}

static int check_parent(
    const struct contract *child, const struct contract *parent, struct err *err)
{
    if (!parent)
        err_set(err, EX_CONFIG, "feed '%s' has a parent '%s', of which there is no contract",
            child->name, child->resolve.parent);
    else if (!parent->resolve.column)
        err_set(err, EX_CONFIG, "feed '%s' has a parent '%s', which has no person", child->name,
            parent->name);
    else if (!names_key(&child->resolve, parent))
        err_set(err, EX_CONFIG, "feed '%s' must name the primary key of its parent '%s' in 'on'",
            child->name, parent->name);
    else
        return 0;
    return err_detail(err, "in '%s'", child->path);
}

static int tell(
    PGconn *connection, const char *sql, size_t count, const char *const *values, struct err *err)
{
    PGresult *done = store_ask(connection, sql, count, values, "enter a relation", err);

    PQclear(done);
    return done ? 0 : err->code;
}

static int leave_relation(PGconn *connection, const struct contract *child, struct err *err)
{
    return tell(connection, "select ops.leave_relation($1)", 1, &child->name, err);
}

static int enter_relation(PGconn *connection, const struct contract *child, struct err *err)
{
    struct buf own = BUF_INIT(SQL_MAXIMUM), theirs = BUF_INIT(SQL_MAXIMUM);
    int code;

    buf_add_char(&own, '{');
    buf_add_char(&theirs, '{');
    for (size_t i = 0; i < child->resolve.pairs; i++) {
        add_item(&own, ddl_column_name(child, child->resolve.own[i]));
        add_item(&theirs, child->resolve.theirs[i]);
    }
    buf_add_char(&own, '}');
    buf_add_char(&theirs, '}');
    const char *values[] = {child->name, child->resolve.parent, own.data, theirs.data};

    code = tell(connection, "select ops.enter_relation($1, $2, $3, $4)", 4, values, err);
    buf_release(&own);
    buf_release(&theirs);
    return code;
}

int schema_relations(PGconn *connection, const struct contract_list *list, struct err *err)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct contract *child = &list->contracts[i];

        if (!child->resolve.parent)
            leave_relation(connection, child, err);
        else if (check_parent(child, find_contract(list, child->resolve.parent), err) == 0)
            enter_relation(connection, child, err);
        if (err->code)
            return err->code;
    }
    return 0;
}
