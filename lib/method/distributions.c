#include "method/distributions.h"

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

double chi_square_quantile(double p, double df)
{
    quiet();
    return gsl_cdf_chisq_Pinv(p, df);
}

double beta_above(double x, double a, double b)
{
    quiet();
    return gsl_cdf_beta_Q(x, a, b);
}

double beta_quantile(double p, double a, double b)
{
    quiet();
    return gsl_cdf_beta_Pinv(p, a, b);
}

double critical_z(double level)
{
    return normal_quantile(0.5 + level / 2);
}

double critical_t(double level, double df)
{
    return t_quantile(0.5 + level / 2, df);
}
