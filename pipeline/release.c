/* ontrack release, ontrack reject - the data officer's decision about deliveries that a gate holds:
 * released, the next run applies them; rejected, no run does. A decision is about those bytes only. */
#include "pipeline/commands.h"
#include "pipeline/database.h"
#include "store/connect.h"

#include <stdio.h>

static bool all;
static const char *config_path;

static const struct option_spec options[] = {
    {"all", OPTION_FLAG, &all, NULL, "every delivery that is held"},
    {"config", OPTION_TEXT, &config_path, "FILE", DATABASE_CONFIG_HELP}, {.name = NULL}};

static int decide(PGconn *connection, const char *unit, const char *decision, struct err *err)
{
    const char *values[] = {unit, decision};
    PGresult *rows = store_ask(
        connection, "select * from ops.decide($1, $2)", 2, values, "record the decision", err);
    int count;

    if (!rows)
        return err->code;
    count = PQntuples(rows);
    for (int i = 0; i < count; i++)
        printf("%s/%s/%s: gate '%s' %s\n", store_value(rows, i, "source"),
            store_value(rows, i, "feed"), store_value(rows, i, "slot"),
            store_value(rows, i, "gate"), decision[2] == 'l' ? "released" : "rejected");
    PQclear(rows);
    if (count || all)
        return 0;
    err_set(err, EX_DATAERR, "nothing is held under the name '%s'", unit);
    return err_hint(err, "ontrack status shows what is held, as SOURCE/FEED/SLOT");
}

static int run(int count, char **operands, const char *decision, struct err *err)
{
    struct config config;
    PGconn *connection;
    int code;

    if ((count == 1) == all)
        return err_set(err, EX_USAGE, "name one unit, as SOURCE/FEED/SLOT, or give '--all'");
    code = database_config(&config, config_path, err);
    if (code)
        return code;
    connection = store_connect("ontrack", err);
    code = connection ? decide(connection, all ? NULL : operands[0], decision, err) : err->code;
    PQfinish(connection);
    config_release(&config);
    return code;
}

static int run_release(int count, char **operands, struct err *err)
{
    return run(count, operands, "release", err);
}

static int run_reject(int count, char **operands, struct err *err)
{
    return run(count, operands, "reject", err);
}

#define EXITS                                                                                      \
    "  0   recorded\n"                                                                             \
    "  64  usage\n"                                                                                \
    "  65  nothing is held under that name\n"                                                      \
    "  69  no database\n"                                                                          \
    "  77  the database user lacks a right\n"

const struct stage command_release = {
    .name = "ontrack release",
    .purpose = "Lets the next run apply what a gate holds back",
    .operands = "[UNIT]",
    .minimum = 0,
    .maximum = 1,
    .options = options,
    .exits = EXITS,
    .run = run_release,
};

const struct stage command_reject = {
    .name = "ontrack reject",
    .purpose = "Settles that a delivery which a gate holds back is never applied",
    .operands = "[UNIT]",
    .minimum = 0,
    .maximum = 1,
    .options = options,
    .exits = EXITS,
    .run = run_reject,
};
