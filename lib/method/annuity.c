#include "method/annuity.h"
#include "method/sum.h"

double annuity_factor(const double *factors, size_t years)
{
    struct sum sum = SUM_INIT;

    for (size_t t = 1; t <= years; t++)
        sum_add(&sum, factors[t]);
    return sum_total(&sum);
}

double annuity_equivalent(double capital, double salvage, const double *factors, size_t life)
{
    return (capital - salvage * factors[life]) / annuity_factor(factors, life);
}
