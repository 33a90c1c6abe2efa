/* measures.h - a comparison written down as rows `measure lambda value`: lambda is NULL for what does
 * not depend on it, value is a number or, for set_type and quadrant, a word. */
#ifndef ONTRACK_METHOD_MEASURES_H
#define ONTRACK_METHOD_MEASURES_H

#include "method/compare.h"
#include "method/table.h"

struct measures {
    struct table_writer *writer;
    bool each;        /* every row ends with a name */
    const char *name; /* of the arm or comparison, where `each` */
};

void measures_arms(
    const struct measures *m, const struct moments *arm, const struct moments *reference);
void measures_comparison(const struct measures *m, const struct comparison *comparison);
/* Shares of the bootstrap, and how many replicates they are shares of. */
void measures_quadrants(
    const struct measures *m, double replicates, const double shares[QUADRANTS]);
void measures_benefit(const struct measures *m, const struct comparison *comparison, double lambda);
void measures_acceptable(const struct measures *m, double lambda, double share);

#endif
