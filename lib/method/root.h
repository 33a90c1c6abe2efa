/* root.h - where a function of one number is zero, by Brent's method (GSL). */
#ifndef ONTRACK_METHOD_ROOT_H
#define ONTRACK_METHOD_ROOT_H

/* `lower` and `upper` must have values of different signs, or one of them 0. To the last few bits;
 * NAN where the function has no value. */
double root_between(
    double (*function)(double at, void *state), void *state, double lower, double upper);

#endif
