/* plan.h - what is done with each column of a stream: a contract's treatments, laid over the
 * columns that stand in the header. It is an allow-list: what no step names does not pass. */
#ifndef ONTRACK_PRIVACY_PLAN_H
#define ONTRACK_PRIVACY_PLAN_H

#include "record/contract.h"
#include "record/stream.h"

enum action {
    ACTION_COPY, /* cells `cell` to `last` as they stand, tabs included */
    ACTION_NULL, /* a column that the delivery does not have */
    ACTION_PSEUDONYM,
    ACTION_AGE,     /* age_at_event and age_band; the birth is at `cell`, the date at `other` */
    ACTION_POSTCODE /* district, local_authority and imd_decile; the date, if any, is at `other` */
};

struct step {
    enum action action;
    int cell, last;       /* positions in the stream; -1: the delivery does not have it */
    int other;            /* of `within` or `at`; -1: none */
    enum identifier kind; /* of a pseudonym */
    const char *field;    /* its name, for findings */
    bool key;             /* of the primary key: a record without it can't be stored */
};

enum { PLAN_PSEUDONYMS_MAXIMUM = 100 }; /* columns of one feed */

struct plan {
    size_t pseudonyms; /* columns of them */
    size_t step_count;
    struct step *steps;
    size_t column_count;
    const char **columns; /* names in the stream that is written; the contract's, not copied */
    bool *kept;           /* for each position of the stream read: is it copied as it stands */
};

/* 0, or EX_DATAERR where the stream has a column that the contract does not name, one twice, lacks
 * a required one or does not begin with source_row; EX_CONFIG where the contract can't be applied. */
int plan_make(struct plan *plan, const struct contract *contract,
    const struct stream_reader *stream, struct err *err);
void plan_release(struct plan *plan);

#endif
