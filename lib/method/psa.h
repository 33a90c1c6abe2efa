/* psa.h - probabilistic sensitivity analysis: draws of the costs and effects of several strategies,
 * and what they say at a value lambda of one unit of effect.
 *
 * With U_sg = lambda e_sg - c_sg of draw s and strategy g (A. A. Stinnett and J. Mullahy, Medical
 * Decision Making 18 (1998) S68-S80; E. Fenwick, K. Claxton and M. Sculpher, Health Economics 10
 * (2001) 779-787; K. Claxton, J. Health Economics 18 (1999) 341-364):
 *   p_best         share of the draws in which U is the greatest, by exact comparison; strategies
 *                  that are equally good share the draw equally
 *   best           the strategy with the greatest mean U, the first by name of several; its p_best
 *                  is the acceptability frontier, which need not be the greatest p_best
 *   eib            mean of U_g - U_reference
 *   expected loss  mean of max U - U_g, what is lost by choosing g without knowing the draw
 *   evpi           the expected loss of the best: mean of max U less the greatest mean U */
#ifndef ONTRACK_METHOD_PSA_H
#define ONTRACK_METHOD_PSA_H

#include "method/bootstrap.h"
#include "method/gather.h"

struct psa {
    size_t draws, strategies;
    const char **names; /* of the strategies, in byte order; they belong to the rows or cohorts */
    double *cost, *effect; /* of draw s and strategy g at s * strategies + g */
};

/* From sorted rows of texts draw, strategy and numbers cost, effect. EX_DATAERR where a draw lacks a
 * strategy or has it twice. To be released in either case. */
int psa_arrange(struct psa *psa, const struct gathered *rows, struct err *err);
/* Draws from sorted cohorts: each is a bootstrap replicate within every strategy, its mean cost and
 * effect. EX_DATAERR where replicates times strategies pass ROWS_MAXIMUM. To be released in either case. */
int psa_resample(struct psa *psa, const struct cohorts *cohorts, const struct bootstrap *bootstrap,
    struct err *err);
/* The number of the strategy of that name; of the least mean cost (then the greater mean effect,
 * then name) where it is NULL; psa->strategies where there is none. */
size_t psa_reference(const struct psa *psa, const char *name);
void psa_release(struct psa *psa);

struct psa_strategy {
    double p_best, eib, loss;
};

/* Fills one place for each strategy and returns the best one's number. */
size_t psa_at(
    const struct psa *psa, double lambda, size_t reference, struct psa_strategy *strategies);

#endif
