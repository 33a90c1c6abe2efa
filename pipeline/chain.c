#include "pipeline/chain.h"
#include "pipeline/blame.h"
#include "pipeline/counts.h"
#include "pipeline/sealed.h"
#include "pipeline/spawn.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PIPE_SIZE = 1024 * 1024, PATIENCE = 6 };

static const char *const names[STAGES] = {"extract", "validate", "anonymise", "load"};

struct work {
    const struct chain *chain;
    struct unit *unit;
    struct traces traces;
    struct process processes[STAGES];
    char *sealed; /* where the rejected records go, or NULL */
    int key;      /* descriptor of the spool's key, or -1 */
    int log;
    int patience; /* pauses until those before a stage that has failed are killed */
};

static void add_traces(struct arguments *arguments, const struct work *work, enum stage_place stage)
{
    arguments_option(arguments, "--rejects", work->traces.rejects[stage]);
    arguments_option(arguments, "--journal", work->traces.journal[stage]);
}

static void extract_arguments(struct arguments *arguments, const struct work *work)
{
    const struct delivery *delivery = work->unit->delivery;

    add_traces(arguments, work, EXTRACT);
    arguments_option(arguments, "--as-of", work->chain->config->night);
    arguments_option(arguments, "--sha256", delivery->hash);
    arguments_option(arguments, "--name", delivery->name);
    if (delivery->since[0])
        arguments_option(arguments, "--since", delivery->since);
    if (delivery->until[0])
        arguments_option(arguments, "--until", delivery->until);
    if (work->key >= 0)
        arguments_number(arguments, "--spool-key", work->key);
    arguments_add(arguments, "--");
    arguments_add(arguments, delivery->source->path);
    arguments_add(arguments, work->unit->feed->contract.name);
    arguments_add(arguments, delivery->path);
}

/* Where what does not come again is taken away, load must know what came and was rejected. */
static bool is_whole(const struct delivery *delivery)
{
    enum source_mode mode = delivery_mode(delivery);

    return mode == MODE_SNAPSHOT || mode == MODE_PERIOD;
}

static void validate_arguments(struct arguments *arguments, const struct work *work)
{
    const struct config *config = work->chain->config;

    add_traces(arguments, work, VALIDATE);
    arguments_option(arguments, "--quality", work->traces.quality);
    if (work->sealed) {
        arguments_option(arguments, "--quarantine", work->sealed);
        arguments_option(arguments, "--seal", config->quarantine.key);
    }
    if (is_whole(work->unit->delivery))
        arguments_add(arguments, "--traces");
    for (size_t i = 0; i < config->code_count; i++)
        arguments_option(arguments, "--codes", config->codes[i]);
    arguments_option(arguments, "--as-of", config->night);
    arguments_option(arguments, "--delivery", work->unit->delivery->name);
    if (config->allow_test_identifiers)
        arguments_add(arguments, "--allow-test-identifiers");
    arguments_add(arguments, work->unit->feed->contract_path);
}

static void anonymise_arguments(struct arguments *arguments, const struct work *work)
{
    const struct config *config = work->chain->config;

    add_traces(arguments, work, ANONYMISE);
    arguments_option(arguments, "--keys", config->keys);
    arguments_option(arguments, "--domain", config->domain);
    for (size_t i = 0; i < config->postcode_count; i++)
        arguments_option(arguments, "--postcodes", config->postcodes[i].path);
    arguments_option(arguments, "--delivery", work->unit->delivery->name);
    if (config->allow_test_identifiers)
        arguments_add(arguments, "--allow-test-identifiers");
    arguments_add(arguments, work->unit->feed->contract_path);
}

/* In a dry run: feeds of units that would have been loaded by then. */
static void add_expected(struct arguments *arguments, const struct work *work)
{
    const struct night *night = work->chain->night;

    arguments_add(arguments, "--dry-run");
    for (size_t i = 0; i < night->feed_count; i++) {
        const struct unit *other = night->units;

        while (other < work->unit &&
               (other->feed != night->feeds[i] || other->outcome != OUTCOME_APPLIED))
            other++;
        if (other < work->unit)
            arguments_option(arguments, "--expected", night->feeds[i]->contract.name);
    }
}

static void load_arguments(struct arguments *arguments, const struct work *work)
{
    const struct delivery *delivery = work->unit->delivery;
    char *gates = source_gates(delivery->source, &work->unit->feed->contract);
    char share[32];

    add_traces(arguments, work, LOAD);
    if (gates)
        arguments_option(arguments, "--gates", gates);
    free(gates);
    if (work->chain->dry)
        add_expected(arguments, work);
    snprintf(share, sizeof share, "%.17g", work->chain->config->reject_share);
    arguments_option(arguments, "--source", delivery->source->name);
    arguments_option(arguments, "--slot", delivery->slot);
    arguments_option(arguments, "--mode", source_mode_name(delivery_mode(delivery)));
    if (delivery->period)
        arguments_option(arguments, "--period", delivery->period);
    arguments_option(arguments, "--content-hash", delivery->content);
    arguments_option(arguments, "--mapping", work->unit->mapping);
    arguments_option(arguments, "--delivery", delivery->name);
    arguments_option(arguments, "--night", work->chain->config->night);
    arguments_option(arguments, "--key-id", work->chain->key_id);
    arguments_option(arguments, "--reject-share", share);
    if (delivery->source->keep_last)
        arguments_add(arguments, "--keep-last");
    for (int stage = EXTRACT; stage < LOAD; stage++) {
        arguments_option(arguments, "--upstream", work->traces.journal[stage]);
        arguments_option(arguments, "--upstream-rejects", work->traces.rejects[stage]);
    }
    arguments_option(arguments, "--quality", work->traces.quality);
    arguments_add(arguments, work->unit->feed->contract_path);
}

static void (*const make_arguments[STAGES])(struct arguments *, const struct work *) = {
    extract_arguments, validate_arguments, anonymise_arguments, load_arguments};

/* Starts one stage. `input` is what it reads, and *output the pipe that the next one will read. */
static int start(struct work *work, size_t stage, int input, int *output, struct err *err)
{
    struct arguments arguments = {0};
    bool last = stage + 1 == STAGES;
    int ends[2] = {-1, -1};
    char variable[64];
    struct spawn spawn = {.program = names[stage],
        .arguments = &arguments,
        .input = input,
        .errors = work->log,
        .database = stage == LOAD};

    if (!last && pipe2(ends, O_CLOEXEC) != 0)
        return err_errno(err, EX_OSERR, "cannot make a pipe");
    if (!last)
        fcntl(ends[1], F_SETPIPE_SZ, PIPE_SIZE);
    spawn.output = ends[1];
    if (stage == EXTRACT) {
        snprintf(variable, sizeof variable, PROGRESS_VARIABLE "=%d", work->chain->meter->fd);
        spawn.variable = variable;
        spawn.keep[0] = work->chain->meter->fd;
        spawn.keep[1] = work->key >= 0 ? work->key : 0;
    }
    make_arguments[stage](&arguments, work);
    work->processes[stage] =
        (struct process){.name = names[stage], .pid = spawn_start(&spawn, err)};
    arguments_release(&arguments);
    if (ends[1] >= 0)
        close(ends[1]);
    *output = ends[0];
    return work->processes[stage].pid < 0 ? err->code : 0;
}

static int start_all(struct work *work, struct err *err)
{
    int input = -1;

    for (size_t stage = 0; stage < STAGES && !err->code; stage++) {
        int output = -1;

        start(work, stage, input, &output, err);
        if (input >= 0)
            close(input);
        input = output;
    }
    if (input >= 0)
        close(input);
    return err->code;
}

static void kill_upstream(struct work *work, size_t of)
{
    for (size_t stage = 0; stage < of; stage++)
        if (work->processes[stage].pid > 0 && !work->processes[stage].ended) {
            work->processes[stage].stopped = true;
            kill(work->processes[stage].pid, SIGKILL);
        }
}

/* Collects those that have ended. Where one has failed, those after it see a torn stream and end by
 * themselves; those before it work for nothing. Most find a broken pipe at once; one that waits for
 * a slow server is killed after a while, but not before it could say what is wrong. */
static void collect(struct work *work)
{
    for (size_t stage = 0; stage < STAGES; stage++) {
        struct process *process = &work->processes[stage];
        int status;

        if (process->pid > 0 && !process->ended && waitpid(process->pid, &status, WNOHANG) > 0) {
            process->ended = true;
            process->code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        }
        if (process->ended && process->code && work->patience == 0)
            kill_upstream(work, stage);
    }
}

static bool all_ended(const struct work *work)
{
    for (size_t stage = 0; stage < STAGES; stage++)
        if (work->processes[stage].pid > 0 && !work->processes[stage].ended)
            return false;
    return true;
}

static bool any_failed(const struct work *work)
{
    for (size_t stage = 0; stage < STAGES; stage++)
        if (work->processes[stage].ended && work->processes[stage].code)
            return true;
    return false;
}

static void wait_all(struct work *work)
{
    const struct timespec pause = {.tv_nsec = 500 * 1000 * 1000};
    sigset_t child;

    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    for (;;) {
        collect(work);
        if (all_ended(work))
            break;
        if (sigtimedwait(&child, NULL, &pause) >= 0)
            continue;
        meter_show(work->chain->meter);
        if (work->patience && any_failed(work))
            work->patience--;
    }
}

static void judge(struct work *work)
{
    struct unit *unit = work->unit;
    struct err said = ERR_INIT;
    const struct process *culprit = blame(work->processes, STAGES, work->traces.log, &said);

    counts_read(&work->traces, unit);
    if (culprit) {
        bool held = culprit->name == names[LOAD] && culprit->code == EX_TEMPFAIL;

        unit->outcome = held ? OUTCOME_HELD : OUTCOME_FAILED;
        unit->problem = said;
    } else if (counts_check(&work->traces, work->chain->dry, &unit->problem)) {
        unit->outcome = OUTCOME_FAILED;
    } else {
        unit->outcome = OUTCOME_APPLIED;
    }
}

static int open_log(struct work *work, struct err *err)
{
    work->log = open(work->traces.log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (work->log < 0)
        return err_errno(err, EX_CANTCREAT, "cannot make '%s'", work->traces.log);
    if (work->unit->delivery->spooled)
        work->key = remote_key(work->chain->remote, err);
    return err->code;
}

int chain_run(const struct chain *chain, struct unit *unit, struct err *err)
{
    struct work work = {.chain = chain,
        .unit = unit,
        .sealed = chain->dry ? NULL : sealed_path(chain->config, unit),
        .key = -1,
        .log = -1,
        .patience = PATIENCE};

    if (traces_open(&work.traces, chain->folders, unit->slug, err) || open_log(&work, err))
        goto out;
    meter_begin(chain->meter, unit->label);
    if (start_all(&work, err))
        kill_upstream(&work, STAGES);
    wait_all(&work);
    meter_end(chain->meter, unit->delivery->bytes);
    if (!err->code)
        judge(&work);
    if (unit->outcome == OUTCOME_APPLIED && !chain->dry)
        sealed_settle(chain->config, unit, work.sealed);
out:
    free(work.sealed);
    if (work.key >= 0)
        close(work.key);
    if (work.log >= 0)
        close(work.log);
    traces_close(&work.traces);
    return err->code;
}
