#include "pipeline/replay.h"
#include "pipeline/ledger.h"
#include "base/memory.h"
#include "store/connect.h"

#include <stdlib.h>
#include <string.h>

static void add_unit(struct replay *replay, const PGresult *rows, int row)
{
    replay->units = mem_grow(replay->units, replay->count + 1, sizeof *replay->units);
    replay->units[replay->count++] = (struct replay_unit){
        .source = mem_text(store_value(rows, row, "source")),
        .feed = mem_text(store_value(rows, row, "feed")),
        .slot = mem_text(store_value(rows, row, "slot")),
        .delivery = mem_text(store_value(rows, row, "delivery")),
        .content = mem_text(store_value(rows, row, "content_hash")),
    };
}

static int refuse_older(const char *name, const struct replay_unit *unit, const char *successor,
    const char *night, struct err *err)
{
    err_set(err, EX_DATAERR, "a later delivery has taken the place of '%s'", name);
    err_detail(err, "unit '%s/%s/%s': '%s' stands, applied in the night of %s", unit->source,
        unit->feed, unit->slot, successor ? successor : "-", night ? night : "-");
    return err_hint(err,
        "replay what stands: ontrack replay '%s/%s/%s'; where the older one is "
        "right, deliver it again and run",
        unit->source, unit->feed, unit->slot);
}

int replay_find(PGconn *connection, const char *name, struct replay *replay, struct err *err)
{
    PGresult *rows = ledger_ask(connection, "replay_find", 1, &name, err);

    *replay = (struct replay){.name = name};
    for (int i = 0; rows && i < PQntuples(rows) && !err->code; i++) {
        add_unit(replay, rows, i);
        if (strcmp(store_value(rows, i, "state"), "replaced") == 0)
            refuse_older(name, &replay->units[replay->count - 1], store_value(rows, i, "successor"),
                store_value(rows, i, "night"), err);
    }
    PQclear(rows);
    if (!err->code && !replay->count) {
        err_set(err, EX_NOINPUT, "no delivery of the name '%s' has been applied or held", name);
        err_hint(err,
            "name it as `ontrack status` does: the file's name, or SOURCE/FEED/SLOT; what "
            "is new is loaded by `ontrack run`");
    }
    return err->code;
}

void replay_release(struct replay *replay)
{
    for (size_t i = 0; i < replay->count; i++) {
        free(replay->units[i].source);
        free(replay->units[i].feed);
        free(replay->units[i].slot);
        free(replay->units[i].delivery);
        free(replay->units[i].content);
    }
    free(replay->units);
    *replay = (struct replay){0};
}

bool replay_names(
    const struct replay *replay, const char *source, const char *feed, const char *slot)
{
    for (size_t i = 0; i < replay->count; i++) {
        const struct replay_unit *unit = &replay->units[i];

        if (strcmp(unit->source, source) == 0 && (!feed || strcmp(unit->feed, feed) == 0) &&
            (!slot || strcmp(unit->slot, slot) == 0))
            return true;
    }
    return false;
}

static const char *name_of(const struct replay_unit *unit)
{
    return unit->delivery ? unit->delivery : unit->slot;
}

static int absent(const struct replay_unit *unit, const char *why, struct err *err)
{
    err_set(err, EX_NOINPUT, "the delivery '%s' is not there any more", name_of(unit));
    err_detail(err, "unit '%s/%s/%s': %s", unit->source, unit->feed, unit->slot, why);
    return err_hint(err,
        "put it back, as it was, where the configuration looks for it; nothing was "
        "loaded");
}

static bool is_of(const struct delivery *delivery, const struct replay_unit *unit)
{
    return strcmp(delivery->source->name, unit->source) == 0 &&
           strcmp(delivery->slot, unit->slot) == 0;
}

/* NULL with EX_NOINPUT or EX_TEMPFAIL where it is not there, or not whole. */
static const struct unit *look_for(
    const struct night *night, const struct replay_unit *unit, struct err *err)
{
    for (size_t i = 0; i < night->unit_count; i++)
        if (is_of(night->units[i].delivery, unit) &&
            strcmp(night->units[i].feed->contract.name, unit->feed) == 0)
            return &night->units[i];
    absent(unit, "no location of the configuration has a delivery for it", err);
    for (size_t i = 0; i < night->delivery_count; i++)
        if (night->deliveries[i]->waiting && is_of(night->deliveries[i], unit))
            *err = night->deliveries[i]->problem;
    return NULL;
}

/* What stands there now is no content that is to be replayed. */
static int refuse_other(
    PGconn *connection, const struct unit *found, const struct replay_unit *unit, struct err *err)
{
    const char *const values[] = {unit->source, unit->feed, unit->slot, found->delivery->content};
    PGresult *rows = ledger_ask(connection, "replay_older", 4, values, err);

    if (rows && PQntuples(rows)) {
        refuse_older(found->delivery->name, unit, store_value(rows, 0, "delivery"),
            store_value(rows, 0, "night"), err);
    } else if (rows) {
        err_set(err, EX_NOINPUT, "the delivery '%s' has changed since", name_of(unit));
        err_detail(err, "unit '%s/%s/%s': its content is not the one in the ledger", unit->source,
            unit->feed, unit->slot);
        err_hint(err,
            "nothing was loaded: `ontrack run` takes it as the new delivery that it is; or "
            "put back what it was");
    }
    PQclear(rows);
    return err->code;
}

/* Whether the content at hand is one of those that the ledger has for the unit. */
static bool known(const struct replay *replay, const struct replay_unit *unit, const char *content)
{
    for (size_t i = 0; i < replay->count; i++) {
        const struct replay_unit *other = &replay->units[i];

        if (strcmp(other->source, unit->source) == 0 && strcmp(other->feed, unit->feed) == 0 &&
            strcmp(other->slot, unit->slot) == 0 && strcmp(other->content, content) == 0)
            return true;
    }
    return false;
}

int replay_check(
    PGconn *connection, const struct night *night, const struct replay *replay, struct err *err)
{
    for (size_t i = 0; i < replay->count && !err->code; i++) {
        const struct replay_unit *unit = &replay->units[i];
        const struct unit *found = look_for(night, unit, err);

        if (!found)
            return err->code;
        if (found->problem.code == EX_NOINPUT)
            return absent(unit, found->problem.message, err);
        *err = found->problem;
        if (!err->code && !known(replay, unit, found->delivery->content))
            refuse_other(connection, found, unit, err);
    }
    return err->code;
}
