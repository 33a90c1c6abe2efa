#include "pipeline/ledger.h"
#include "pipeline/waiting.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/tree.h"
#include "store/connect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATEMENT_MAXIMUM = 1024 * 1024 };

char *ledger_statement(const char *name, struct err *err)
{
    char *relative = mem_format("sql/pipeline/%s.sql", name);
    char *path = tree_path(relative, err);
    char *sql = path ? file_read(path, STATEMENT_MAXIMUM, NULL, err) : NULL;

    free(path);
    free(relative);
    return sql;
}

PGresult *ledger_ask(
    PGconn *connection, const char *name, size_t count, const char *const *values, struct err *err)
{
    char *sql = ledger_statement(name, err);
    char *what = mem_format("run 'sql/pipeline/%s.sql'", name);
    PGresult *result = sql ? store_ask(connection, sql, count, values, what, err) : NULL;

    free(what);
    free(sql);
    return result;
}

static int run(
    PGconn *connection, const char *name, size_t count, const char *const *values, struct err *err)
{
    PGresult *result = ledger_ask(connection, name, count, values, err);

    PQclear(result);
    return err->code;
}

int ledger_lock(PGconn *connection, struct err *err)
{
    PGresult *result = store_ask(connection,
        "select pg_try_advisory_lock(hashtextextended('ontrack run', 0)) as locked", 0, NULL,
        "take the run's lock", err);

    if (result && strcmp(store_value(result, 0, "locked"), "t") != 0) {
        err_set(err, EX_TEMPFAIL, "another run is going on");
        err_detail(err, "it holds the lock of database '%s'", PQdb(connection));
        err_hint(err, "wait for it, and run again");
    }
    PQclear(result);
    return err->code;
}

/* What to do is not to make a new key, where an old one is missing. */
static void ask_for_copy(const struct config *config, const char *other, struct err *err)
{
    char *path = mem_format("%s/%s.%s.key", config->keys, config->domain, other);

    if ((err->code == EX_CONFIG || err->code == EX_NOINPUT) && access(path, F_OK) != 0)
        err_hint(err,
            "the database was built with key '%s': put its file back from its copy; "
            "with a new key each person would be stored twice",
            other);
    free(path);
}

static int refuse_key(
    const struct config *config, const char *key_id, const char *other, struct err *err)
{
    err_set(
        err, EX_CONFIG, "the database was built with key '%s', not with key '%s'", other, key_id);
    err_detail(err,
        "'%s' is the active key of domain '%s' in '%s'; with it each person would be "
        "stored twice",
        key_id, config->domain, config->keys);
    return err_hint(err,
        "put the file of key '%s' back from its copy, in the place of the other; "
        "where a new key is meant, load everything into an empty database",
        other);
}

int ledger_key(PGconn *connection, const struct config *config, char key_id[KEY_ID_LENGTH + 1],
    struct err *err)
{
    struct err problem = ERR_INIT;
    const char *asked = key_id, *other;
    PGresult *rows;

    key_id[0] = '\0';
    if (key_active(config->keys, config->domain, key_id, err))
        rows = ledger_ask(connection, "other_key", 1, &asked, &problem);
    else
        rows = ledger_ask(connection, "other_key", 1, &asked, err);
    other = rows ? store_value(rows, 0, "other") : NULL;
    if (other && key_id[0])
        refuse_key(config, key_id, other, err);
    else if (other)
        ask_for_copy(config, other, err);
    PQclear(rows);
    return err->code;
}

static int compare(PGconn *connection, struct unit *unit, const char *key_id, struct err *err)
{
    const struct delivery *delivery = unit->delivery;
    const char *const values[] = {delivery->source->name, unit->feed->contract.name, delivery->slot,
        delivery->content, unit->feed->contract.edition, unit->mapping, key_id};
    PGresult *result = ledger_ask(connection, "open_unit", 7, values, err);
    const char *verdict = result ? store_value(result, 0, "verdict") : "";

    if (strcmp(verdict, "unchanged") == 0)
        unit->outcome = OUTCOME_UNCHANGED;
    else if (strcmp(verdict, "refused") == 0)
        unit->outcome = OUTCOME_REJECTED;
    PQclear(result);
    return err->code;
}

int ledger_compare(PGconn *connection, struct night *night, const char *key_id, struct err *err)
{
    for (size_t i = 0; i < night->unit_count; i++)
        if (night->units[i].outcome == OUTCOME_DUE &&
            compare(connection, &night->units[i], key_id, err))
            return err->code;
    return 0;
}

int ledger_begin(PGconn *connection, const char *night, struct err *err)
{
    return run(connection, "begin_run", 1, &night, err);
}

const char *ledger_verdict(const struct night *night)
{
    if (night->broken || night_count(night, OUTCOME_FAILED) || night_count(night, OUTCOME_SKIPPED))
        return "failed";
    return night_count(night, OUTCOME_HELD) ? "held" : "clean";
}

int ledger_code(const struct night *night)
{
    return strcmp(ledger_verdict(night), "clean") == 0 ? 0 : EX_DATAERR;
}

int ledger_summary(PGconn *connection, const char *date, const struct night *night,
    char summary[SUMMARY_SIZE], struct err *err)
{
    PGresult *result = ledger_ask(connection, "summary", 1, &date, err);
    char waiting[WAITING_SIZE];

    if (!result)
        return err->code;
    snprintf(summary, SUMMARY_SIZE,
        "night %s: %s; %lld units applied, %zu held, %zu failed, %zu not attempted%s; "
        "%lld records delivered, %lld accepted, %lld rejected%s",
        date, ledger_verdict(night), store_number(result, 0, "loads"),
        night_count(night, OUTCOME_HELD), night_count(night, OUTCOME_FAILED),
        night_count(night, OUTCOME_SKIPPED), waiting_count(night, waiting),
        store_number(result, 0, "delivered"), store_number(result, 0, "accepted"),
        store_number(result, 0, "rejected"), night->broken ? "; the analysis failed" : "");
    PQclear(result);
    return 0;
}

static int enter_failure(
    PGconn *connection, const char *date, const struct unit *unit, struct err *err)
{
    const struct delivery *delivery = unit->delivery;
    const char *const values[] = {date, delivery->source->name, unit->feed->contract.name,
        delivery->slot ? delivery->slot : delivery->name, unit->problem.message,
        unit->problem.detail, unit->problem.hint};

    return run(connection, "enter_failure", 7, values, err);
}

static int settle_run(PGconn *connection, const char *date, const struct night *night,
    const char *summary, struct err *err)
{
    char held[24], failed[24], not_attempted[24], waiting[24];
    const char *const values[] = {
        date, ledger_verdict(night), summary, held, failed, not_attempted, waiting};

    snprintf(held, sizeof held, "%zu", night_count(night, OUTCOME_HELD));
    snprintf(failed, sizeof failed, "%zu", night_count(night, OUTCOME_FAILED));
    snprintf(not_attempted, sizeof not_attempted, "%zu", night_count(night, OUTCOME_SKIPPED));
    snprintf(waiting, sizeof waiting, "%zu", waiting_number(night));
    return run(connection, "settle_run", 7, values, err);
}

/* When each source is expected to deliver, as its file says now. */
static int keep_expected(PGconn *connection, const struct night *night, struct err *err)
{
    for (size_t i = 0; i < night->source_count; i++) {
        const struct source *source = night->sources[i];
        char days[12];
        const char *const values[] = {source->name, source->expected_every, days};

        snprintf(days, sizeof days, "%d", source->expected_days);
        if (run(connection, "keep_expected", 3, values, err))
            return err->code;
    }
    return 0;
}

static int settle_all(PGconn *connection, const char *date, const struct night *night,
    const char *summary, struct err *err)
{
    if (keep_expected(connection, night, err) || run(connection, "clear_failures", 1, &date, err))
        return err->code;
    for (size_t i = 0; i < night->unit_count; i++) {
        enum outcome outcome = night->units[i].outcome;

        if ((outcome == OUTCOME_FAILED || outcome == OUTCOME_SKIPPED) &&
            enter_failure(connection, date, &night->units[i], err))
            return err->code;
    }
    return settle_run(connection, date, night, summary, err);
}

int ledger_settle(PGconn *connection, const char *date, const struct night *night,
    const char *summary, struct err *err)
{
    struct err ignored = ERR_INIT;

    if (store_run(connection, "begin", "open a transaction", err))
        return err->code;
    if (settle_all(connection, date, night, summary, err)) {
        store_run(connection, "rollback", "roll back", &ignored);
        return err->code;
    }
    return store_run(connection, "commit", "commit what the night comes to", err);
}

int ledger_end(PGconn *connection, const char *date, const struct night *night, const char *summary,
    struct err *err)
{
    const char *const values[] = {date, ledger_verdict(night), summary};

    return run(connection, "end_run", 3, values, err);
}
