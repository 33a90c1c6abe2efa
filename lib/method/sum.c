#include "method/sum.h"

#include <math.h>

void sum_add(struct sum *sum, double value)
{
    double total = sum->total + value;

    if (fabs(sum->total) >= fabs(value))
        sum->compensation += (sum->total - total) + value;
    else
        sum->compensation += (value - total) + sum->total;
    sum->total = total;
}

void sum_money(struct sum *sum, double value)
{
    double pence = nearbyint(value * 100);

    sum_add(sum, value);
    /* Beyond 2^53 pence a double can't tell one penny from the next. */
    if (fabs(pence) > 9007199254740992.0 || pence / 100 != value)
        sum->finer = true;
    else
        sum->pence += (int64_t)pence;
}

double sum_total(const struct sum *sum)
{
    return sum->total + sum->compensation;
}

double sum_pounds(const struct sum *sum)
{
    return sum->finer ? sum_total(sum) : (double)sum->pence / 100;
}
