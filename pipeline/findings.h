/* findings.h - what a stage finds wrong: its rejects stream, read and counted. */
#ifndef ONTRACK_PIPELINE_FINDINGS_H
#define ONTRACK_PIPELINE_FINDINGS_H

#include "record/contract.h"
#include "record/tally.h"

enum { ROW_SIZE = 24, FIELD_SIZE = 64 };

struct finding {
    char row[ROW_SIZE];     /* source_row; "" where it is the delivery's */
    char field[FIELD_SIZE]; /* "" where it is the record's */
    char rule[RULE_ID_MAXIMUM + 1];
    enum severity severity;
};

/* Hands each finding of the stream to `take`. 0, or EX_DATAERR, EX_IOERR where the stream does not end
 * well; what came until then has been handed over. */
int findings_each(
    int fd, void (*take)(void *state, const struct finding *finding), void *state, struct err *err);

/* How often each rule was broken by each field, in the order in which they were first. */
struct finding_count {
    struct finding finding; /* without a row */
    uint64_t count;
};
struct findings {
    size_t count;
    struct finding_count *items;
};
/* For findings_each(); `state` is a struct findings. */
void findings_count(void *state, const struct finding *finding);
void findings_print(const struct findings *findings);
void findings_release(struct findings *findings);

#endif
