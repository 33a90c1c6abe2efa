/* generalise.h - dates of birth and postcodes made coarse. */
#ifndef ONTRACK_PRIVACY_GENERALISE_H
#define ONTRACK_PRIVACY_GENERALISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { AGE_MAXIMUM = 120, DISTRICT_MAXIMUM = 4 /* bytes */ };

/* Whole years from birth to the date; false where the person was not born yet or would be older
 * than AGE_MAXIMUM (a date of birth of 1900-01-01 stands for "not known"). */
bool age_on_date(int32_t birth, int32_t on, int *age);

/* The band of the age at the start of the academic year of `on`, 31 August (DfE's age bands):
 * 0-10, 11-13, 14-15, 16-17, 18-19, 20-25 or 26+. Who was born after that 31 August is in 0-10. */
const char *age_band(int32_t birth, int32_t on);

enum district { DISTRICT_GOOD, DISTRICT_INVALID, DISTRICT_UNKNOWN };

/* The outward code of a postcode: SW1A of "sw1a 1aa". DISTRICT_UNKNOWN for ZZ99 …, which stands for
 * no fixed abode, abroad or not known. */
enum district district_of(
    const char *data, size_t size, char district[DISTRICT_MAXIMUM + 1], size_t *length);

#endif
