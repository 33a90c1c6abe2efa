/* count.h - rows that come to the same record, counted: a list of staff becomes a headcount. */
#ifndef ONTRACK_SOURCE_COUNT_H
#define ONTRACK_SOURCE_COUNT_H

#include "source/mapping.h"

#include <stdint.h>

enum { COUNT_RECORDS_MAXIMUM = 1000 };

/* A record and how often it came; `number` is the row that it came from first. */
struct counted {
    uint64_t number, rows;
    struct result *results; /* of the plan's fields */
    char *texts;            /* theirs, one behind the other */
};

struct count {
    size_t field_count, record_count;
    struct counted *records;
};

void count_start(struct count *count, size_t field_count);
/* Adds a record of `field_count` results, which are copied. False where there are too many. */
bool count_add(struct count *count, const struct result *results, uint64_t number);
void count_release(struct count *count);

#endif
