/* types.h - canonical values of the six field types, as they stand in the stream.
 *
 *   integer    -?d+ within -2147483648 to 2147483647 (PostgreSQL's integer)
 *   number     -?d+(.d+)?, at most 18 digits before and 20 after the point
 *   boolean    t or f
 *   date       YYYY-MM-DD, 1900 to 2100 (record/dates.h)
 *   datetime   ISO 8601 with offset (record/dates.h)
 *   string     any text */
#ifndef ONTRACK_RECORD_TYPES_H
#define ONTRACK_RECORD_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum field_type { TYPE_STRING, TYPE_INTEGER, TYPE_NUMBER, TYPE_DATE, TYPE_BOOLEAN, TYPE_DATETIME };

enum { NUMBER_WHOLE_DIGITS = 18, NUMBER_FRACTION_DIGITS = 20 };

const char *type_name(enum field_type type);
bool type_parse(const char *name, enum field_type *type);

/* Whether the text is a canonical value of the type. */
bool type_valid(enum field_type type, const char *data, size_t length);

bool integer_parse(const char *data, size_t length, int32_t *value);
bool boolean_parse(const char *data, size_t length, bool *value);
bool number_valid(const char *data, size_t length);

/* Compares two canonical integers or numbers exactly, however long: < 0, 0, > 0. */
int number_compare(const char *a, size_t a_length, const char *b, size_t b_length);

/* Compares two canonical values of one type: numbers by value, dates and datetimes by time, false
 * before true, text by its bytes (PostgreSQL's C collation). */
int type_compare(
    enum field_type type, const char *a, size_t a_length, const char *b, size_t b_length);

#endif
