#include "pipeline/analysis.h"
#include "pipeline/declaration.h"
#include "pipeline/filter.h"
#include "pipeline/ledger.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/stage.h"
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
    uint64_t print;     /* of the files so far */
    struct err problem; /* of the first analysis that failed */
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

/* What the database says of a step: the value of an option. Nothing where it is NULL. */
static int add_value(
    struct work *work, struct arguments *arguments, const cJSON *value, struct err *err)
{
    PGresult *result = store_ask(
        work->connection, value->valuestring, 0, NULL, "read what an analysis needs", err);
    char *option = mem_format("--%s", value->string);

    if (result && PQntuples(result) == 1 && !PQgetisnull(result, 0, 0))
        arguments_option(arguments, option, PQgetvalue(result, 0, 0));
    free(option);
    PQclear(result);
    return err->code;
}

static int add_arguments(struct work *work, struct arguments *arguments, const cJSON *declaration,
    const cJSON *step, struct err *err)
{
    const cJSON *seed = cJSON_GetObjectItemCaseSensitive(declaration, "seed"), *item;
    const cJSON *command = cJSON_GetObjectItemCaseSensitive(step, "command");
    char seed_text[24];

    if (seed)
        snprintf(seed_text, sizeof seed_text, "%lld", (long long)seed->valuedouble);
    if (cJSON_GetArraySize(command) > ARGUMENTS_MAXIMUM / 2)
        return err_set(err, EX_CONFIG, "'command' has too many words");
    cJSON_ArrayForEach(item, command)
    {
        if (seed && strcmp(item->valuestring, "{seed}") == 0)
            arguments_add(arguments, seed_text);
        else
            arguments_add(arguments, item->valuestring);
    }
    arguments_add(arguments, "--named");
    arguments_option(arguments, "--analysis", declaration_name(declaration));
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(step, "values"))
    {
        if (add_value(work, arguments, item, err))
            break;
    }
    return err->code;
}

static int run_step(struct work *work, const cJSON *declaration, const cJSON *step, struct err *err)
{
    struct arguments arguments = {0};
    struct filter filter = {.program = "appraise", .arguments = &arguments, .log = work->log};
    char *options[KEEP_MAXIMUM] = {0};
    const cJSON *tables, *item;

    json_text(step, "query", NULL, &filter.query, "an analysis", err);
    json_required(step, "into", &filter.into, "an analysis", err);
    tables = filter.query ? NULL : cJSON_GetObjectItemCaseSensitive(declaration, "tables");
    if (cJSON_GetArraySize(tables) > KEEP_MAXIMUM)
        return err_set(err, EX_CONFIG, "more than %d tables", KEEP_MAXIMUM);
    cJSON_ArrayForEach(item, tables)
    {
        options[filter.table_count] = mem_format("--%s", item->string);
        filter.tables[filter.table_count] =
            (struct filter_table){options[filter.table_count], item->valuestring};
        filter.table_count++;
    }
    if (!err->code && add_arguments(work, &arguments, declaration, step, err) == 0)
        filter_run(work->connection, &filter, err);
    arguments_release(&arguments);
    for (size_t i = 0; i < KEEP_MAXIMUM; i++)
        free(options[i]);
    return err->code;
}

/* Enters the analysis in mart.analysis and empties what it had: false where figures are missing. */
static bool begin_analysis(struct work *work, const cJSON *declaration, struct err *err)
{
    char *text = cJSON_PrintUnformatted(declaration);
    const char *const values[] = {text, ONTRACK_VERSION};
    PGresult *result = store_ask(work->connection, "select mart.begin_analysis($1::json, $2) as go",
        2, values, "enter an analysis", err);
    const char *go = result ? store_value(result, 0, "go") : NULL;
    bool may_go = go && *go == 't';

    PQclear(result);
    cJSON_free(text);
    return may_go;
}

static int fail_analysis(struct work *work, const cJSON *declaration, struct err *problem)
{
    struct err err = ERR_INIT;
    const char *const values[] = {declaration_name(declaration), problem->message};

    if (!problem->detail[0])
        err_detail(problem, "in analysis '%s'", declaration_name(declaration));
    if (!work->problem.code)
        work->problem = *problem;
    if (store_run(work->connection, "rollback to savepoint analysis", "roll back", &err) == 0 &&
        !begin_analysis(work, declaration, &err))
        return err.code;
    PQclear(store_ask(work->connection, "select mart.fail_analysis($1, $2)", 2, values,
        "enter what is wrong with an analysis", &err));
    if (err.code)
        *problem = err;
    return err.code;
}

/* One analysis, in a savepoint of its own: one that fails leaves the others standing. Only what makes
 * all of them impossible is an error here. */
static int run_analysis(struct work *work, const cJSON *declaration, struct err *err)
{
    struct err problem = ERR_INIT;
    const cJSON *step;

    if (store_run(work->connection, "savepoint analysis", "set a savepoint", err))
        return err->code;
    if (begin_analysis(work, declaration, &problem)) {
        cJSON_ArrayForEach(step, cJSON_GetObjectItemCaseSensitive(declaration, "steps"))
        {
            if (run_step(work, declaration, step, &problem))
                break;
        }
    }
    if (problem.code &&
        (problem.code == EX_UNAVAILABLE || fail_analysis(work, declaration, &problem)))
        *err = problem;
    return err->code ? err->code
                     : store_run(work->connection, "release savepoint analysis", "end it", err);
}

/* Those of analyses/, or the one of that name. */
static int run_analyses(struct work *work, const char *only, struct err *err)
{
    struct declarations declarations = {0};
    char *folder = tree_path("analyses", err);
    bool found = !only;

    if (folder)
        declarations_read(&declarations, folder, err);
    for (size_t i = 0; i < declarations.count && !err->code; i++) {
        const cJSON *declaration = declarations.items[i];

        if (only && strcmp(only, declaration_name(declaration)) != 0)
            continue;
        found = true;
        run_analysis(work, declaration, err);
    }
    if (!err->code && !found) {
        err_set(err, EX_USAGE, "there is no analysis '%s'", only);
        err_hint(err, "`ontrack appraise --list` names them");
    }
    declarations_release(&declarations);
    free(folder);
    return err->code;
}

static int set_night(struct work *work, const char *night, struct err *err)
{
    PQclear(store_ask(work->connection, "select set_config('ontrack.as_of', $1, true)", 1, &night,
        "set tonight's date", err));
    return err->code;
}

/* What an analysis that failed leaves is not what the basis stands for: the next run tries again. */
static int enter_basis(struct work *work, const char *basis, struct err *err)
{
    char *text = mem_format("%s%s", basis, work->problem.code ? " incomplete" : "");
    const char *values[] = {text};

    PQclear(ledger_ask(work->connection, "enter_basis", 1, values, err));
    free(text);
    return err->code;
}

static int build(struct work *work, const char *night, const char *only, struct err *err)
{
    if (store_run(work->connection, "begin", "open a transaction", err) ||
        set_night(work, night, err) ||
        (!only && each_of_tree(work, "sql/mart", ".sql", run_file, err)) ||
        run_analyses(work, only, err) || each_of_tree(work, "sql/publish", ".sql", run_file, err))
        return err->code;
    return 0;
}

static int open_log(struct work *work, const char *log, struct err *err)
{
    work->log = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    return work->log < 0 ? err_errno(err, EX_CANTCREAT, "cannot make '%s'", log) : 0;
}

/* Commits what stands, then says what of it has failed. */
static int conclude(struct work *work, const char *log, bool *stands, struct err *err)
{
    struct err ignored = ERR_INIT;

    if (err->code || store_commit(work->connection, "commit the analysis", err))
        store_run(work->connection, "rollback", "roll back", &ignored);
    else
        *stands = true;
    if (*stands && work->problem.code) {
        *err = work->problem;
        err_hint(err, "the other analyses stand; its log is '%s'", log);
    }
    close(work->log);
    return err->code;
}

int analysis_run(PGconn *connection, const struct config *config, const char *basis,
    const char *log, bool *stands, struct err *err)
{
    struct work work = {.connection = connection};

    *stands = false;
    if (open_log(&work, log, err))
        return err->code;
    if (build(&work, config->night, NULL, err) == 0)
        enter_basis(&work, basis, err);
    return conclude(&work, log, stands, err);
}

int analysis_again(PGconn *connection, const char *name, const char *night, const char *log,
    bool *stands, struct err *err)
{
    struct work work = {.connection = connection};

    *stands = false;
    if (open_log(&work, log, err))
        return err->code;
    build(&work, night, name, err);
    return conclude(&work, log, stands, err);
}

int analysis_list(struct err *err)
{
    struct declarations declarations = {0};
    char *folder = tree_path("analyses", err);

    if (folder)
        declarations_read(&declarations, folder, err);
    for (size_t i = 0; i < declarations.count && !err->code; i++)
        printf("%-32s %s\n", declaration_name(declarations.items[i]),
            cJSON_GetObjectItemCaseSensitive(declarations.items[i], "title")->valuestring);
    declarations_release(&declarations);
    free(folder);
    return err->code;
}
