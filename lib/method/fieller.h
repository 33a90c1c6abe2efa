/* fieller.h - the confidence set of a ratio of two means (E. C. Fieller, J. R. Statist. Soc. B 16
 * (1954) 175-185; for cost-effectiveness: A. R. Willan and B. J. O'Brien, Health Economics 5 (1996)
 * 297-305).
 *
 * For a numerator c and a denominator e with estimated variances and covariance and a critical
 * value t, the set holds every ratio r with (c - r e)^2 <= t^2 (v_c + r^2 v_e - 2 r v_ce), that is
 * A r^2 - 2 B r + C <= 0 with
 *   A = e^2 - t^2 v_e,  B = e c - t^2 v_ce,  C = c^2 - t^2 v_c,  D = B^2 - A C.
 * It is not always an interval: where e may be zero it is all that lies outside one, or the whole
 * line, and printing its roots as an interval would be a wrong statement. */
#ifndef ONTRACK_METHOD_FIELLER_H
#define ONTRACK_METHOD_FIELLER_H

enum set_type {
    SET_INTERVAL,   /* lower to upper; an end that is NAN has no limit */
    SET_COMPLEMENT, /* up to lower, and from upper on: they are the inner ends */
    SET_LINE,       /* every number */
    SET_NONE        /* no set can be given: too few persons, or no variation and no effect */
};
const char *set_type_name(enum set_type type);

struct fieller {
    enum set_type type;
    double lower, upper; /* NAN where the set has no such end */
};

struct fieller fieller_set(double numerator, double denominator, double var_numerator,
    double var_denominator, double covariance, double critical);

#endif
