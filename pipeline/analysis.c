#include "pipeline/analysis.h"
#include "pipeline/filter.h"
#include "pipeline/ledger.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/tree.h"
#include "store/connect.h"
#include "store/schema.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SQL_MAXIMUM = 4 * 1024 * 1024 };

struct work {
    PGconn *connection;
    int log;
    uint64_t print; /* of the files so far */
};

typedef int (*file_action)(struct work *work, const char *path, struct err *err);

/* Does something with each file of a folder whose name ends so, in the order of the names. */
static int each_file(
    struct work *work, const char *folder, const char *ending, file_action action, struct err *err)
{
    struct path_list list = {0};

    path_list_read(&list, folder, ending, err);
    for (size_t i = 0; i < list.count && !err->code; i++)
        action(work, list.paths[i], err);
    path_list_release(&list);
    return err->code;
}

static int each_of_tree(struct work *work, const char *relative, const char *ending,
    file_action action, struct err *err)
{
    char *folder = tree_path(relative, err);

    if (folder)
        each_file(work, folder, ending, action, err);
    free(folder);
    return err->code;
}

static int add_print(struct work *work, const char *path, struct err *err)
{
    size_t length;
    char *text = file_read(path, SQL_MAXIMUM, &length, err);

    if (!text)
        return err->code;
    work->print = work->print * 31 + fingerprint(text, length);
    free(text);
    return 0;
}

char *analysis_basis(PGconn *connection, const struct config *config, char **built, struct err *err)
{
    struct work work = {0};
    char print[24];
    const char *const values[] = {config->night, print};
    PGresult *result = NULL;
    char *basis = NULL;

    each_of_tree(&work, "sql/mart", ".sql", add_print, err);
    each_of_tree(&work, "analyses", ".json", add_print, err);
    each_of_tree(&work, "sql/publish", ".sql", add_print, err);
    for (size_t i = 0; i < config->code_count; i++)
        each_file(&work, config->codes[i], ".csv", add_print, err);
    snprintf(print, sizeof print, "%016llx", (unsigned long long)work.print);
    if (!err->code)
        result = ledger_ask(connection, "basis", 2, values, err);
    if (result) {
        basis = mem_text(store_value(result, 0, "basis"));
        *built = mem_text(store_value(result, 0, "built"));
    }
    PQclear(result);
    return basis;
}

static int run_file(struct work *work, const char *path, struct err *err)
{
    char *sql = file_read(path, SQL_MAXIMUM, NULL, err);
    char *what = mem_format("run '%s'", path);

    if (sql)
        store_run(work->connection, sql, what, err);
    free(what);
    free(sql);
    return err->code;
}

static int read_command(
    struct arguments *arguments, const cJSON *analysis, const char *path, struct err *err)
{
    const cJSON *command = cJSON_GetObjectItemCaseSensitive(analysis, "command");
    const cJSON *item;

    if (!cJSON_IsArray(command) || cJSON_GetArraySize(command) > ARGUMENTS_MAXIMUM)
        return err_set(err, EX_CONFIG, "'command' of '%s' must be a list of texts", path);
    cJSON_ArrayForEach(item, command)
    {
        if (!cJSON_IsString(item))
            return err_set(err, EX_CONFIG, "'command' of '%s' must be a list of texts", path);
        arguments_add(arguments, item->valuestring);
    }
    return 0;
}

static int run_analysis(struct work *work, const char *path, struct err *err)
{
    static const char *const known[] = {
        "name", "title", "description", "command", "query", "into", NULL};
    struct arguments arguments = {0};
    struct filter filter = {.program = "appraise", .arguments = &arguments, .log = work->log};
    cJSON *json = json_load(path, err);

    if (json && json_known(json, known, path, err) == 0 &&
        json_required(json, "query", &filter.query, path, err) == 0 &&
        json_required(json, "into", &filter.into, path, err) == 0 &&
        read_command(&arguments, json, path, err) == 0 &&
        filter_run(work->connection, &filter, err) && !err->detail[0])
        err_detail(err, "in analysis '%s'", path);
    arguments_release(&arguments);
    cJSON_Delete(json);
    return err->code;
}

static int set_night(struct work *work, const char *night, struct err *err)
{
    PQclear(store_ask(work->connection, "select set_config('ontrack.as_of', $1, true)", 1, &night,
        "set tonight's date", err));
    return err->code;
}

static int build(struct work *work, const struct config *config, const char *basis, struct err *err)
{
    if (store_run(work->connection, "begin", "open a transaction", err) ||
        set_night(work, config->night, err) ||
        each_of_tree(work, "sql/mart", ".sql", run_file, err) ||
        each_of_tree(work, "analyses", ".json", run_analysis, err) ||
        each_of_tree(work, "sql/publish", ".sql", run_file, err))
        return err->code;
    PQclear(ledger_ask(work->connection, "enter_basis", 1, &basis, err));
    return err->code ? err->code
                     : store_run(work->connection, "commit", "commit the analysis", err);
}

int analysis_run(PGconn *connection, const struct config *config, const char *basis,
    const char *log, struct err *err)
{
    struct work work = {.connection = connection};
    struct err ignored = ERR_INIT;

    work.log = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (work.log < 0)
        return err_errno(err, EX_CANTCREAT, "cannot make '%s'", log);
    if (build(&work, config, basis, err))
        store_run(connection, "rollback", "roll back", &ignored);
    close(work.log);
    return err->code;
}
