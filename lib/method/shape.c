#include "method/shape.h"
#include "method/distributions.h"
#include "method/rows.h"

#include <math.h>

enum shape shape_of(const struct table_reader *reader, size_t column)
{
    static const char *const names[] = {"uniform", "triangular", "pert"};
    size_t i = rows_given(reader, column) ? rows_word(reader, column, names, 3) : 3;

    return i < 3 ? (enum shape)(SHAPE_UNIFORM + i) : SHAPE_NONE;
}

int shape_check(const struct table_reader *reader, size_t column, struct err *err)
{
    if (!rows_given(reader, column) || shape_of(reader, column))
        return 0;
    rows_wrong(reader, column, "is none of the three", err);
    return err_hint(err, "uniform, triangular or pert");
}

static double triangular(double low, double mode, double high, double p)
{
    double width = high - low, at = (mode - low) / width;

    if (p < at)
        return low + sqrt(p * width * (mode - low));
    return high - sqrt((1 - p) * width * (high - mode));
}

double shape_quantile(enum shape shape, double low, double mode, double high, double p)
{
    double width = high - low;

    if (shape == SHAPE_NONE)
        return NAN;
    if (!(width > 0))
        return low;
    if (shape == SHAPE_UNIFORM)
        return low + p * width;
    if (shape == SHAPE_TRIANGULAR)
        return triangular(low, mode, high, p);
    return low +
           width * beta_quantile(p, 1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width);
}
