/* standardise.h - like for like: units compared as if they served the same mix of strata (N. E.
 * Breslow and N. E. Day, Statistical Methods in Cancer Research II, IARC 1987, chapter 2; the
 * conventions of the Fingertips technical guidance).
 *
 * Indirect: expected E = sum n_s (reference's x_s / n_s), ratio O / E, with the limits of the count
 * O (exact below 10 events, Byar's from there on) over E.
 *
 * Direct: rate = sum w_s x_s / n_s / sum w_s, with the reference's n as weights w and the limits of
 * A. J. Dobson et al., Statistics in Medicine 10 (1991) 457-462: with X = sum x and
 * var = sum (w_s / n_s)^2 x_s / (sum w_s)^2,
 *   rate + sqrt(var / X) (Byar's limit of X - X).
 * It is not given for fewer than DIRECT_EVENTS events, nor where a stratum that has weight has none
 * of the unit's persons. */
#ifndef ONTRACK_METHOD_STANDARDISE_H
#define ONTRACK_METHOD_STANDARDISE_H

#include "method/gather.h"
#include "method/interval.h"

enum { DIRECT_EVENTS = 10 };

struct reference {
    size_t count;
    const char **names; /* of the strata, in byte order; they belong to the rows */
    double *observed, *n;
};

/* The totals by stratum of rows whose text number `text` is the stratum and whose numbers are
 * observed and n. The rows must be sorted. */
void reference_total(struct reference *reference, const struct gathered *rows, size_t text);
/* The stratum's number, or reference->count where it is not there. */
size_t reference_find(const struct reference *reference, const char *stratum);
void reference_release(struct reference *reference);

struct standardised {
    double observed, n;
    double expected; /* indirect */
    double covered;  /* direct: share of the weights in strata where the unit has persons */
    double value;    /* ratio or rate; NAN where it cannot be given */
    struct interval limits;
};

/* `rows` are one unit's: text 1 the stratum, numbers observed and n. Every stratum that has persons
 * must have some in the reference. */
struct standardised standardise_indirect(
    const struct reference *reference, const struct row *rows, size_t count, double level);
struct standardised standardise_direct(
    const struct reference *reference, const struct row *rows, size_t count, double level);

#endif
