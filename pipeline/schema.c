/* ontrack schema - makes the database, or shows what it would be made of. */
#include "base/buf.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/tree.h"
#include "pipeline/commands.h"
#include "pipeline/database.h"
#include "store/connect.h"
#include "store/ddl.h"
#include "store/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SQL_MAXIMUM = 16 * 1024 * 1024 };

static bool apply, print;
static const char *config_path, *staging, *contracts;
static struct option_list codes;

static const struct option_spec options[] = {
    {"config", OPTION_TEXT, &config_path, "FILE", DATABASE_CONFIG_HELP},
    {"apply", OPTION_FLAG, &apply, NULL, "bring the database to what this version works with"},
    {"print", OPTION_FLAG, &print, NULL, "print the tables that the contracts make"},
    {"staging", OPTION_TEXT, &staging, "FEED", "print a table that takes what anonymise prints"},
    {"contracts", OPTION_TEXT, &contracts, "DIR", "the contracts (default: the program's own)"},
    {"codes", OPTION_LIST, &codes, "DIR", "code lists beside the program's own; repeatable"},
    {.name = NULL}};

static int add_table(
    struct buf *sql, const struct contract *contract, enum ddl_kind kind, struct err *err)
{
    struct ddl_table table;
    bool ok;

    if (!ddl_table(&table, contract, kind))
        return 0;
    ok = ddl_create(sql, &table) && ddl_comment(sql, &table) && buf_add_char(sql, '\n');
    ddl_release(&table);
    return ok ? 0 : err_set(err, EX_CONFIG, "contract '%s' is too large", contract->path);
}

static int print_contracts(const char *folder, struct err *err)
{
    struct buf sql = BUF_INIT(SQL_MAXIMUM);
    struct contract_list list;
    int code = contract_list_load(&list, folder, err);

    if (code)
        return code;
    for (size_t i = 0; i < list.count && !code; i++)
        for (enum ddl_kind kind = 0; kind < DDL_STAGING && !code; kind++)
            code = add_table(&sql, &list.contracts[i], kind, err);
    if (!code)
        fputs(buf_text(&sql), stdout);
    contract_list_release(&list);
    buf_release(&sql);
    return code;
}

static int print_staging(const char *folder, struct err *err)
{
    struct buf sql = BUF_INIT(SQL_MAXIMUM);
    struct contract contract;
    char *path = mem_format("%s/%s.json", folder, staging);
    int code = contract_load(&contract, path, err);

    if (!code) {
        code = add_table(&sql, &contract, DDL_STAGING, err);
        contract_release(&contract);
    }
    if (!code)
        fputs(buf_text(&sql), stdout);
    free(path);
    buf_release(&sql);
    return code;
}

/* Folders of code lists: the program's own, those of the configuration, those of the command. */
static const char **code_folders(const struct config *config, const char *own, size_t *count)
{
    const char **folders = mem_array(1 + config->code_count + codes.count, sizeof *folders);

    *count = 0;
    folders[(*count)++] = own;
    for (size_t i = 1; i < config->code_count; i++)
        folders[(*count)++] = config->codes[i];
    for (size_t i = 0; i < codes.count; i++)
        folders[(*count)++] = codes.items[i];
    return folders;
}

static int apply_all(const char *folder, struct err *err)
{
    struct schema_paths paths = {.sql = tree_path("sql", err), .contracts = mem_text(folder)};
    char *own = paths.sql ? tree_path("contracts/codes", err) : NULL;
    struct config config = {0};
    PGconn *connection = NULL;
    const char **folders = NULL;

    paths.common = own ? tree_path("contracts/rules/every_feed.json", err) : NULL;
    if (paths.common && database_config(&config, config_path, err) == 0)
        connection = store_connect("ontrack schema", err);
    if (connection) {
        paths.codes = folders = code_folders(&config, own, &paths.code_count);
        paths.figures = config.figures;
        schema_apply(connection, &paths, err);
        PQfinish(connection);
    }
    config_release(&config);
    free(folders);
    free(own);
    free(paths.sql);
    free(paths.contracts);
    free(paths.common);
    return err->code;
}

static int run(int count, char **operands, struct err *err)
{
    char *folder;
    int code;

    (void)count;
    (void)operands;
    if (apply + print + (staging != NULL) != 1)
        return err_set(err, EX_USAGE, "give one of '--apply', '--print' and '--staging'");
    folder = contracts ? mem_text(contracts) : tree_path("contracts", err);
    if (!folder)
        return err->code;
    code = apply   ? apply_all(folder, err)
           : print ? print_contracts(folder, err)
                   : print_staging(folder, err);
    free(folder);
    option_list_release(&codes);
    return code;
}

const struct stage command_schema = {
    .name = "ontrack schema",
    .purpose = "Makes the database's schemas, tables and roles, or prints them",
    .operands = "",
    .minimum = 0,
    .maximum = 0,
    .options = options,
    .exits = "  0   done\n"
             "  64  usage\n"
             "  69  no database\n"
             "  77  the database user lacks a right\n"
             "  78  a contract or a migration cannot be applied to what is there\n",
    .run = run,
};
