/* analysis.h - from core to what is published, in one transaction: sql/mart/, then each of
 * analyses/ through `appraise`, then sql/publish/. A reader sees the old night or the new one.
 *
 * analyses/NAME.json:
 *   name      of the analysis
 *   command   what `appraise` is called with, a list: ["frontier"]
 *   query     the table that it reads: select … from mart.…
 *   into      the table that takes what it prints; its columns are found by name */
#ifndef ONTRACK_PIPELINE_ANALYSIS_H
#define ONTRACK_PIPELINE_ANALYSIS_H

#include "pipeline/config.h"

#include <libpq-fe.h>

/* What mart would be built from now, to be freed; *built is what it was built from (or NULL), to be
 * freed too. NULL with an error. */
char *analysis_basis(
    PGconn *connection, const struct config *config, char **built, struct err *err);

/* Builds all of it, and records `basis`. `log` takes what appraise says. 0 or an exit code; then
 * nothing has changed. */
int analysis_run(PGconn *connection, const struct config *config, const char *basis,
    const char *log, struct err *err);

#endif
