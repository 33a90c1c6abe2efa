/* interval.h - confidence limits of a proportion and of a count. */
#ifndef ONTRACK_METHOD_INTERVAL_H
#define ONTRACK_METHOD_INTERVAL_H

struct interval {
    double lower, upper;
};

/* Wilson's score limits of x / n (E. B. Wilson, JASA 22 (1927) 209-212), 0 <= x <= n, n > 0:
 *   (2x + z^2 -+ z sqrt(z^2 + 4x (1 - x/n))) / (2 (n + z^2)) */
struct interval interval_wilson(double x, double n, double level);

/* Limits of a Poisson count's mean: exact below 10 events (F. Garwood, Biometrika 28 (1936)
 * 437-442), Byar's approximation from there on (N. E. Breslow and N. E. Day, Statistical Methods in
 * Cancer Research II, IARC 1987, p. 69):
 *   lower x (1 - 1/(9x) - z/(3 sqrt x))^3
 *   upper (x+1) (1 - 1/(9(x+1)) + z/(3 sqrt(x+1)))^3 */
struct interval interval_count(double x, double level);

#endif
