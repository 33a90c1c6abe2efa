/* database.h - the database for commands that need nothing else of the configuration. */
#ifndef ONTRACK_PIPELINE_DATABASE_H
#define ONTRACK_PIPELINE_DATABASE_H

#include "pipeline/config.h"

#define DATABASE_CONFIG_HELP                                                                       \
    "the configuration file (default ontrack.json; without one, libpq's PG* variables)"

/* As config_load(). Where no path is given and there is no ontrack.json either, the configuration is
 * empty, and libpq's own variables say where the database is. 0 or an exit code. */
int database_config(struct config *config, const char *path, struct err *err);

#endif
