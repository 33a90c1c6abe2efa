/* fault.h - teeth for the conservation tests: a test build (make FAULT=1) in which one stage loses,
 * doubles or cuts one record while its counts say otherwise. Not there in any other build.
 *
 *   ONTRACK_FAULT=STAGE:drop:N | STAGE:double:N | STAGE:cut:N
 *
 * STAGE is the program's name and N the number of the record in its output, from 1. stream_writer
 * heeds it on standard output, and load where it hands records to COPY. */
#ifndef ONTRACK_RECORD_FAULT_H
#define ONTRACK_RECORD_FAULT_H

#ifdef ONTRACK_FAULT

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether something is to be done to the `record`th record that this process writes. */
bool fault_strikes(uint64_t record);

/* Does it to the record's bytes, which have room for as many again, and returns how many there are
 * now: none, twice as many, or half (its last byte, a newline in a stream, stays the last). */
size_t fault_apply(char *record, size_t length);

#endif
#endif
