/* simulation.h - all uncertain figures drawn at once, many times over: the chance that a programme is
 * worth more than it costs, with the error of the simulation itself.
 *
 * A figure's value in a replicate is the quantile of its distribution at a random number that depends on
 * seed, analysis, the figure's names and the replicate alone (method/draws.h): not on other figures, nor on
 * the order of the rows. */
#ifndef ONTRACK_METHOD_SIMULATION_H
#define ONTRACK_METHOD_SIMULATION_H

#include "base/err.h"
#include "method/bootstrap.h"
#include "method/interval.h"
#include "method/uncertain.h"

struct simulation {
    double chance, chance_se;      /* share of replicates with NPSV above 0; sqrt(p (1 - p) / R) */
    struct interval chance_limits; /* Wilson's */
    double mean, mean_se;          /* of NPSV */
    struct interval npsv;          /* its quantiles, type 7 */
    struct interval
        bcr; /* likewise; NAN where some replicate spends nothing of the public budget */
};

/* Whether every figure has a distribution; EX_DATAERR names a row that has none. */
int simulation_check(
    const struct uncertainties *all, const char *outcomes, const char *costs, struct err *err);
/* `how->replicates` is at least 1. The appraisal is as before when it returns. */
struct simulation simulate(const struct uncertainties *all, const struct appraisal *appraisal,
    const struct bootstrap *how);

#endif
