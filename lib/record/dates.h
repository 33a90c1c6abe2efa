/* dates.h - calendar dates of the proleptic Gregorian calendar, 1900-01-01 to 2100-12-31, as days
 * since 2000-01-01 (PostgreSQL's own count, so that binary COPY needs no sum). */
#ifndef ONTRACK_RECORD_DATES_H
#define ONTRACK_RECORD_DATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Canonical YYYY-MM-DD only; false for anything else, an impossible day or a year out of range. */
bool date_parse(const char *data, size_t length, int32_t *days);
bool date_from(int year, int month, int day, int32_t *days);
void date_split(int32_t days, int *year, int *month, int *day);
/* Writes YYYY-MM-DD and a NUL. */
void date_format(int32_t days, char text[11]);

/* The clock's date in local time: the default of --as-of for a stage that is run by hand, and of
 * nothing else. */
int32_t date_today(void);

/* Whole years from birth to a date (29 February counts as 1 March in other years, as in English
 * law: Family Law Reform Act 1969 s. 9 and PostgreSQL's age()). Negative where birth is later. */
int date_age(int32_t birth, int32_t on);
/* 31 August at which the academic year of `on` had begun: the one before 1 September to 31 August
 * (DfE: age bands are by age at the start of the academic year). */
int32_t date_academic_start(int32_t on);

/* ISO 8601 timestamp with offset: YYYY-MM-DDTHH:MM[:SS[.f{1,6}]](Z|±HH:MM), T may be a space.
 * Microseconds since 2000-01-01 00:00 UTC. */
bool timestamp_parse(const char *data, size_t length, int64_t *microseconds);

#endif
