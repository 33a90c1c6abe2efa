/* sealed.h - the quarantine's files (privacy/quarantine.h): FOLDER/UNIT.CONTENT.NIGHT.sealed, one for each unit
 * of which validate has rejected records, from the night that they were first sealed in.
 *
 * A file goes away when its unit is applied from another content, when it is applied without rejects, and
 * when `days` nights are past. */
#ifndef ONTRACK_PIPELINE_SEALED_H
#define ONTRACK_PIPELINE_SEALED_H

#include "pipeline/plan.h"

/* Before the first chain of a run: makes the folder, looks at the public key, and removes what is too old or
 * was left by a run that was killed. Without a public key nothing is sealed; what there is still ages. 0,
 * EX_CONFIG, EX_CANTCREAT. */
int sealed_begin(const struct config *config, struct err *err);

/* Where validate is to put a unit's rejected records, to be freed; NULL where there is no quarantine. */
char *sealed_path(const struct config *config, const struct unit *unit);
/* The unit has been applied: removes its files but `path`. */
void sealed_settle(const struct config *config, const struct unit *unit, const char *path);

/* Hands the path of each file of a unit to `take`; how many there are. */
size_t sealed_each(const struct config *config, const char *source, const char *feed,
    const char *slot, void (*take)(void *state, const char *path), void *state);

#endif
