#include "method/distributions.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

/* GSL's default handler aborts the process; its functions return NaN instead, which is our NULL. */
static void quiet(void)
{
    gsl_set_error_handler_off();
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

double chi_square_quantile(double p, double df)
{
    quiet();
    return gsl_cdf_chisq_Pinv(p, df);
}

double critical_z(double level)
{
    return normal_quantile(0.5 + level / 2);
}

double critical_t(double level, double df)
{
    return t_quantile(0.5 + level / 2, df);
}
