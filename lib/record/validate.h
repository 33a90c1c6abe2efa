/* validate.h - judging a stream's records against a contract.
 *
 * For each field in turn: required, extract's mark, type, then enum, pattern, minimum, maximum,
 * lengths, code list and identifier; then the rules of the record. A field that is not of its type
 * is judged no further and is NULL to the rules. Each breach is a finding of the tally.
 *
 * A warning lets the record pass, but not a kept text that nothing bounds: a code that is not in its
 * list, or a text that breaks its enum, pattern or length, is withheld (NULL in what is passed on),
 * for it can be anything, a name in the wrong column too. A code may pass unlisted only where a
 * pattern holds that says what codes look like.
 *
 * A code whose date field is NULL is judged by whether the list has it at all. A marked value is
 * always rejected: whatever the contract says of warnings, it can't be loaded. */
#ifndef ONTRACK_RECORD_VALIDATE_H
#define ONTRACK_RECORD_VALIDATE_H

#include "base/err.h"
#include "record/codes.h"
#include "record/contract.h"
#include "record/stream.h"
#include "record/tally.h"

#include <stdbool.h>
#include <stdint.h>

struct field_check; /* judge.h */
struct field_value; /* expression.h */
struct expression;

struct validator {
    /* given by the caller */
    const struct contract *contract;
    struct tally *tally;
    struct codes *codes;
    int32_t as_of;
    bool allow_test_identifiers;
    /* the validator's own; file_breaches to be read by the caller */
    struct field_check *checks; /* one for each field that the stream has */
    size_t check_count;
    struct expression **rules;
    struct field_value *values; /* of the record, by the contract's field */
    uint64_t file_breaches;     /* findings of severity file so far */
    int *key;                   /* columns of the stream; contract->key_count of them */
    bool has_key;               /* the stream has them all */
    /* of the record that is being judged */
    struct text source_row;
    bool warned, rejected;
    bool *spoilt;  /* by the contract's field: a finding is about it */
    int *withheld; /* columns of the stream */
    size_t withheld_count;
};

/* Compiles the checks for a stream of these columns. Columns that the contract does not name, and
 * fields that the stream does not have, are findings `column-new` and `column-missing` without a
 * row, of severity file or warning as the contract's drift says. 0, or EX_DATAERR where the stream
 * is no delivery of the feed or its drift says stop, EX_CONFIG or EX_NOINPUT where a code list is
 * wrong or not there. */
int validator_init(
    struct validator *validator, const struct stream_reader *reader, struct err *err);
void validator_release(struct validator *validator);

/* Judges the reader's record and counts it in the tally. 1: accepted; 0: rejected, or a finding of
 * severity file stands (then nothing more is accepted); -1: the record has no source_row. */
int validator_judge(
    struct validator *validator, const struct stream_reader *reader, struct err *err);
/* Writes the accepted record: as it came, but for what is withheld. */
void validator_pass(const struct validator *validator, const struct stream_reader *reader,
    struct stream_writer *writer);
/* Writes the trace (stream.h) of a rejected record, where nothing is wrong with its key. */
void validator_trace(const struct validator *validator, const struct stream_reader *reader,
    struct stream_writer *writer);

#endif
