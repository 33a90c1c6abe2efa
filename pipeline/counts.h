/* counts.h - what the stages of one chain left behind: journals, rejects and the log; and whether
 * the journals add up. */
#ifndef ONTRACK_PIPELINE_COUNTS_H
#define ONTRACK_PIPELINE_COUNTS_H

#include "pipeline/folders.h"
#include "pipeline/plan.h"

enum stage_place { EXTRACT, VALIDATE, ANONYMISE, LOAD, STAGES };

struct traces {
    char *journal[STAGES], *rejects[STAGES], *quality, *log;
};

/* The files' names, with what an earlier attempt left there deleted. 0 or EX_CANTCREAT. */
int traces_open(
    struct traces *traces, const struct folders *folders, const char *slug, struct err *err);
/* Deletes the rejects and the quality file, which load has put into the database. */
void traces_close(struct traces *traces);

/* Adds up, for the unit, what its journals say; those that are missing count nothing. */
void counts_read(const struct traces *traces, struct unit *unit);

/* Conservation of records: read = accepted + rejected at each stage, accepted = read of the next,
 * and at load, but in a dry run, read = inserted + updated + unchanged + duplicate + rejected.
 * 0 or EX_DATAERR. */
int counts_check(const struct traces *traces, bool dry, struct err *err);

#endif
