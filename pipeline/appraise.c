/* ontrack appraise - makes one analysis again, from what the night left in mart, then what is published
 * and the report. */
#include "pipeline/analysis.h"
#include "pipeline/commands.h"
#include "pipeline/folders.h"
#include "pipeline/ledger.h"
#include "pipeline/report.h"
#include "base/memory.h"
#include "store/connect.h"

#include <stdio.h>
#include <stdlib.h>

static const char *config_path;
static bool list;

static const struct option_spec options[] = {
    {"config", OPTION_TEXT, &config_path, "FILE", CONFIG_HELP},
    {"list", OPTION_FLAG, &list, NULL, "name the analyses"},
    {0},
};

/* What stands of mart: its row, to be freed; NULL where an analysis of it would be of no night. */
static PGresult *standing(PGconn *connection, struct err *err)
{
    PGresult *result = ledger_ask(connection, "mart_stands", 0, NULL, err);

    if (result && PQntuples(result) == 1 && *store_value(result, 0, "changed") == 'f')
        return result;
    if (result) {
        err_set(err, EX_DATAERR,
            PQntuples(result) ? "there are loads that mart has not seen yet"
                              : "no night has been analysed yet");
        err_hint(err, "run the night: ontrack run");
    }
    PQclear(result);
    return NULL;
}

static int appraise(
    PGconn *connection, const struct folders *folders, const char *name, struct err *err)
{
    PGresult *mart = standing(connection, err);
    char *log = mem_format("%s/analysis-again.log", folders->log);
    struct err problem = ERR_INIT;
    bool stands = false;

    if (mart) {
        analysis_again(connection, name, store_value(mart, 0, "night"), log, &stands, err);
        if (stands) /* one that failed is published as failed */
            report_renew(folders, store_value(mart, 0, "basis"), &problem);
        if (!err->code)
            *err = problem;
    }
    if (!err->code)
        printf("'%s' is made again, and the report with it\n", name);
    PQclear(mart);
    free(log);
    return err->code;
}

static int run(int count, char **operands, struct err *err)
{
    struct config config = {0};
    struct folders folders = {.lock = -1};
    PGconn *connection = NULL;

    if (list)
        return analysis_list(err);
    if (!count)
        return err_set(err, EX_USAGE, "name the analysis: `ontrack appraise --list` has them");
    if (config_load(&config, config_path, NULL, err) == 0 &&
        folders_open(&folders, config.var, config.night, err) == 0)
        connection = store_connect("ontrack", err);
    if (connection && ledger_lock(connection, err) == 0)
        appraise(connection, &folders, operands[0], err);
    PQfinish(connection);
    folders_close(&folders);
    config_release(&config);
    return err->code == EX_NOINPUT ? EX_CONFIG : err->code;
}

const struct stage command_appraise = {
    .name = "ontrack appraise",
    .purpose = "Makes one analysis of analyses/ again, from what the night left in the database",
    .operands = "[NAME]",
    .minimum = 0,
    .maximum = 1,
    .options = options,
    .exits = "   0  it is made again, and the report with it\n"
             "  64  usage, or there is no analysis of that name\n"
             "  65  it failed, or there are loads that no night has analysed yet\n"
             "  69  the database server or gnuplot is not available\n"
             "  73  a folder or file below 'var' can't be made\n"
             "  74  a file below 'var' can't be written\n"
             "  75  a run is going on\n"
             "  78  the configuration, an analysis, or the database's schema is not in order\n",
    .run = run,
};
