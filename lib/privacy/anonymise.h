/* anonymise.h - one record after the other through a plan: what is kept is copied, identifiers
 * become pseudonyms, dates of birth ages, postcodes districts or, where there is a postcode directory, local
 * authorities and deciles of deprivation.
 *
 * Findings, all of severity warning (the cell becomes NULL) but where noted:
 *
 *   no-pseudonym-invalid      what is there is not an identifier of its kind
 *   no-pseudonym-sentinel     it stands for "not known"
 *   no-pseudonym-test         it is from a range for tests, and those are not allowed
 *   no-pseudonym-within       there is no provider to hash it within, or one of more than
 *                             WITHIN_MAXIMUM bytes
 *   no-pseudonym-missing      only of the primary key: elsewhere a missing identifier is just NULL.
 *                             Any of the five rejects the record where the field is of the key: it
 *                             could not be stored
 *   no-age                    not born yet at the date, older than AGE_MAXIMUM, or not two dates
 *   no-district-invalid       not a postcode
 *   no-district-unknown       ZZ99
 *   postcode-unknown          not in the directory of postcodes that holds at the date
 *   postcode-not-live         it is there, but was not in use yet, or no longer, at the date; its place stands
 *   untranslated              a cell that is kept carries extract's mark: rejects the record, as
 *                             validate would have done
 *
 * The trace of a rejected record (record/stream.h) passes with the pseudonyms of its key, or not at all;
 * nothing of it is found or counted. */
#ifndef ONTRACK_PRIVACY_ANONYMISE_H
#define ONTRACK_PRIVACY_ANONYMISE_H

#include "privacy/batch.h"
#include "privacy/plan.h"
#include "privacy/postcodes.h"
#include "privacy/pseudonym.h"
#include "record/tally.h"

struct anonymiser {
    const struct plan *plan;
    struct keyring *ring;
    struct batch *batch;
    struct tally *tally;
    struct stream_writer *writer;
    bool allow_tests;
    const struct editions *editions;    /* none: postcodes become districts */
    struct err failure;                 /* of a directory that could not be read */
    struct buf scratch, scratch_within; /* texts without escapes */
    /* of the record at hand */
    const struct stream_reader *record;
    bool warned;
};

void anonymiser_init(struct anonymiser *anonymiser);
void anonymiser_release(struct anonymiser *anonymiser);

/* Passes the record that the stream stands at on to the batch, or rejects it, and counts it. 0 or
 * an exit code. */
int anonymise_record(
    struct anonymiser *anonymiser, const struct stream_reader *record, struct err *err);

#endif
