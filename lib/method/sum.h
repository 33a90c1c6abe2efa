/* sum.h - sums that don't lose pence.
 *
 * Money is summed in whole pence, exactly, where every amount of the list is a whole number of
 * pence (an amount is one where it is the double nearest to pence / 100); other numbers, and money
 * with finer parts, by Neumaier's compensated summation (A. Neumaier, Z. angew. Math. Mech. 54
 * (1974) 39-51). Neither depends on chance; the second depends on the order, which is why callers
 * sort first. */
#ifndef ONTRACK_METHOD_SUM_H
#define ONTRACK_METHOD_SUM_H

#include <stdbool.h>
#include <stdint.h>

struct sum {
    double total, compensation;
    __int128 pence;
    bool finer; /* an amount was not a whole number of pence */
};

#define SUM_INIT                                                                                   \
    {                                                                                              \
        .total = 0                                                                                 \
    }

void sum_add(struct sum *sum, double value);   /* plain number */
void sum_money(struct sum *sum, double value); /* pounds */
double sum_total(const struct sum *sum);       /* of sum_add() */
double sum_pounds(const struct sum *sum);      /* of sum_money() */

#endif
