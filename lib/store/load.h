/* load.h - the load unit: one delivery of one feed into core, in one transaction, exactly once.
 *
 * Where the unit's latest load had the same content, contract, mapping and key, nothing is read and
 * nothing is written. Otherwise all of it is applied and committed, or none of it. Refused where
 * anything was loaded under another key. */
#ifndef ONTRACK_STORE_LOAD_H
#define ONTRACK_STORE_LOAD_H

#include "base/options.h"
#include "record/contract.h"
#include "record/tally.h"

#include <stdbool.h>
#include <stdint.h>

struct load_order {
    const struct contract *contract;
    const char *source, *slot, *mode;
    const char *period;       /* YYYY-MM for mode period, else NULL */
    const char *content_hash; /* NULL: that of the stream, known at its end */
    const char *mapping, *key_id, *delivery, *night; /* each may be NULL */
    double reject_share;
    const char *gates; /* thresholds of the source's: a JSON list as gates.h has it, or NULL */
    bool keep_last; /* of records of one key that differ, the last counts; else all are rejected */
    struct option_list upstream, upstream_rejects;
    const char *quality; /* what validate --quality wrote, or NULL */
    /* Only ask the gates, and write nothing. `expected` are feeds that other units will have loaded
     * before this one's turn: their rows are taken to be there. */
    bool dry_run;
    struct option_list expected;
    const char *into; /* only copy the stream into this table */
};

/* 0 where the order makes sense, else EX_USAGE. */
int load_check(const struct load_order *order, struct err *err);

/* Reads the stream on `fd`. Writes the tally's rejects and journal before it commits: status applied,
 * unchanged, refused (the data officer has rejected this content), held or, in a dry run, foreseen; and
 * the counts.
 * 0; EX_TEMPFAIL where the unit is held; EX_DATAERR, EX_UNAVAILABLE, … where nothing was applied. */
int load_run(const struct load_order *order, int fd, struct tally *tally, struct err *err);

#endif
