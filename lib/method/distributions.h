/* distributions.h - quantiles of the distributions that the intervals need, from GSL. */
#ifndef ONTRACK_METHOD_DISTRIBUTIONS_H
#define ONTRACK_METHOD_DISTRIBUTIONS_H

double normal_quantile(double p);
double t_quantile(double p, double df);
double chi_square_quantile(double p, double df);

/* Two-sided critical values: level .95 gives the .975 quantile. */
double critical_z(double level);
double critical_t(double level, double df);

#endif
