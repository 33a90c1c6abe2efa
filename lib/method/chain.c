#include "method/chain.h"
#include "method/sum.h"

#include <math.h>

const char *const chain_names[CHAIN_PARTS] = {"n", "unit_value", "deadweight", "attribution",
    "displacement", "leakage", "optimism", "dropoff"};

double chain_through(const struct chain *chain, enum chain_part last)
{
    double value = chain->part[CHAIN_N] * chain->part[CHAIN_UNIT_VALUE] * chain->real;

    for (int i = CHAIN_DEADWEIGHT; i <= (int)last && i < CHAIN_DROPOFF; i++)
        value *= i == CHAIN_ATTRIBUTION ? chain->part[i] : 1 - chain->part[i];
    return value;
}

size_t chain_years(const struct chain *chain, size_t horizon)
{
    size_t room = chain->first > horizon ? 0 : horizon - chain->first + 1;

    return room < chain->duration ? room : chain->duration;
}

/* What is left in the k-th year of the effect; all of it in the first, even where all drops off. */
static double kept(const struct chain *chain, size_t k)
{
    return pow(1 - chain->part[CHAIN_DROPOFF], (double)k);
}

double chain_value(const struct chain *chain, size_t period)
{
    if (period < chain->first || period - chain->first >= chain->duration)
        return 0;
    return chain_through(chain, CHAIN_OPTIMISM) * kept(chain, period - chain->first);
}

double chain_present(const struct chain *chain, const double *factors, size_t horizon)
{
    size_t years = chain_years(chain, horizon);
    struct sum sum = SUM_INIT;

    for (size_t k = 0; k < years; k++)
        sum_add(&sum, kept(chain, k) * factors[chain->first + k]);
    return chain_through(chain, CHAIN_OPTIMISM) * sum_total(&sum);
}

double chain_beyond(const struct chain *chain, size_t horizon)
{
    struct sum sum = SUM_INIT;

    for (size_t k = chain_years(chain, horizon); k < chain->duration; k++)
        sum_add(&sum, kept(chain, k));
    return chain_through(chain, CHAIN_OPTIMISM) * sum_total(&sum);
}
