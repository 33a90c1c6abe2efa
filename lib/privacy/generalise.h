/* generalise.h - dates of birth and postcodes made coarse. */
#ifndef ONTRACK_PRIVACY_GENERALISE_H
#define ONTRACK_PRIVACY_GENERALISE_H

#include "record/identifiers.h"
#include "record/stream.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { AGE_MAXIMUM = 120 };

/* age_at_event and age_band of who was born on `birth`, at the date `on`.
 *
 *   years   whole years at the date (29 February counts as 1 March in other years)
 *   band    of the age at the start of the academic year of that date, 31 August (DfE's age bands):
 *           0-10, 11-13, 14-15, 16-17, 18-19, 20-25 or 26+; born after that 31 August: 0-10
 *
 * False where the person was not born yet, or would be older than AGE_MAXIMUM: a date of birth of
 * 1900-01-01 stands for "not known". */
struct age {
    int years;
    const char *band;
};
bool age_on(int32_t birth, int32_t on, struct age *age);

enum postcode { POSTCODE_GOOD, POSTCODE_INVALID, POSTCODE_UNKNOWN };

/* A postcode in its one form: "SW1A 1AA" of "sw1a 1aa". POSTCODE_UNKNOWN for ZZ99 …, which stands for no
 * fixed abode, abroad or not known. */
enum postcode postcode_of(const char *data, size_t size, struct normal *normal);

/* The outward code of a postcode in that form: SW1A. */
struct text district_of(const struct normal *postcode);

#endif
