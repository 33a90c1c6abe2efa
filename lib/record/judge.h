/* judge.h - one field's checks, precompiled; between validate.c (set-up) and judge.c (each record).
 */
#ifndef ONTRACK_RECORD_JUDGE_H
#define ONTRACK_RECORD_JUDGE_H

#include "record/expression.h"
#include "record/pattern.h"
#include "record/validate.h"

struct field_check {
    const struct field *field;
    int index;  /* of the field in the contract */
    int column; /* in the stream */
    bool more;  /* there is something to check beyond required and type */
    struct pattern *pattern;
    const struct code_list *codes;
    struct buf scratch; /* the text without its escapes */
};

/* Judges the record's fields and fills validator->values; then its rules. */
void judge_record(struct validator *validator, const struct stream_reader *reader);

#endif
