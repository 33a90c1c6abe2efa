/* drift_policy.h - what a source says is to be done where a delivery is not as it was: part of
 * source_load(). */
#ifndef ONTRACK_SOURCE_DRIFT_POLICY_H
#define ONTRACK_SOURCE_DRIFT_POLICY_H

#include "source/source.h"

/* Reads "drift". 0 or EX_CONFIG. */
int drift_policy_load(struct source *source, struct err *err);

/* What "columns" says of one by name; -1: nothing. */
int drift_policy_of(const struct source *source, const char *column);

/* What is to be done about a column: what "columns" says, else what the kind does. */
enum source_drift drift_policy(
    const struct source *source, enum drift_kind kind, const char *column);

#endif
