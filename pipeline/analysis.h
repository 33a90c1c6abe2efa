/* analysis.h - from core to what is published: sql/mart/, then each of analyses/ (declaration.h) through
 * `appraise`, then sql/publish/.
 *
 * All of it is one transaction, so that a reader sees the old night or the new one and never a page of
 * two. Within it each analysis has a savepoint of its own: one that fails (a figure that is given twice,
 * say) is rolled back alone and told of in mart.analysis, and the others stand. */
#ifndef ONTRACK_PIPELINE_ANALYSIS_H
#define ONTRACK_PIPELINE_ANALYSIS_H

#include "pipeline/config.h"

#include <libpq-fe.h>

/* What mart would be built from now, to be freed; *built is what it was built from (or NULL), to be
 * freed too. NULL with an error. */
char *analysis_basis(
    PGconn *connection, const struct config *config, char **built, struct err *err);

/* Builds all of it, and records `basis`. `log` takes what appraise says. 0 or an exit code: of what
 * made all of it impossible, and then nothing has changed; or of the first analysis that failed, and
 * then the rest is there (*stands), and not recorded as whole. */
int analysis_run(PGconn *connection, const struct config *config, const char *basis,
    const char *log, bool *stands, struct err *err);

/* Makes one analysis again, from mart as it stands, and publish. `night` is mart's. EX_USAGE: there is
 * none of that name. */
int analysis_again(PGconn *connection, const char *name, const char *night, const char *log,
    bool *stands, struct err *err);

/* Prints the names and titles of those that are declared. */
int analysis_list(struct err *err);

#endif
