/* chain.h - from a count of outcomes to what they are worth in each year.
 *
 * The chain of HM Treasury and others, Supporting public service transformation: cost benefit analysis
 * guidance for local partnerships (2014), and of the Green Book's treatment of additionality:
 *
 *   B(k) = N u D (1 - deadweight) attribution (1 - displacement) (1 - leakage) (1 - optimism)
 *          (1 - dropoff)^k          in period first + k, k = 0 .. duration - 1
 *
 * with D what brings the unit value to the prices of the base year. Periods are years after the
 * first; what lies beyond the horizon does not count. */
#ifndef ONTRACK_METHOD_CHAIN_H
#define ONTRACK_METHOD_CHAIN_H

#include <stddef.h>

/* In the order in which the chain applies them. */
enum chain_part {
    CHAIN_N,
    CHAIN_UNIT_VALUE,
    CHAIN_DEADWEIGHT,
    CHAIN_ATTRIBUTION,
    CHAIN_DISPLACEMENT,
    CHAIN_LEAKAGE,
    CHAIN_OPTIMISM,
    CHAIN_DROPOFF,
    CHAIN_PARTS
};
extern const char *const chain_names[CHAIN_PARTS]; /* the names of their columns */

struct chain {
    double part[CHAIN_PARTS]; /* pounds of its own price year for the unit value, shares 0 to 1 */
    double real;              /* D */
    size_t first, duration;
};

/* A full year's value once the parts up to `last` are applied; CHAIN_UNIT_VALUE gives the gross value
 * and CHAIN_DROPOFF is as CHAIN_OPTIMISM. */
double chain_through(const struct chain *chain, enum chain_part last);
/* How many of its years lie within the horizon. */
size_t chain_years(const struct chain *chain, size_t horizon);
/* B in a period, undiscounted; 0 where there is none. */
double chain_value(const struct chain *chain, size_t period);
/* The sum of B times the discount factor, from period 0 to the horizon. */
double chain_present(const struct chain *chain, const double *factors, size_t horizon);
/* The undiscounted sum of what lies beyond. */
double chain_beyond(const struct chain *chain, size_t horizon);

#endif
