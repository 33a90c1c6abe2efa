/* replay.h - which delivery is to be read again: what the ledger has under its name, and whether what stands
 * at its location is still that.
 *
 * Only what stands, or is held, is replayed. What a later delivery of the slot has replaced is older than
 * what is stored, and stays away. */
#ifndef ONTRACK_PIPELINE_REPLAY_H
#define ONTRACK_PIPELINE_REPLAY_H

#include "pipeline/plan.h"

#include <libpq-fe.h>

struct replay_unit {
    char *source, *feed, *slot;
    char *delivery,
        *content; /* as struct delivery's; delivery NULL: a load by hand gave it no name */
};

struct replay {
    const char *name; /* a delivery's, or SOURCE/FEED/SLOT of a unit */
    size_t count;
    struct replay_unit *units; /* one twice where a content stands and another is held */
};

/* 0; EX_NOINPUT where nothing is known under the name, EX_DATAERR where a later delivery has replaced it;
 * or what the server said. */
int replay_find(PGconn *connection, const char *name, struct replay *replay, struct err *err);
void replay_release(struct replay *replay);

/* Whether a unit is among them; NULL for a feed or a slot: any. */
bool replay_names(
    const struct replay *replay, const char *source, const char *feed, const char *slot);

/* Whether each of them is there and as it was. 0; EX_NOINPUT where one is absent or has changed since,
 * EX_DATAERR where an older delivery of the slot stands in its place, EX_TEMPFAIL where it waits to be
 * whole, or what else is wrong with it. */
int replay_check(
    PGconn *connection, const struct night *night, const struct replay *replay, struct err *err);

#endif
