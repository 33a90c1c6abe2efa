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

/* 0 or an exit code. */
int terms_ask(PGconn *connection, const struct delivery *delivery, const char *night,
    const char *key_id, struct terms *terms, struct err *err);
void terms_release(struct terms *terms);

/* Remembers by what those remote deliveries are known of which every unit is applied. */
int terms_keep(PGconn *connection, const struct night *night, struct err *err);

#endif
