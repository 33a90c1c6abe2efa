/* shape.h - distributions of an uncertain figure between a low and a high value.
 *
 * triangular and pert have their mode at the central value; pert is the beta distribution with
 * a = 1 + 4 (m - l) / (h - l), b = 1 + 4 (h - m) / (h - l) (D. G. Malcolm and others, Operations Research
 * 7 (1959) 646-669); uniform takes no notice of it. */
#ifndef ONTRACK_METHOD_SHAPE_H
#define ONTRACK_METHOD_SHAPE_H

#include "base/err.h"
#include "method/table.h"

#include <stddef.h>

enum shape { SHAPE_NONE, SHAPE_UNIFORM, SHAPE_TRIANGULAR, SHAPE_PERT };

/* Of a text of a row: SHAPE_NONE where it is NULL, and EX_DATAERR where it is none of the three. */
enum shape shape_of(const struct table_reader *reader, size_t column);
int shape_check(const struct table_reader *reader, size_t column, struct err *err);
/* The value below which a share p, 0 < p < 1, lies; low <= mode <= high. NAN for SHAPE_NONE. */
double shape_quantile(enum shape shape, double low, double mode, double high, double p);

#endif
