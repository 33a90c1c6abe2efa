#include "method/root.h"

#include <float.h>
#include <math.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>

enum { STEPS_MAXIMUM = 500 };

double root_between(
    double (*function)(double at, void *state), void *state, double lower, double upper)
{
    gsl_function target = {.function = function, .params = state};
    gsl_root_fsolver *solver;
    double root = NAN;

    gsl_set_error_handler_off();
    solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    if (!solver)
        return NAN;
    if (gsl_root_fsolver_set(solver, &target, lower, upper) == GSL_SUCCESS)
        for (int i = 0; i < STEPS_MAXIMUM && gsl_root_fsolver_iterate(solver) == GSL_SUCCESS; i++) {
            double below = gsl_root_fsolver_x_lower(solver);
            double above = gsl_root_fsolver_x_upper(solver);

            root = gsl_root_fsolver_root(solver);
            if (below == above || fabs(above - below) <= 2 * DBL_EPSILON * fabs(root))
                break;
        }
    gsl_root_fsolver_free(solver);
    return root;
}
