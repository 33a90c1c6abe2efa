/* annuity.h - a sum of money as equal yearly amounts at the end of each year, and back. */
#ifndef ONTRACK_METHOD_ANNUITY_H
#define ONTRACK_METHOD_ANNUITY_H

#include <stddef.h>

/* What 1 a year at the end of years 1 .. `years` is worth now: the sum of those discount factors. */
double annuity_factor(const double *factors, size_t years);

/* Equivalent annual cost (M. Drummond and others, Methods for the Economic Evaluation of Health Care
 * Programmes, 4th ed. 2015, section 7.2): the yearly charge that repays a capital outlay with interest
 * over its life, what it is then worth set against it. `life` is 1 or more. At a constant rate r it is
 *   (K - S / (1 + r)^n) r / (1 - (1 + r)^-n). */
double annuity_equivalent(double capital, double salvage, const double *factors, size_t life);

#endif
