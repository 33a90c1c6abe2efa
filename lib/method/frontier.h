/* frontier.h - the cost-effectiveness ladder: incremental ratios, dominance, extended dominance.
 *
 * Order by cost, then the greater effect, then name. A strategy is dominated (D) where an earlier
 * one has at least its effect. Of those left, one is extendedly dominated (ED) where its ICER is
 * greater than the next one's, taken out, and the ICERs computed anew until none is (M. Drummond et
 * al., Methods for the Economic Evaluation of Health Care Programmes; the convention of the R
 * package dampack's calculate_icers()). Strategies on one line all stay. Written back: ND by cost,
 * then ED, then D, each by cost. */
#ifndef ONTRACK_METHOD_FRONTIER_H
#define ONTRACK_METHOD_FRONTIER_H

#include <stddef.h>

enum strategy_status { STATUS_ND, STATUS_ED, STATUS_D };
const char *strategy_status_name(enum strategy_status status);

struct strategy {
    char *name;
    double cost, effect;
    double inc_cost, inc_effect, icer; /* NAN for the first, ED and D */
    enum strategy_status status;
};

/* Fills the last four members and puts the strategies in the order above. */
void frontier_rank(struct strategy *strategies, size_t count);

#endif
