/* compare.h - two arms with persons' costs and effects: differences, ICER with its confidence set,
 * net monetary benefit, and the bootstrap's quadrants and acceptability.
 *
 * Variances are those of the differences, unpooled: v = s_1^2/n_1 + s_0^2/n_0, covariance alike.
 *   INMB = lambda dE - dC,  var = lambda^2 v_e + v_c - 2 lambda cov  (A. A. Stinnett and J.
 * Mullahy, Medical Decision Making 18 (1998) S68-S80). The critical value is z, or t on n_1 + n_0 -
 * 2 degrees of freedom. Quadrants of the plane: ne dE > 0, dC > 0; se dE > 0, dC <= 0 (better and
 * no dearer); nw dE <= 0, dC > 0; sw the rest. Acceptability is the share of replicates with lambda
 * dE - dC > 0, strictly: no percentile is ever taken of a ratio whose denominator may be zero. */
#ifndef ONTRACK_METHOD_COMPARE_H
#define ONTRACK_METHOD_COMPARE_H

#include "method/bootstrap.h"
#include "method/cohort.h"
#include "method/fieller.h"

#include <stdbool.h>

enum quadrant { QUADRANT_NE, QUADRANT_SE, QUADRANT_SW, QUADRANT_NW, QUADRANTS };
const char *quadrant_name(enum quadrant quadrant);
enum quadrant quadrant_of(double delta_effect, double delta_cost);

struct difference {
    double effect, cost; /* arm less reference */
    double var_effect, var_cost, cov;
};

struct comparison {
    struct difference difference;
    double critical; /* the value used; NAN where there are too few persons */
    double df;       /* of t; NAN for z */
    double icer;     /* NAN where the effects are equal */
    struct fieller set;
};
struct comparison compare_difference(const struct difference *difference, double critical);

/* From persons; level and critical value: t where `student`, else z. */
struct comparison compare_arms(
    const struct moments *arm, const struct moments *reference, double level, bool student);

struct benefit {
    double value, se, lower, upper;
};
struct benefit compare_benefit(const struct comparison *comparison, double lambda);

/* Shares of the replicates: `quadrants` has QUADRANTS places, `acceptable` one for each lambda.
 * Each arm is resampled on its own. Without replicates all are NAN. */
void compare_bootstrap(const struct cohort *arm, const struct cohort *reference,
    const struct bootstrap *bootstrap, const double *lambdas, size_t count, double *quadrants,
    double *acceptable);

#endif
