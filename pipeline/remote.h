/* remote.h - remote deliveries, fetched once and kept encrypted for as long as the run takes, under
 * a key that is in the memory of this run only. */
#ifndef ONTRACK_PIPELINE_REMOTE_H
#define ONTRACK_PIPELINE_REMOTE_H

#include "base/err.h"
#include "pipeline/config.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

enum { REMOTE_KEY_SIZE = 32 };

struct remote {
    PGconn *connection;          /* to the ledger, which knows what to ask for (terms.h) */
    const struct config *config; /* of the run; not copied, as the next */
    const char *key_id;
    char *folder; /* var/spool; made when first used */
    size_t count; /* of spools so far */
    unsigned char key[REMOTE_KEY_SIZE];
};

/* Draws the key (the first three members are the caller's to fill), and removes what a run that was killed left behind (nobody can read it). */
int remote_open(struct remote *remote, const char *var, struct err *err);
/* Wipes the key and deletes the files. */
void remote_close(struct remote *remote);

/* A name for one more spool file; to be freed. */
char *remote_path(struct remote *remote);

/* The reading end of a pipe that holds the key, to hand to one program and close then; or -1. */
int remote_key(const struct remote *remote, struct err *err);

/* Fetches a URL into `path` with `extract --fetch`. The last three are its options, or NULL. */
struct request {
    const char *source, *feed, *url, *path;
    const char *since, *etag, *last_modified;
};
/* What it tells. */
struct answer {
    bool unchanged;             /* nothing came */
    char hash[65];              /* of the bytes fetched */
    char date[24];              /* when, by the server's clock; or "" */
    char *etag, *last_modified; /* or NULL */
};
int remote_fetch(
    struct remote *remote, const struct request *request, struct answer *answer, struct err *err);
void answer_release(struct answer *answer);

#endif
