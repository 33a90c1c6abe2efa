/* terms.h - what the server of a remote delivery is asked: for all, or for what has changed; in any case,
 * or only if it has. The ledger knows (sql/functions/110_fetch.sql). */
#ifndef ONTRACK_PIPELINE_TERMS_H
#define ONTRACK_PIPELINE_TERMS_H

#include "pipeline/plan.h"

#include <libpq-fe.h>

struct terms {
    char since[TIME_SIZE];         /* ask for what has changed since then; "": for all */
    char hash[DELIVERY_HASH_SIZE]; /* what is applied, where one of the next two is given */
    char *etag, *last_modified;    /* or NULL */
};

/* Who asks: a delivery, its source's feeds and what each one's mapping is known by, and the run. */
struct asker {
    const struct delivery *delivery;
    char *feeds, *mappings; /* lists, TERMS_BETWEEN between; owned */
    const char *night, *key_id;
};

#define TERMS_BETWEEN '\x1f'

/* 0 or an exit code. */
int terms_ask(PGconn *connection, const struct asker *asker, struct terms *terms, struct err *err);
void terms_release(struct terms *terms);

/* Remembers by what those remote deliveries are known of which every unit is applied. */
int terms_keep(PGconn *connection, const struct night *night, struct err *err);

#endif
