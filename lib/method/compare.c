#include "method/compare.h"
#include "base/memory.h"
#include "method/distributions.h"
#include "method/draws.h"
#include "method/parallel.h"

#include <math.h>
#include <stdlib.h>

const char *quadrant_name(enum quadrant quadrant)
{
    static const char *const names[] = {"ne", "se", "sw", "nw"};

    return names[quadrant];
}

enum quadrant quadrant_of(double delta_effect, double delta_cost)
{
    if (delta_effect > 0)
        return delta_cost > 0 ? QUADRANT_NE : QUADRANT_SE;
    return delta_cost > 0 ? QUADRANT_NW : QUADRANT_SW;
}

struct comparison compare_difference(const struct difference *difference, double critical)
{
    return (struct comparison){
        .difference = *difference,
        .critical = critical,
        .df = NAN,
        .icer = difference->effect != 0 ? difference->cost / difference->effect : NAN,
        .set = fieller_set(difference->cost, difference->effect, difference->var_cost,
            difference->var_effect, difference->cov, critical),
    };
}

struct comparison compare_arms(
    const struct moments *arm, const struct moments *reference, double level, bool student)
{
    double df = (double)arm->n + (double)reference->n - 2;
    struct difference difference = {
        .effect = arm->mean_outcome - reference->mean_outcome,
        .cost = arm->mean_cost - reference->mean_cost,
        .var_effect = arm->var_outcome + reference->var_outcome,
        .var_cost = arm->var_cost + reference->var_cost,
        .cov = arm->cov + reference->cov,
    };
    bool enough = arm->n >= 2 && reference->n >= 2;
    double critical = !enough ? NAN : student ? critical_t(level, df) : critical_z(level);
    struct comparison comparison = compare_difference(&difference, critical);

    if (student && enough)
        comparison.df = df;
    return comparison;
}

struct benefit compare_benefit(const struct comparison *comparison, double lambda)
{
    const struct difference *d = &comparison->difference;
    double value = lambda * d->effect - d->cost;
    double variance = lambda * lambda * d->var_effect + d->var_cost - 2 * lambda * d->cov;
    double se = sqrt(variance > 0 || isnan(variance) ? variance : 0);

    return (struct benefit){
        .value = value,
        .se = se,
        .lower = value - comparison->critical * se,
        .upper = value + comparison->critical * se,
    };
}

static struct difference replicate(const struct cohort *arm, const struct cohort *reference,
    uint64_t arm_key, uint64_t reference_key, uint64_t number)
{
    struct person one = bootstrap_sums(arm, arm_key, number);
    struct person other = bootstrap_sums(reference, reference_key, number);
    double n1 = (double)arm->n, n0 = (double)reference->n;

    return (struct difference){
        .effect = one.outcome / n1 - other.outcome / n0,
        .cost = one.cost / n1 - other.cost / n0,
    };
}

/* The replicates are cut into parts, which the threads share out; each part has counts of its own, and
 * counts add up to the same whatever the order. */
enum { PARTS = 64 };

struct resampling {
    const struct cohort *arm, *reference;
    const struct bootstrap *bootstrap;
    uint64_t arm_key, reference_key;
    const double *lambdas;
    size_t count;
    uint64_t *counts; /* of a part: quadrants, then each lambda */
};

static void resample(size_t part, void *state)
{
    const struct resampling *of = state;
    uint64_t *counts = of->counts + part * (QUADRANTS + of->count);
    uint64_t replicates = of->bootstrap->replicates;
    uint64_t from = replicates * part / PARTS, to = replicates * (part + 1) / PARTS;

    for (uint64_t number = from; number < to; number++) {
        struct difference d =
            replicate(of->arm, of->reference, of->arm_key, of->reference_key, number);

        counts[quadrant_of(d.effect, d.cost)]++;
        for (size_t i = 0; i < of->count; i++)
            counts[QUADRANTS + i] += of->lambdas[i] * d.effect - d.cost > 0;
    }
}

/* What all parts together have counted in a place, as a share. */
static double share(const struct resampling *of, size_t place)
{
    uint64_t sum = 0;

    for (size_t part = 0; part < PARTS; part++)
        sum += of->counts[part * (QUADRANTS + of->count) + place];
    return of->bootstrap->replicates ? (double)sum / (double)of->bootstrap->replicates : NAN;
}

void compare_bootstrap(const struct cohort *arm, const struct cohort *reference,
    const struct bootstrap *bootstrap, const double *lambdas, size_t count, double *quadrants,
    double *acceptable)
{
    struct resampling of = {
        .arm = arm,
        .reference = reference,
        .bootstrap = bootstrap,
        .arm_key = draws_unit(bootstrap->seed, bootstrap->analysis, arm->name),
        .reference_key = draws_unit(bootstrap->seed, bootstrap->analysis, reference->name),
        .lambdas = lambdas,
        .count = count,
        .counts = mem_array(PARTS * (QUADRANTS + count), sizeof *of.counts),
    };

    parallel_each(PARTS, bootstrap->threads, resample, &of);
    for (size_t i = 0; i < QUADRANTS; i++)
        quadrants[i] = share(&of, i);
    for (size_t i = 0; i < count; i++)
        acceptable[i] = share(&of, QUADRANTS + i);
    free(of.counts);
}
