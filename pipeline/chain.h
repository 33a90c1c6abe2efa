/* chain.h - one unit through extract | validate | anonymise | load. */
#ifndef ONTRACK_PIPELINE_CHAIN_H
#define ONTRACK_PIPELINE_CHAIN_H

#include "pipeline/config.h"
#include "pipeline/folders.h"
#include "pipeline/meter.h"
#include "pipeline/plan.h"
#include "pipeline/remote.h"

struct chain {
    const struct config *config;
    const struct folders *folders;
    const struct remote *remote;
    const char *key_id;
    struct meter *meter;
    const struct night *night; /* of a dry run */
    bool dry;                  /* load only asks the gates: nothing is written to the database */
};

/* Runs a unit that is due, and writes what came of it into its outcome, problem and counts. 0, or an
 * exit code where the programs can't be started at all. */
int chain_run(const struct chain *chain, struct unit *unit, struct err *err);

#endif
