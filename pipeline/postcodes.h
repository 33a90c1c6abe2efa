/* postcodes.h - the postcode directories that the configuration names. */
#ifndef ONTRACK_PIPELINE_POSTCODES_H
#define ONTRACK_PIPELINE_POSTCODES_H

#include "pipeline/config.h"
#include "record/contract.h"
#include "source/source.h"

/* An edition that is older than this is said to be old: ONS publishes one each quarter. */
enum { POSTCODES_MONTHS_MAXIMUM = 18 };

/* Reads what each of the configuration's directories says of itself into config->postcodes_edition. 0 or
 * EX_CONFIG: one is not there or is none, or two are of one edition. */
int postcodes_read(struct config *config, struct err *err);

/* What the ledger is to know a mapping by, to be freed: the source's edition and, where the feed has a
 * postcode, the directories' too. A unit that came before another edition did is due again. */
char *postcodes_mapping(
    const struct config *config, const struct source *source, const struct contract *contract);

/* How many months the night is after the latest of the directories; negative: before it. */
int postcodes_age(const struct config *config);

#endif
