/* contract.h - the contract reports: a page for each provider, to be sent to that provider by itself,
 * with its figures by month, term and academic year, and against its targets. */
#ifndef ONTRACK_OUTPUT_CONTRACT_H
#define ONTRACK_OUTPUT_CONTRACT_H

#include "base/err.h"
#include "output/published.h"

/* Writes DIR/contract/: index.html, and for each provider PROVIDER-YYYY-MM.html, the same as .csv and
 * -targets.csv, of the latest month that is over. Earlier months' files stay. 0 or an exit code. */
int contract_write(const struct published *published, const char *directory, struct err *err);

#endif
