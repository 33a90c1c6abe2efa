/* Figures of appraisal, and instruments of the user's own, into ref: the files go to the server as they are. */
#include "base/buf.h"
#include "base/json.h"
#include "base/memory.h"
#include "store/connect.h"
#include "store/schema.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { FIGURES_MAXIMUM = 16 * 1024 * 1024 };

/* Files of the folder, each a table of ref with the same columns. Of instruments the program has its own;
 * one that a file defines is the file's alone in that table. */
static const struct figures {
    const char *file, *columns;
    bool instrument;
} known[] = {
    {"appraisal",
        "programme, base_year, horizon, schedule, payer, cost_optimism, cost_optimism_low, "
        "cost_optimism_high, distribution, evidence, edition, source",
        false},
    {"assumption", "programme, outcome, parameter, value, low, high, edition, source", false},
    {"deflator", "price_year, value, source", false},
    {"discount", "schedule, year_from, year_to, rate, edition, source", false},
    {"instrument_band",
        "instrument, scale, rater, edition, low, high, band, rank, source, verified", true},
    {"instrument_item", "instrument, item, scale, raters, points, source", true},
    {"instrument_norm", "instrument, scale, rater, sex, age_from, age_to, mean, sd, source", true},
    {"instrument_scale", "instrument, scale, low, high, least_answered, parts, source, verified",
        true},
    {"scale", "instrument, scale, rater, metric, direction, threshold, source", true},
    {"threshold", "programme, value, edition, source", false},
    {"unit_cost",
        "code, outcome, agency, category, value, low, high, price_year, cashable, family, "
        "edition, valid_from, valid_to, source",
        false},
};

static const struct figures *find(const char *path)
{
    const char *name = path_name(path);

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t length = strlen(known[i].file);

        if (strncmp(name, known[i].file, length) == 0 && strcmp(name + length, ".csv") == 0)
            return &known[i];
    }
    return NULL;
}

/* Which line of the file the server stopped at: its context says so, and what stands there, which no
 * message of ours may. */
static long refused_line(const PGresult *result)
{
    const char *context = PQresultErrorField(result, PG_DIAG_CONTEXT);
    const char *line = context ? strstr(context, ", line ") : NULL;

    return line ? strtol(line + strlen(", line "), NULL, 10) : 0;
}

static int refuse(PGconn *connection, const PGresult *result, const char *path,
    const struct figures *figures, struct err *err)
{
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    long line = refused_line(result);

    store_refused(connection, result, "take a file of figures", err);
    if (err->code == EX_UNAVAILABLE || err->code == EX_NOPERM)
        return err->code;
    err->code = EX_CONFIG;
    if (line > 0)
        err_detail(err, "'%s', line %ld%s%s%s", path, line, constraint ? ", constraint '" : "",
            constraint ? constraint : "", constraint ? "'" : "");
    else
        err_detail(err, "'%s'", path);
    return err_hint(err, "its columns are %s", figures->columns);
}

static int finish(
    PGconn *connection, const char *path, const struct figures *figures, struct err *err)
{
    PGresult *result;

    while ((result = PQgetResult(connection)) != NULL) {
        if (PQresultStatus(result) != PGRES_COMMAND_OK && !err->code)
            refuse(connection, result, path, figures, err);
        PQclear(result);
    }
    return err->code;
}

static int send(
    PGconn *connection, const char *path, const struct figures *figures, struct err *err)
{
    size_t length;
    char *text = file_read(path, FIGURES_MAXIMUM, &length, err);
    char *sql = mem_format("copy %s.%s (%s) from stdin (format csv, header match)",
        figures->instrument ? "pg_temp" : "ref", figures->file, figures->columns);
    PGresult *result = text ? PQexec(connection, sql) : NULL;

    if (text && PQresultStatus(result) != PGRES_COPY_IN)
        store_refused(connection, result, "take a file of figures", err);
    else if (text && (PQputCopyData(connection, text, (int)length) != 1 ||
                         PQputCopyEnd(connection, NULL) != 1))
        store_refused(connection, NULL, "take a file of figures", err);
    else if (text)
        finish(connection, path, figures, err);
    PQclear(result);
    free(sql);
    free(text);
    return err->code;
}

static int call(
    PGconn *connection, const char *function, const struct figures *figures, struct err *err)
{
    char *sql = mem_format("select %s('%s')", function, figures->file);
    int code = store_run(connection, sql, "take a file of instruments", err);

    free(sql);
    return code;
}

static int store_instruments(
    PGconn *connection, const char *path, const struct figures *figures, struct err *err)
{
    if (call(connection, "ops.begin_instruments", figures, err) ||
        send(connection, path, figures, err))
        return err->code;
    return call(connection, "ops.take_instruments", figures, err);
}

static int unknown(const char *path, struct err *err)
{
    struct buf names = BUF_INIT(1024);

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        buf_addf(&names, "%s%s.csv", i ? ", " : "", known[i].file);
    err_set(err, EX_CONFIG, "'%s' is no file of figures", path);
    err_hint(err, "the folder may have %s", buf_text(&names));
    buf_release(&names);
    return err->code;
}

static int store_file(PGconn *connection, const char *path, struct err *err)
{
    const struct figures *figures = find(path);

    if (!figures)
        return unknown(path, err);
    return figures->instrument ? store_instruments(connection, path, figures, err)
                               : send(connection, path, figures, err);
}

int schema_figures(PGconn *connection, const char *folder, struct err *err)
{
    struct path_list files = {0};
    int code = 0;

    if (!folder)
        return 0;
    code = store_run(connection, "select ops.begin_figures()", "empty the tables of figures", err);
    if (!code)
        code = path_list_read(&files, folder, ".csv", err);
    for (size_t i = 0; i < files.count && !code; i++)
        code = store_file(connection, files.paths[i], err);
    path_list_release(&files);
    return code;
}
