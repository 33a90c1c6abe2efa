/* ontrack plan - what tonight's run would do: every stage reads everything, load only asks the gates, and nothing is
 * written to the database. */
#include "pipeline/chain.h"
#include "pipeline/commands.h"
#include "pipeline/ledger.h"
#include "pipeline/waiting.h"
#include "base/memory.h"
#include "store/connect.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *config_path, *as_of;

static const struct option_spec options[] = {
    {"config", OPTION_TEXT, &config_path, "FILE", CONFIG_HELP},
    {"as-of", OPTION_TEXT, &as_of, "DATE", AS_OF_HELP},
    {0},
};

struct work {
    struct config config;
    struct folders folders;
    struct remote remote;
    struct night night;
    struct meter meter;
    PGconn *connection;
    char key_id[KEY_ID_LENGTH + 1];
};

/* Its traces go to a folder of its own, and away afterwards. */
static int open_folders(struct work *work, struct err *err)
{
    char *var = mem_format("%s/plan", work->config.var);

    folders_open(&work->folders, var, work->config.night, err);
    free(var);
    return err->code;
}

static int open_all(struct work *work, struct err *err)
{
    if (config_load(&work->config, config_path, as_of, err) || open_folders(work, err))
        return err->code;
    work->connection = store_connect("ontrack", err);
    if (!work->connection || ledger_key(work->connection, &work->config, work->key_id, err))
        return err->code;
    work->remote = (struct remote){
        .connection = work->connection, .config = &work->config, .key_id = work->key_id};
    if (remote_open(&work->remote, work->folders.var, err) ||
        night_plan(&work->night, &work->config, &work->remote, NULL, err))
        return err->code;
    return ledger_compare(work->connection, &work->night, work->key_id, err);
}

static void say(const struct unit *unit)
{
    const char *what = outcome_name(unit->outcome);

    if (unit->outcome == OUTCOME_APPLIED)
        what = "to be applied";
    else if (unit->outcome == OUTCOME_HELD)
        what = "to be held";
    printf("%-13s %s", what, unit->label);
    if (unit->outcome != OUTCOME_UNCHANGED && unit->outcome != OUTCOME_REJECTED)
        printf(": %llu read, %llu rejected", (unsigned long long)unit->read,
            (unsigned long long)unit->rejected);
    putchar('\n');
    for (const char *const *line = (const char *const[]){unit->problem.message,
             unit->problem.detail, unit->problem.hint, NULL};
         *line; line++)
        if (**line)
            printf("              %s\n", *line);
}

static int read_everything(struct work *work, struct err *err)
{
    struct chain chain = {.config = &work->config,
        .folders = &work->folders,
        .remote = &work->remote,
        .key_id = work->key_id,
        .meter = &work->meter,
        .night = &work->night,
        .dry = true};

    if (meter_open(&work->meter, night_bytes_due(&work->night), err))
        return err->code;
    waiting_print(&work->night);
    for (size_t i = 0; i < work->night.unit_count && !err->code; i++) {
        struct unit *unit = &work->night.units[i];

        if (!night_skip(&work->night, unit) && unit->outcome == OUTCOME_DUE)
            chain_run(&chain, unit, err);
        say(unit);
    }
    meter_close(&work->meter);
    return err->code;
}

static void close_all(struct work *work)
{
    night_release(&work->night);
    remote_close(&work->remote);
    folders_remove(&work->folders);
    PQfinish(work->connection);
    config_release(&work->config);
}

static int run(int count, char **operands, struct err *err)
{
    struct work work = {.folders = {.lock = -1}};
    sigset_t child;
    int code;

    (void)count;
    (void)operands;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    code = open_all(&work, err);
    if (code == EX_NOINPUT || code == EX_NOPERM)
        code = EX_CONFIG;
    if (!code)
        code = read_everything(&work, err);
    if (!code) {
        char waiting[WAITING_SIZE];

        printf("night %s would be %s: %zu units to be applied, %zu unchanged, %zu to be held, "
               "%zu failed%s\n",
            work.config.night, ledger_verdict(&work.night),
            night_count(&work.night, OUTCOME_APPLIED), night_count(&work.night, OUTCOME_UNCHANGED),
            night_count(&work.night, OUTCOME_HELD), night_count(&work.night, OUTCOME_FAILED),
            waiting_count(&work.night, waiting));
        code = ledger_code(&work.night);
    }
    close_all(&work);
    return code;
}

const struct stage command_plan = {
    .name = "ontrack plan",
    .purpose = "Says what tonight's run would do: reads everything, writes nothing",
    .operands = "",
    .options = options,
    .exits = "   0  everything could be applied, or nothing is due\n"
             "  65  something would fail or be held\n"
             "  69  the database server can't be reached\n"
             "  75  another plan is going on\n"
             "  78  the configuration, a key, or the database's schema is not in order\n",
    .run = run,
};
