/* dispersion.h - how much more units vary than chance alone would have it (D. J. Spiegelhalter,
 * Statistics in Medicine 24 (2005) 1185-1202, and Quality and Safety in Health Care 14 (2005)
 * 347-351).
 *
 * For I units with z = (y - target) / s on a scale where y is about normal:
 *   phi   = sum z^2 / I
 *   tau^2 = max(0, (I phi - (I - 1)) / (sum w - sum w^2 / sum w)),  w = 1 / s^2
 * The variance between units, tau^2, is DerSimonian and Laird's. So that a few true outliers don't
 * widen the limits that are to show them, the z of a share of the units at each end are drawn in to
 * the quantiles there (Winsorised, type 7 quantiles), or left out (truncated by rank, as NHS
 * Digital's hospital mortality indicator SHMI does). */
#ifndef ONTRACK_METHOD_DISPERSION_H
#define ONTRACK_METHOD_DISPERSION_H

#include <stdbool.h>
#include <stddef.h>

struct trimming {
    double share;  /* at each end, 0 <= share < .5 */
    bool truncate; /* else Winsorise */
};

struct dispersion {
    double phi, tau2; /* NAN with fewer than two units */
};

struct dispersion dispersion_of(
    const double *z, const double *s, size_t count, const struct trimming *trimming);

#endif
