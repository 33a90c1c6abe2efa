/* families.h - whether a value is counted twice.
 *
 * A family is what one unit cost pays for: young people out of work and those excluded from school may
 * both cost the same benefits, and whoever values both counts those twice. Two valued rows of one family
 * and persons whose effects share a year are refused, unless they are parts of one outcome borne by
 * different agencies or of different categories (an agency of NULL bears the whole). */
#ifndef ONTRACK_METHOD_FAMILIES_H
#define ONTRACK_METHOD_FAMILIES_H

#include "base/err.h"
#include "method/appraisal.h"

/* EX_DATAERR names the two rows of `file`. */
int families_check(const struct appraisal *appraisal, const char *file, struct err *err);

#endif
