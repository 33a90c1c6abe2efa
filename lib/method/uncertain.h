/* uncertain.h - what is uncertain in an appraisal, one entry for each figure that can move by itself.
 *
 * A row that has a low and a high value of a part makes that part uncertain. The rows of one outcome
 * (same persons and year) that say the same of a part, central, low, high and distribution, speak of
 * one figure, which moves in all of them at once: an outcome's deadweight is one whichever agencies gain.
 * A unit value is each row's own. So are a cost's figures, but that lines of one kind which say the same
 * of their optimism share it. */
#ifndef ONTRACK_METHOD_UNCERTAIN_H
#define ONTRACK_METHOD_UNCERTAIN_H

#include "base/err.h"
#include "method/appraisal.h"

enum { UNCERTAIN_MAXIMUM = 10 * 1000 };

struct uncertain {
    const char *parameter; /* the name of its column; cost_amount and cost_optimism of costs */
    const char *subject;   /* outcome; line of a cost, or its kind where it has none */
    const char *agency, *persons; /* agency of a unit value or amount */
    double year;
    double central, low, high;
    enum shape shape;
    bool benefit;
    int part;
    double **slots; /* its places in the appraisal's rows */
    size_t count, capacity;
    size_t copy; /* how many before it have all these names alike */
    uint64_t at;
};

/* Borrows the names from the appraisal, whose figures it points at. */
struct uncertainties {
    struct uncertain *items;
    size_t count, capacity;
};

/* Of a settled appraisal. EX_DATAERR where they are too many. */
int uncertain_find(struct uncertainties *all, struct appraisal *appraisal, struct err *err);
/* Puts a value in all the places of one figure. */
void uncertain_set(const struct uncertain *one, double value);
void uncertain_release(struct uncertainties *all);

#endif
