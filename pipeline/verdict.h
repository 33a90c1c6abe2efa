/* verdict.h - what a mapping and a sample come to, feed by feed, for the person who writes the
 * mapping: `ontrack source check`. */
#ifndef ONTRACK_PIPELINE_VERDICT_H
#define ONTRACK_PIPELINE_VERDICT_H

#include "pipeline/sample.h"

/* The contract's fields that the mapping does not fill, those that are required first, and the
 * mapping's that the contract does not have; prints them. EX_CONFIG where no delivery could be
 * validated for it, else 0. */
int verdict_fields(const struct contract *contract, const struct source *source, const char *feed);

/* Prints what became of the whole sample, and what stood against it. `mapping` is what
 * verdict_fields() came to, which is then the reason why validate refuses everything. 0; EX_DATAERR
 * where the sample does not fit, EX_CONFIG where the mapping or a code list is wrong, EX_NOINPUT, or
 * another code of <sysexits.h>. */
int verdict_whole(const struct sample_result *result, int mapping);

/* Prints the columns that no feed uses, by their letters, and those that are mapped and not there.
 * `*unused` is the list printed last, to be freed; one that is the same is not printed again. */
void verdict_columns(const struct sample_result *result, const struct source *source,
    const char *feed, char **unused);

#endif
