#include "method/measures.h"

#include <math.h>

static void put_number(const struct measures *m, const char *measure, double lambda, double value)
{
    table_text(m->writer, measure);
    table_number(m->writer, lambda);
    table_number(m->writer, value);
    if (m->each)
        table_text(m->writer, m->name);
}

static void put_text(const struct measures *m, const char *measure, const char *value)
{
    table_text(m->writer, measure);
    table_number(m->writer, NAN);
    table_text(m->writer, value);
    if (m->each)
        table_text(m->writer, m->name);
}

void measures_arms(
    const struct measures *m, const struct moments *arm, const struct moments *reference)
{
    put_number(m, "n", NAN, (double)arm->n);
    put_number(m, "n_reference", NAN, (double)reference->n);
    put_number(m, "mean_cost", NAN, arm->mean_cost);
    put_number(m, "mean_cost_reference", NAN, reference->mean_cost);
    put_number(m, "mean_effect", NAN, arm->mean_outcome);
    put_number(m, "mean_effect_reference", NAN, reference->mean_outcome);
}

void measures_comparison(const struct measures *m, const struct comparison *comparison)
{
    const struct difference *d = &comparison->difference;

    put_number(m, "delta_cost", NAN, d->cost);
    put_number(m, "delta_effect", NAN, d->effect);
    put_number(m, "var_cost", NAN, d->var_cost);
    put_number(m, "var_effect", NAN, d->var_effect);
    put_number(m, "cov", NAN, d->cov);
    put_number(m, "critical", NAN, comparison->critical);
    put_number(m, "df", NAN, comparison->df);
    put_number(m, "icer", NAN, comparison->icer);
    put_number(m, "fieller_lower", NAN, comparison->set.lower);
    put_number(m, "fieller_upper", NAN, comparison->set.upper);
    put_text(m, "set_type", set_type_name(comparison->set.type));
    put_text(m, "quadrant", quadrant_name(quadrant_of(d->effect, d->cost)));
}

void measures_quadrants(const struct measures *m, double replicates, const double shares[QUADRANTS])
{
    put_number(m, "replicates", NAN, replicates);
    put_number(m, "quadrant_ne", NAN, shares[QUADRANT_NE]);
    put_number(m, "quadrant_se", NAN, shares[QUADRANT_SE]);
    put_number(m, "quadrant_sw", NAN, shares[QUADRANT_SW]);
    put_number(m, "quadrant_nw", NAN, shares[QUADRANT_NW]);
}

void measures_benefit(const struct measures *m, const struct comparison *comparison, double lambda)
{
    struct benefit benefit = compare_benefit(comparison, lambda);

    put_number(m, "inmb", lambda, benefit.value);
    put_number(m, "inmb_se", lambda, benefit.se);
    put_number(m, "inmb_lower", lambda, benefit.lower);
    put_number(m, "inmb_upper", lambda, benefit.upper);
}

void measures_acceptable(const struct measures *m, double lambda, double share)
{
    put_number(m, "ceac", lambda, share);
}
