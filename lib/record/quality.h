/* quality.h - VODIM: how good each field is, by provider, counted as the records are judged.
 *
 * NHS England's five classes (MHSDS data quality), and two of ours that keep them honest:
 *
 *   valid           a value, and nothing is wrong with it
 *   other           a code that says "something else" (the contract's quality.other)
 *   default         a code that says "not known" (quality.default)
 *   invalid         a value that breaks a check of the field, or that could not be read
 *   missing         no value where one applies; also where the delivery lacks the column
 *   not_applicable  no value, where the contract's quality.applies is not true of the record
 *
 * The first five add up to the denominator. Rejected records count as the others do. A record whose
 * provider is missing or invalid counts under no provider (\N). The file is a stream:
 * `provider field valid other default invalid missing not_applicable`; it holds no value but the
 * provider's code. */
#ifndef ONTRACK_RECORD_QUALITY_H
#define ONTRACK_RECORD_QUALITY_H

#include "record/validate.h"

enum quality_class {
    QUALITY_VALID,
    QUALITY_OTHER,
    QUALITY_DEFAULT,
    QUALITY_INVALID,
    QUALITY_MISSING,
    QUALITY_NOT_APPLICABLE,
    QUALITY_CLASSES
};

enum { QUALITY_PROVIDERS_MAXIMUM = 100 * 1000 };

struct quality;

/* For a validator that has been initialised for this stream; its contract and code lists must outlive
 * this. NULL with EX_CANTCREAT, or what a code list is wrong with. */
struct quality *quality_open(const char *path, const struct validator *validator, struct err *err);
/* The record that has just been judged. 0, or EX_DATAERR where there are too many providers. */
int quality_count(struct quality *quality, const struct validator *validator,
    const struct stream_reader *reader, struct err *err);
/* Writes the file. 0 or EX_IOERR. */
int quality_write(struct quality *quality, struct err *err);
void quality_close(struct quality *quality);

#endif
