#include "method/distributions.h"
#include "method/root.h"

#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

/* GSL's default handler aborts the process; its functions return NaN instead, which is our NULL. */
static void quiet(void)
{
    gsl_set_error_handler_off();
}

double normal_below(double z)
{
    quiet();
    return gsl_cdf_ugaussian_P(z);
}

double normal_quantile(double p)
{
    quiet();
    return gsl_cdf_ugaussian_Pinv(p);
}

double t_quantile(double p, double df)
{
    quiet();
    return gsl_cdf_tdist_Pinv(p, df);
}

double chi_square_below(double x, double df)
{
    quiet();
    return gsl_cdf_chisq_P(x, df);
}

struct chi_square {
    double tail, df;
    bool upper;
};

static double chi_square_gap(double x, void *state)
{
    const struct chi_square *at = state;

    return at->upper ? at->tail - gsl_cdf_chisq_Q(x, at->df)
                     : gsl_cdf_chisq_P(x, at->df) - at->tail;
}

/* GSL's own inverse gives up here and there above a thousand degrees of freedom, and elsewhere there
 * is right to seven digits only. */
double chi_square_quantile(double p, double df)
{
    struct chi_square at = {p > .5 ? 1 - p : p, df, p > .5};
    double above = df + 10;

    quiet();
    if (!(p > 0 && p < 1 && df > 0))
        return NAN;
    while (chi_square_gap(above, &at) < 0)
        above *= 2;
    return root_between(chi_square_gap, &at, 0, above);
}

double beta_above(double x, double a, double b)
{
    quiet();
    return gsl_cdf_beta_Q(x, a, b);
}

struct beta {
    double p, a, b;
};

static double beta_gap(double x, void *state)
{
    const struct beta *beta = state;

    return gsl_cdf_beta_P(x, beta->a, beta->b) - beta->p;
}

/* GSL's own inverse gives up here and there, as at p = .975, a = 200, b = 3000. */
double beta_quantile(double p, double a, double b)
{
    struct beta beta = {p, a, b};

    quiet();
    return p > 0 && p < 1 && a > 0 && b > 0 ? root_between(beta_gap, &beta, 0, 1) : NAN;
}

double critical_z(double level)
{
    return normal_quantile(0.5 + level / 2);
}

double critical_t(double level, double df)
{
    return t_quantile(0.5 + level / 2, df);
}
