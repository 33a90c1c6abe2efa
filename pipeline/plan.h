/* plan.h - tonight's deliveries and the units that they make: what there is, before the database is
 * asked what of it is due. */
#ifndef ONTRACK_PIPELINE_PLAN_H
#define ONTRACK_PIPELINE_PLAN_H

#include "base/err.h"
#include "pipeline/config.h"
#include "record/contract.h"
#include "source/delivery.h"
#include "source/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum outcome {
    OUTCOME_DUE,       /* to be loaded tonight */
    OUTCOME_UNCHANGED, /* the ledger has just this, applied */
    OUTCOME_REJECTED,  /* the data officer has rejected just this */
    OUTCOME_APPLIED,
    OUTCOME_HELD,   /* needs a release */
    OUTCOME_FAILED, /* see `problem` */
    OUTCOME_SKIPPED /* what it hangs on failed tonight */
};
const char *outcome_name(enum outcome outcome);

enum { TIME_SIZE = 24, CONTENT_SIZE = DELIVERY_HASH_SIZE + 8 };

struct delivery {
    const struct source *source;
    char *location, *name;
    char *path; /* what extract reads: the location, or a spool (see remote.h) */
    bool spooled;
    char hash[DELIVERY_HASH_SIZE];
    char
        content[CONTENT_SIZE]; /* what the ledger knows the content by: the hash, marked where it is
                                   of changes only, which say less than a whole of the same bytes */
    char *slot, *period;       /* period NULL but for mode period */
    uint64_t bytes;
    /* of a remote one; see terms.h and lib/source/fetch.h */
    bool unchanged;                          /* as the server says */
    char since[TIME_SIZE], until[TIME_SIZE]; /* what was asked for, and when by its clock; or "" */
    char *etag, *last_modified;              /* or NULL */
    struct whole *whole;                     /* the configuration's */
    bool waiting;       /* not whole yet: `problem` says why, and it makes no units */
    struct err problem; /* code 0 unless it cannot be read or placed */
};

/* How it is to be loaded: as its source says; but where that is asked for its changes, and was asked for
 * all, as the whole. */
enum source_mode delivery_mode(const struct delivery *delivery);

struct feed {
    char *contract_path;
    struct contract contract;
    char codes[32]; /* what its code lists are known by: " codes+0123456789abcdef", or "" */
};

struct unit {
    struct delivery *delivery;
    const struct feed *feed;
    char *label;   /* "ilr learning_aim 10000001/1819", for people */
    char *slug;    /* the same for file names */
    char *mapping; /* edition of all that the records are made by, but the contract */
    enum outcome outcome;
    struct err problem;
    uint64_t read, accepted, rejected;
};

/* A unit's label and slug, to be freed. */
char *unit_label(const char *source, const char *feed, const char *slot);
char *unit_slug(const char *label);

struct night {
    const struct config *config; /* not copied */
    const struct replay *only;   /* what is to be replayed; NULL: all is meant */
    size_t source_count, feed_count, delivery_count, unit_count;
    struct source **sources; /* those named by another's `after` before it */
    struct feed **feeds;
    struct delivery **deliveries;
    struct unit *units;            /* in the order in which they are to be run */
    size_t missing;                /* patterns that matched nothing */
    bool broken;                   /* the analysis or the report failed */
    size_t left_failed, left_held; /* of a replay: other units, as earlier runs have left them */
};

struct remote; /* pipeline/remote.h */
struct replay; /* pipeline/replay.h */

/* Reads the sources and their contracts, finds the deliveries, fetches the remote ones into
 * `remote`, and hashes them all. What is wrong with one delivery is its `problem`; what is wrong
 * with the configuration is returned: 0, EX_CONFIG, EX_NOINPUT. `only`: looks for what is to be
 * replayed and leaves all else out; or NULL. */
int night_plan(struct night *night, const struct config *config, struct remote *remote,
    const struct replay *only, struct err *err);
void night_release(struct night *night);

size_t night_count(const struct night *night, enum outcome outcome);
/* Bytes that the units which are due have to read. */
uint64_t night_bytes_due(const struct night *night);

/* Whether a unit that is due may not be attempted, in view of what happened to those before it; its problem
 * then says why. */
bool night_skip(const struct night *night, struct unit *unit);

#endif
