/* distributions.h - distribution functions and quantiles that the methods need, from GSL. NAN where
 * a parameter lies outside. */
#ifndef ONTRACK_METHOD_DISTRIBUTIONS_H
#define ONTRACK_METHOD_DISTRIBUTIONS_H

/* P(Z <= z), and its inverse. */
double normal_below(double z);
double normal_quantile(double p);
double t_quantile(double p, double df);
double chi_square_below(double x, double df);
double chi_square_quantile(double p, double df);
/* a, b > 0. The upper tail has its own function, which is exact where the lower one is nearly 1. */
double beta_above(double x, double a, double b);
double beta_quantile(double p, double a, double b);

/* Two-sided critical values: level .95 gives the .975 quantile. */
double critical_z(double level);
double critical_t(double level, double df);

#endif
