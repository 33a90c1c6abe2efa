/* ontrack run - tonight's run: what is due goes through its chain, then mart and publish are
 * rebuilt where anything has changed, then the report. */
#include "pipeline/analysis.h"
#include "pipeline/chain.h"
#include "pipeline/commands.h"
#include "pipeline/feedback.h"
#include "pipeline/ledger.h"
#include "pipeline/report.h"
#include "pipeline/terms.h"
#include "pipeline/waiting.h"
#include "base/log.h"
#include "base/memory.h"
#include "privacy/key.h"
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

struct run {
    struct config config;
    struct folders folders;
    struct remote remote;
    struct night night;
    struct meter meter;
    PGconn *connection;
    char key_id[KEY_ID_LENGTH + 1];
    bool changed; /* anything at all */
};

/* The programs that we started die with us; all that is left to do is to say so. */
static void interrupted(int number)
{
    static const char text[] = "\nontrack: interrupted; run it again to go on\n";
    ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);

    (void)ignored;
    raise(number); /* SA_RESETHAND: this time it ends us */
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = interrupted, .sa_flags = (int)SA_RESETHAND};
    sigset_t child;

    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
}

static int open_all(struct run *run, struct err *err)
{
    if (config_load(&run->config, config_path, as_of, err) ||
        folders_open(&run->folders, run->config.var, run->config.night, err))
        return err->code;
    run->connection = store_connect("ontrack", err);
    if (!run->connection || ledger_lock(run->connection, err) ||
        ledger_key(run->connection, &run->config, run->key_id, err))
        return err->code;
    run->remote = (struct remote){
        .connection = run->connection, .config = &run->config, .key_id = run->key_id};
    if (remote_open(&run->remote, run->config.var, err) ||
        night_plan(&run->night, &run->config, &run->remote, err))
        return err->code;
    return ledger_compare(run->connection, &run->night, run->key_id, err);
}

static void say(const struct unit *unit)
{
    if (unit->outcome == OUTCOME_UNCHANGED)
        return;
    printf("%-13s %s: %llu read, %llu rejected\n", outcome_name(unit->outcome), unit->label,
        (unsigned long long)unit->read, (unsigned long long)unit->rejected);
    if (unit->problem.message[0])
        printf("              %s\n", unit->problem.message);
    if (unit->problem.detail[0])
        printf("              %s\n", unit->problem.detail);
    if (unit->problem.hint[0])
        printf("              hint: %s\n", unit->problem.hint);
    fflush(stdout);
}

static void skip(struct unit *unit, const char *obstacle)
{
    unit->outcome = OUTCOME_SKIPPED;
    err_set(
        &unit->problem, EX_DATAERR, "'%s' could not be applied, and this hangs on it", obstacle);
    err_hint(&unit->problem, "mend that one; this one follows");
}

/* A load that missed the server: where we can't reach it either, nothing further is worth trying. */
static int check_server(struct run *run, const struct unit *unit, struct err *err)
{
    if (unit->problem.code != EX_UNAVAILABLE)
        return err->code;
    return store_run(run->connection, "select 1", "answer", err);
}

static int run_chains(struct run *run, struct err *err)
{
    struct chain chain = {.config = &run->config,
        .folders = &run->folders,
        .remote = &run->remote,
        .key_id = run->key_id,
        .meter = &run->meter};

    for (size_t i = 0; i < run->night.unit_count && !err->code; i++) {
        struct unit *unit = &run->night.units[i];
        const char *obstacle = night_obstacle(&run->night, unit);

        if (unit->outcome == OUTCOME_DUE && obstacle)
            skip(unit, obstacle);
        else if (unit->outcome == OUTCOME_DUE)
            chain_run(&chain, unit, err);
        say(unit);
        if (!err->code)
            check_server(run, unit, err);
    }
    return err->code;
}

static int load_what_is_due(struct run *run, struct err *err)
{
    if (!night_count(&run->night, OUTCOME_DUE) && !night_count(&run->night, OUTCOME_FAILED))
        return 0;
    if (meter_open(&run->meter, night_bytes_due(&run->night), err))
        return err->code;
    run->changed = true;
    if (ledger_begin(run->connection, run->config.night, err) == 0)
        run_chains(run, err);
    meter_close(&run->meter);
    return err->code;
}

/* What comes after the loads. A failure here leaves the loads as they are, and turns the night
 * red. The report is last: it tells the verdict, which nothing after it may change. */
static int publish(struct run *run, struct err *err)
{
    struct err problem = ERR_INIT, ignored = ERR_INIT;
    bool stands = false;
    char *built = NULL, *log = mem_format("%s/analysis.log", run->folders.log);
    char *basis = analysis_basis(run->connection, &run->config, &built, &problem);

    if (basis && (!built || strcmp(basis, built) != 0)) {
        run->changed = true;
        analysis_run(run->connection, &run->config, basis, log, &stands, &problem);
    }
    if (!problem.code)
        feedback_write(run->connection, &run->night, run->folders.feedback, &problem);
    if (basis && !problem.code)
        report_refresh(&run->folders, basis, &run->changed, &problem);
    else if (stands)
        report_renew(&run->folders, "", &ignored);
    if (problem.code) {
        run->night.broken = true;
        log_error(&problem);
    }
    if (problem.code == EX_UNAVAILABLE)
        *err = problem;
    free(basis);
    free(built);
    free(log);
    return err->code;
}

/* What the loads came to: the report tells it, so that it stands before that is made. */
static int settle(struct run *run, struct err *err)
{
    char summary[SUMMARY_SIZE];

    if (ledger_summary(run->connection, run->config.night, &run->night, summary, err))
        return err->code;
    return ledger_settle(run->connection, run->config.night, &run->night, summary, err);
}

static int conclude(struct run *run, struct err *err)
{
    char summary[SUMMARY_SIZE];
    int code = ledger_code(&run->night);

    if (ledger_summary(run->connection, run->config.night, &run->night, summary, err) ||
        ledger_end(run->connection, run->config.night, &run->night, summary, err) ||
        folders_record(&run->folders, ledger_verdict(&run->night), summary, code, err))
        return err->code;
    if (!run->changed)
        printf("nothing was due: nothing has changed\n");
    printf("%s\n", summary);
    if (night_count(&run->night, OUTCOME_HELD))
        printf("held deliveries wait for `ontrack release` or `ontrack reject`: see `ontrack "
               "status`\n");
    return code;
}

static void close_all(struct run *run)
{
    night_release(&run->night);
    remote_close(&run->remote);
    folders_close(&run->folders);
    PQfinish(run->connection);
    config_release(&run->config);
}

static int run_night(int count, char **operands, struct err *err)
{
    struct run run = {.folders = {.lock = -1}};
    int code;

    (void)count;
    (void)operands;
    catch_signals();
    code = open_all(&run, err);
    if (code == EX_NOINPUT || code == EX_NOPERM)
        code = EX_CONFIG;
    if (!code) {
        waiting_print(&run.night);
        code = load_what_is_due(&run, err);
    }
    if (!code)
        code = terms_keep(run.connection, &run.night, err);
    if (!code)
        code = settle(&run, err);
    if (!code)
        code = publish(&run, err);
    if (!code)
        code = conclude(&run, err);
    close_all(&run);
    return code;
}

const struct stage command_run = {
    .name = "ontrack run",
    .purpose = "Runs the night: loads what is due, and rebuilds analysis and report where anything "
               "has changed",
    .operands = "",
    .options = options,
    .exits = "   0  everything is applied, or nothing was due\n"
             "  65  something failed or is held: the lines above the verdict say what\n"
             "  69  the database server can't be reached; run again when it can\n"
             "  73  a folder or file below 'var' can't be made\n"
             "  74  a file below 'var' can't be written: is the disk full\n"
             "  75  another run is going on\n"
             "  78  the configuration, a key, or the database's schema is not in order\n",
    .run = run_night,
};
