/* number.h - numbers in and out of text without loss.
 *
 * NAN stands for NULL throughout lib/method: a value that cannot be given. */
#ifndef ONTRACK_METHOD_NUMBER_H
#define ONTRACK_METHOD_NUMBER_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum { NUMBER_TEXT = 32 };

/* A finite decimal number, with or without an exponent; never hexadecimal, infinity or NaN.
 * Minus zero becomes zero, so that equal numbers are equal bits. */
bool number_parse(const char *data, size_t length, double *value);

/* The shortest decimal text that reads back as the same double (15, 16 or 17 digits).
 * Returns its length; the value must be finite. */
size_t number_format(double value, char text[NUMBER_TEXT]);

/* Whether it is zero or more and whole. */
bool number_is_count(double value);

/* A list of numbers apart by commas, to be freed; NULL with EX_USAGE in `err`, which names the
 * option. NULL text gives an empty list. */
double *number_list(const char *text, const char *option, size_t *count, struct err *err);

#endif
