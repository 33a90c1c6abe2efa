#include "store/schema.h"
#include "base/json.h"
#include "base/log.h"
#include "base/memory.h"
#include "store/connect.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAXIMUM = 4 * 1024 * 1024 };

/* Any number that no other program takes for its advisory lock. */
#define SCHEMA_LOCK "7306641204283112803"

/* What is wrong with a statement of a file of ours may be shown with its place. */
static int run_file(PGconn *connection, const char *path, const char *text, struct err *err)
{
    char what[256];

    snprintf(what, sizeof what, "run '%.200s'", path);
    return store_run(connection, text, what, err);
}

static int is_applied(PGconn *connection, const char *name, const char *fingerprint_text,
    bool *applied, struct err *err)
{
    PGresult *rows;
    const char *known;
    int code = 0;

    *applied = false;
    rows = store_ask(connection, "select to_regclass('ops.migration') is not null as there", 0,
        NULL, "look for the ledger", err);
    if (!rows)
        return err->code;
    known = store_value(rows, 0, "there");
    if (known && *known == 'f') {
        PQclear(rows);
        return 0;
    }
    PQclear(rows);
    rows = store_ask(connection, "select fingerprint from ops.migration where name = $1", 1, &name,
        "read the ledger", err);
    if (!rows)
        return err->code;
    *applied = PQntuples(rows) > 0;
    if (*applied && strcmp(PQgetvalue(rows, 0, 0), fingerprint_text) != 0) {
        code = err_set(err, EX_CONFIG, "'%s' has changed since it was applied", name);
        err_hint(
            err, "undo the change and put it into a new file: applied files are not run again");
    }
    PQclear(rows);
    return code;
}

static int record(
    PGconn *connection, const char *name, const char *fingerprint_text, struct err *err)
{
    const char *values[] = {name, fingerprint_text};
    PGresult *rows = store_ask(connection,
        "insert into ops.migration (name, fingerprint) values ($1, $2) returning name", 2, values,
        "record a migration", err);

    if (!rows)
        return err->code;
    PQclear(rows);
    return 0;
}

static int migrate_file(PGconn *connection, const char *path, struct err *err)
{
    size_t length;
    char *text = file_read(path, FILE_MAXIMUM, &length, err);
    char mark[24];
    bool applied;
    int code;

    if (!text)
        return err->code;
    snprintf(mark, sizeof mark, "%016" PRIx64, fingerprint(text, length));
    code = is_applied(connection, path_name(path), mark, &applied, err);
    if (!code && !applied) {
        code = store_run(connection, "begin", "begin a transaction", err);
        if (!code)
            code = run_file(connection, path, text, err);
        if (!code)
            code = record(connection, path_name(path), mark, err);
        if (!code)
            code = store_commit(connection, "commit a migration", err);
    }
    free(text);
    return code;
}

int schema_migrate(PGconn *connection, const char *sql, struct err *err)
{
    char *folder = mem_format("%s/schema", sql);
    struct path_list files;
    int code = path_list_read(&files, folder, ".sql", err);

    for (size_t i = 0; i < files.count && !code; i++)
        code = migrate_file(connection, files.paths[i], err);
    path_list_release(&files);
    free(folder);
    return code;
}

static int run_path(PGconn *connection, const char *path, struct err *err)
{
    char *text = file_read(path, FILE_MAXIMUM, NULL, err);
    int code = text ? run_file(connection, path, text, err) : err->code;

    free(text);
    return code;
}

int schema_run_folder(PGconn *connection, const char *folder, struct err *err)
{
    struct path_list files;
    int code = path_list_read(&files, folder, ".sql", err);

    for (size_t i = 0; i < files.count && !code; i++)
        code = run_path(connection, files.paths[i], err);
    path_list_release(&files);
    return code;
}

int schema_roles(PGconn *connection, const char *sql, struct err *err)
{
    char *path = mem_format("%s/roles.sql", sql);
    int code = run_path(connection, path, err);
    PGresult *missing = NULL;

    if (!code) {
        missing = store_ask(
            connection, "select * from ops.missing_roles()", 0, NULL, "look for the roles", err);
        code = missing ? 0 : err->code;
    }
    if (missing && PQntuples(missing)) {
        log_warning(
            "role '%s' is not there, and this user may not create it", PQgetvalue(missing, 0, 0));
        log_info("hint: let a user with CREATEROLE run: psql -f '%s'", path);
    }
    PQclear(missing);
    free(path);
    return code;
}

static int apply_parts(PGconn *connection, const struct schema_paths *paths,
    const struct contract_list *list, struct err *err)
{
    char *functions = mem_format("%s/functions", paths->sql);
    char *gates = mem_format("%s/gates", paths->sql);
    int code = schema_migrate(connection, paths->sql, err);

    if (!code)
        code = store_run(connection, "begin", "begin a transaction", err);
    if (!code)
        code = schema_run_folder(connection, functions, err);
    if (!code)
        code = schema_run_folder(connection, gates, err);
    for (size_t i = 0; i < list->count && !code; i++)
        code = schema_feed(connection, &list->contracts[i], err);
    if (!code)
        code = schema_relations(connection, list, err);
    if (!code)
        code = schema_codes(connection, paths, err);
    if (!code)
        code = schema_figures(connection, paths->figures, err);
    if (!code)
        code = schema_rules(connection, list, paths->common, err);
    if (!code)
        code = schema_roles(connection, paths->sql, err);
    if (!code)
        code = store_commit(connection, "commit the schema", err);
    free(functions);
    free(gates);
    return code;
}

int schema_apply(PGconn *connection, const struct schema_paths *paths, struct err *err)
{
    struct contract_list list;
    int code = contract_list_load(&list, paths->contracts, err);

    if (code)
        return code;
    code =
        store_run(connection, "select pg_advisory_lock(" SCHEMA_LOCK ")", "lock the schema", err);
    if (!code)
        code = apply_parts(connection, paths, &list, err);
    contract_list_release(&list);
    return code;
}
