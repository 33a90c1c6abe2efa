/* upstream.h - what the stages before load did with the records: their journals and rejects.
 *
 * They are whole once load has seen the end of its stream (record/tally.h), so that load can compare
 * the counts, and keep the findings, in the transaction that applies the delivery. */
#ifndef ONTRACK_STORE_UPSTREAM_H
#define ONTRACK_STORE_UPSTREAM_H

#include "base/err.h"
#include "base/options.h"
#include "record/tally.h"

#include <libpq-fe.h>
#include <stdint.h>

struct upstream {
    size_t count;
    struct tally_counts *stages; /* in chain order */
};

/* Reads the journals and checks that no record was lost or made between one stage and the next:
 * read = accepted + rejected; accepted = read of the next; the last one's accepted = `records`,
 * what load has read. 0, or EX_DATAERR naming the stages. */
int upstream_read(struct upstream *upstream, const struct option_list *journals, uint64_t records,
    struct err *err);

/* Fills pg_temp.upstream with the counts and pg_temp.upstream_finding with the records of the
 * rejects files, of which the first belongs to the first journal, and so on. */
int upstream_store(const struct upstream *upstream, PGconn *connection,
    const struct option_list *rejects, struct err *err);

/* Fills pg_temp.upstream_quality with the records of a file that validate --quality wrote; NULL: none. */
int upstream_quality(const char *path, PGconn *connection, struct err *err);

void upstream_release(struct upstream *upstream);

#endif
