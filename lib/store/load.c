#include "store/load.h"
#include "base/log.h"
#include "base/memory.h"
#include "record/dates.h"
#include "record/gates.h"
#include "store/connect.h"
#include "store/incoming.h"
#include "store/upstream.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARRAY_MAXIMUM = 64 * 1024 };

struct load {
    const struct load_order *order;
    PGconn *connection;
    struct stream_reader reader;
    struct incoming incoming;
    struct upstream upstream;
    struct tally *tally;
    char hash[32];            /* of the stream, where none was given */
    const char *content_hash; /* NULL until it is known */
    char *settings;           /* what is declared of the gates, JSON */
    char *gates;              /* those that hold the unit, JSON */
};

static int usage(const char *text, struct err *err)
{
    return err_set(err, EX_USAGE, "%s", text);
}

static bool date_valid(const char *text)
{
    int32_t days;

    return date_parse(text, strlen(text), &days);
}

static bool month_valid(const char *text)
{
    char day[16];

    snprintf(day, sizeof day, "%s-01", strlen(text) == 7 ? text : "");
    return date_valid(day);
}

int load_check(const struct load_order *order, struct err *err)
{
    static const char *const modes[] = {"append", "delta", "snapshot", "period", NULL};
    const char *const *mode = modes;

    if (order->into)
        return 0;
    while (*mode && strcmp(*mode, order->mode) != 0)
        mode++;
    if (!*mode)
        return usage("'--mode' must be append, delta, snapshot or period", err);
    if (!order->source || !*order->source)
        return usage("'--source' is missing: whose unit is it", err);
    if (strchr(order->source, '|'))
        return usage("'--source' must be without '|', which ends it in the unit's key", err);
    if ((strcmp(order->mode, "period") == 0) != (order->period != NULL))
        return usage("'--period' goes with '--mode period', and must be there then", err);
    if (order->period && !month_valid(order->period))
        return usage("'--period' must be a month, YYYY-MM", err);
    if (order->night && !date_valid(order->night))
        return usage("'--night' must be a date, YYYY-MM-DD", err);
    if (order->reject_share < 0 || order->reject_share > 1)
        return usage("'--reject-share' must be from 0 to 1", err);
    if (order->upstream_rejects.count > order->upstream.count)
        return usage("each '--upstream-rejects' belongs to an '--upstream', in order", err);
    if (order->expected.count && !order->dry_run)
        return usage("'--expected' goes with '--dry-run'", err);
    return 0;
}

static int run(const struct load *load, const char *sql, struct err *err)
{
    return store_run(load->connection, sql, "apply the delivery", err);
}

static void say(struct load *load, const char *name, const char *text)
{
    char *json = mem_format("\"%s\"", text);

    tally_extra(load->tally, name, json);
    free(json);
}

static void say_count(struct load *load, const char *name, uint64_t count)
{
    char text[32];

    snprintf(text, sizeof text, "%" PRIu64, count);
    tally_extra(load->tally, name, text);
}

/* Locks the unit and asks what is to be done with this content. *verdict: "load", … */
static int open_unit(struct load *load, char verdict[16], struct err *err)
{
    const struct load_order *order = load->order;
    const char *values[] = {order->source, order->contract->name, order->slot, load->content_hash,
        order->contract->edition, order->mapping, order->key_id};
    PGresult *answer = store_ask(load->connection,
        "select unit, verdict from ops.open_unit($1, $2, $3, $4, $5, $6, $7)", 7, values,
        "open the load unit", err);

    if (!answer)
        return err->code;
    snprintf(verdict, 16, "%s", store_value(answer, 0, "verdict"));
    PQclear(answer);
    return 0;
}

/* How many records have come; the traces of rejected ones are none. */
static uint64_t records_of(const struct load *load)
{
    return load->reader.records - load->incoming.traces;
}

/* Nothing to do: what was read, if anything, is there already. */
static int settle_without(struct load *load, const char *status, struct err *err)
{
    uint64_t read = records_of(load);

    load->tally->read = load->tally->accepted = read;
    say(load, "status", status);
    say_count(load, "unchanged", read);
    if (strcmp(status, "refused") == 0)
        log_warning("the data officer has rejected this delivery: it stays as it was");
    if (tally_close(load->tally, err))
        return err->code;
    return run(load, "rollback", err);
}

static int take_stream(struct load *load, int fd, struct err *err)
{
    if (stream_open(&load->reader, fd, "standard input", err) ||
        incoming_create(
            &load->incoming, load->connection, load->order->contract, &load->reader, err))
        return err->code;
    load->incoming.hashed = !load->content_hash;
    if (incoming_copy(&load->incoming, load->connection, "pg_temp.incoming", &load->reader, err))
        return err->code;
    if (load->incoming.traces && run(load, "select ops.set_aside()", err))
        return err->code;
    if (upstream_read(&load->upstream, &load->order->upstream, records_of(load), err))
        return err->code;
    if (upstream_store(&load->upstream, load->connection, &load->order->upstream_rejects, err))
        return err->code;
    return upstream_quality(load->order->quality, load->connection, err);
}

/* An SQL array literal; names of feeds need no quoting in it. */
static char *array_of(const struct option_list *list)
{
    struct buf array = BUF_INIT(ARRAY_MAXIMUM);
    char *text;

    buf_add_char(&array, '{');
    for (size_t i = 0; i < list->count; i++)
        buf_addf(&array, "%s%s", i ? "," : "", list->items[i]);
    buf_add_char(&array, '}');
    text = mem_text(buf_text(&array));
    buf_release(&array);
    return text;
}

/* What the gates would say. */
static PGresult *foresee(struct load *load, struct err *err)
{
    static const char sql[] =
        "select * from ops.foresee($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    const struct load_order *order = load->order;
    char *period = order->period ? mem_format("%s-01", order->period) : NULL;
    char *read = mem_format("%" PRIu64, records_of(load)), *expected = array_of(&order->expected);
    const char *values[] = {order->source, order->contract->name, order->slot, order->mode, period,
        load->content_hash, order->night, load->settings, read, order->keep_last ? "t" : "f",
        expected};
    PGresult *answer = store_ask(
        load->connection, sql, sizeof values / sizeof *values, values, "ask the gates", err);

    free(period);
    free(read);
    free(expected);
    return answer;
}

static PGresult *apply(struct load *load, struct err *err)
{
    static const char sql[] =
        "select * from ops.apply($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    const struct load_order *order = load->order;
    char *period = order->period ? mem_format("%s-01", order->period) : NULL;
    char *read = mem_format("%" PRIu64, records_of(load));
    const char *values[] = {order->source, order->contract->name, order->slot, order->mode, period,
        load->content_hash, order->contract->edition, order->mapping, order->key_id,
        order->delivery, order->night, load->settings, read, order->keep_last ? "t" : "f"};
    PGresult *answer = store_ask(
        load->connection, sql, sizeof values / sizeof *values, values, "apply the delivery", err);

    free(period);
    free(read);
    return answer;
}

static int put_findings(struct load *load, struct err *err)
{
    PGresult *row;
    int code = 0;

    if (PQsendQuery(load->connection, "select * from ops.findings()") != 1 ||
        PQsetSingleRowMode(load->connection) != 1)
        return store_refused(load->connection, NULL, "give the rejects", err);
    while ((row = PQgetResult(load->connection)) != NULL) {
        if (PQresultStatus(row) == PGRES_SINGLE_TUPLE) {
            const char *number = store_value(row, 0, "source_row");
            enum severity severity = SEVERITY_RECORD;

            severity_parse(store_value(row, 0, "severity"), &severity);
            tally_finding(load->tally, (struct text){number, strlen(number)},
                store_value(row, 0, "field"), store_value(row, 0, "rule"), severity);
        } else if (PQresultStatus(row) != PGRES_TUPLES_OK && !code) {
            code = store_refused(load->connection, row, "give the rejects", err);
        }
        PQclear(row);
    }
    return code;
}

/* Counts and rejects, for the journal. All is written before COMMIT: a load that could not say what
 * it did has not done it. */
static int report(struct load *load, const PGresult *answer, struct err *err)
{
    static const char *const counts[] = {
        "inserted", "updated", "unchanged", "duplicate", "retired", "restored", "adopted"};
    struct tally *tally = load->tally;

    tally->read = records_of(load);
    tally->rejected = (uint64_t)store_number(answer, 0, "rejected");
    tally->accepted = tally->read - tally->rejected;
    say(load, "status", load->gates ? "held" : load->order->dry_run ? "foreseen" : "applied");
    say(load, "unit", store_value(answer, 0, "unit"));
    if (load->gates)
        tally_extra(tally, "gates", load->gates);
    else if (!load->order->dry_run)
        tally_extra(tally, "load_no", store_value(answer, 0, "load_no"));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        say_count(load, counts[i], (uint64_t)store_number(answer, 0, counts[i]));
    if (put_findings(load, err))
        return err->code;
    return tally_close(tally, err);
}

static int record_hold(struct load *load, struct err *err)
{
    const struct load_order *order = load->order;
    const char *values[] = {order->source, order->contract->name, order->slot, load->content_hash,
        order->night, order->delivery, load->gates};
    PGresult *answer =
        store_ask(load->connection, "select ops.hold_unit($1, $2, $3, $4, $5, $6, $7)", 7, values,
            "record that the unit is held", err);

    PQclear(answer);
    return answer ? 0 : err->code;
}

static int hold(struct load *load, const PGresult *why, struct err *err)
{
    const struct load_order *order = load->order;
    const char *texts = store_value(why, 0, "gate_texts");

    if (run(load, "rollback", err) || (!order->dry_run && record_hold(load, err)))
        return err->code;
    err_set(err, EX_TEMPFAIL, "the delivery %s held by gate '%s'",
        order->dry_run ? "would be" : "is", store_value(why, 0, "gate_names"));
    err_detail(err, "%s", texts ? texts : "see ops.open_hold");
    return err_hint(err, "correct the delivery, or: ontrack release '%s/%s/%s'", order->source,
        order->contract->name, order->slot);
}

static int finish(struct load *load, const PGresult *answer, struct err *err)
{
    const char *gates = store_value(answer, 0, "gates");

    load->gates = mem_text(gates);
    if (report(load, answer, err))
        return err->code;
    if (gates)
        return hold(load, answer, err);
    return load->order->dry_run ? run(load, "rollback", err)
                                : store_commit(load->connection, "apply the delivery", err);
}

static int load_unit(struct load *load, int fd, struct err *err)
{
    char verdict[16];
    PGresult *answer;
    int code;

    if (run(load, "begin", err) || open_unit(load, verdict, err))
        return err->code;
    if (strcmp(verdict, "load") != 0)
        return settle_without(load, verdict, err);
    if (take_stream(load, fd, err))
        return err->code;
    if (!load->content_hash) {
        snprintf(load->hash, sizeof load->hash, "stream:%016" PRIx64, load->incoming.hash);
        load->content_hash = load->hash;
        if (open_unit(load, verdict, err))
            return err->code;
        if (strcmp(verdict, "load") != 0)
            return settle_without(load, verdict, err);
    }
    answer = load->order->dry_run ? foresee(load, err) : apply(load, err);
    if (!answer)
        return err->code;
    code = finish(load, answer, err);
    PQclear(answer);
    return code;
}

/* The bare COPY: for a look at the records, and for measuring. */
static int load_into(struct load *load, int fd, struct err *err)
{
    const char *table = load->order->into;
    uint64_t *read = &load->tally->read;

    if (run(load, "reset search_path", err) || run(load, "begin", err) ||
        stream_open(&load->reader, fd, "standard input", err) ||
        incoming_find(&load->incoming, load->connection, table, &load->reader, err) ||
        incoming_copy(&load->incoming, load->connection, table, &load->reader, err) ||
        upstream_read(&load->upstream, &load->order->upstream, load->reader.records, err))
        return err->code;
    *read = load->tally->accepted = load->reader.records;
    say(load, "status", "applied");
    say_count(load, "inserted", *read);
    return tally_close(load->tally, err)
               ? err->code
               : store_commit(load->connection, "apply the delivery", err);
}

int load_run(const struct load_order *order, int fd, struct tally *tally, struct err *err)
{
    struct load load = {
        .order = order, .tally = tally, .content_hash = order->content_hash, .reader = {.fd = -1}};
    int code;

    load.settings = gates_for(order->contract, order->gates, order->reject_share, err);
    load.connection = load.settings ? store_connect("load", err) : NULL;
    if (!load.connection) {
        free(load.settings);
        return err->code;
    }
    code = order->into ? load_into(&load, fd, err) : load_unit(&load, fd, err);
    stream_close(&load.reader);
    incoming_release(&load.incoming);
    upstream_release(&load.upstream);
    free(load.settings);
    free(load.gates);
    PQfinish(load.connection);
    return code;
}
