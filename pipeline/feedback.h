/* feedback.h - var/feedback/PROVIDER.csv: what each provider should correct, by its own rows and the names
 * of its own columns. No value of a record, and so no identity. */
#ifndef ONTRACK_PIPELINE_FEEDBACK_H
#define ONTRACK_PIPELINE_FEEDBACK_H

#include "pipeline/plan.h"

#include <libpq-fe.h>

/* Replaces the files in the folder. A delivery of several providers has a file of its source's name.
 * 0, EX_CANTCREAT, EX_IOERR, or what the server said. */
int feedback_write(
    PGconn *connection, const struct night *night, const char *folder, struct err *err);

#endif
