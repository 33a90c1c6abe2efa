/* source_gates.h - what a source says of gates: its own thresholds, and when its deliveries are due. Part of
 * source_load(). */
#ifndef ONTRACK_SOURCE_SOURCE_GATES_H
#define ONTRACK_SOURCE_SOURCE_GATES_H

#include "source/source.h"

/* Checks "gates" and "expected", once the feeds are known. 0 or EX_CONFIG. */
int source_gates_load(struct source *source, struct err *err);

#endif
