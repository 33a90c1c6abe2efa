#include "method/psa.h"
#include "base/memory.h"
#include "method/draws.h"
#include "method/sum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool same_strategies(const struct psa *psa, const struct row *rows, size_t count)
{
    if (count != psa->strategies)
        return false;
    for (size_t g = 0; g < count; g++)
        if (strcmp(psa->names[g], rows[g].text[1]) != 0)
            return false;
    return true;
}

static int add_draw(
    struct psa *psa, const struct row *first, const struct row *rows, size_t count, struct err *err)
{
    if (!same_strategies(psa, rows, count)) {
        err_set(err, EX_DATAERR, "the draws of rows %llu and %llu differ in their strategies",
            (unsigned long long)first->at, (unsigned long long)rows->at);
        return err_hint(err, "every draw needs one row for each strategy");
    }
    for (size_t g = 0; g < count; g++) {
        psa->cost[psa->draws * count + g] = rows[g].number[0];
        psa->effect[psa->draws * count + g] = rows[g].number[1];
    }
    psa->draws++;
    return 0;
}

int psa_arrange(struct psa *psa, const struct gathered *rows, struct err *err)
{
    *psa = (struct psa){0};
    if (gathered_unique(rows, 2, "'draw' and 'strategy'", err))
        return err->code;
    if (!rows->count)
        return 0;
    psa->strategies = gathered_group(rows, 0, 1);
    psa->names = mem_array(psa->strategies, sizeof *psa->names);
    psa->cost = mem_array(rows->count, sizeof *psa->cost);
    psa->effect = mem_array(rows->count, sizeof *psa->effect);
    for (size_t g = 0; g < psa->strategies; g++)
        psa->names[g] = rows->items[g].text[1];
    for (size_t i = 0, next; i < rows->count; i = next) {
        next = gathered_group(rows, i, 1);
        if (add_draw(psa, rows->items, &rows->items[i], next - i, err))
            return err->code;
    }
    return 0;
}

static void add_replicates(struct psa *psa, size_t strategy, const struct cohort *cohort,
    const struct bootstrap *bootstrap)
{
    uint64_t unit = draws_unit(bootstrap->seed, bootstrap->analysis, cohort->name);
    double n = (double)cohort->n;

    for (size_t s = 0; s < psa->draws; s++) {
        struct person sums = bootstrap_sums(cohort, unit, s);

        psa->cost[s * psa->strategies + strategy] = sums.cost / n;
        psa->effect[s * psa->strategies + strategy] = sums.outcome / n;
    }
}

int psa_resample(struct psa *psa, const struct cohorts *cohorts, const struct bootstrap *bootstrap,
    struct err *err)
{
    size_t rows = cohorts->count * (size_t)bootstrap->replicates;

    *psa = (struct psa){0};
    if (rows > ROWS_MAXIMUM) {
        err_set(err, EX_DATAERR, "replicates of all strategies are more than %d", ROWS_MAXIMUM);
        return err_hint(err, "give fewer with --replicates");
    }
    if (!rows)
        return 0;
    psa->strategies = cohorts->count;
    psa->draws = (size_t)bootstrap->replicates;
    psa->names = mem_array(psa->strategies, sizeof *psa->names);
    psa->cost = mem_array(rows, sizeof *psa->cost);
    psa->effect = mem_array(rows, sizeof *psa->effect);
    for (size_t g = 0; g < psa->strategies; g++) {
        psa->names[g] = cohorts->units[g].name;
        add_replicates(psa, g, &cohorts->units[g], bootstrap);
    }
    return 0;
}

static double total(const struct psa *psa, const double *values, size_t strategy)
{
    struct sum sum = SUM_INIT;

    for (size_t s = 0; s < psa->draws; s++)
        sum_add(&sum, values[s * psa->strategies + strategy]);
    return sum_total(&sum);
}

static size_t cheapest(const struct psa *psa)
{
    double cost = INFINITY, effect = -INFINITY;
    size_t found = psa->strategies;

    for (size_t g = 0; g < psa->strategies; g++) {
        double c = total(psa, psa->cost, g), e = total(psa, psa->effect, g);

        if (c < cost || (c == cost && e > effect)) {
            cost = c;
            effect = e;
            found = g;
        }
    }
    return found;
}

size_t psa_reference(const struct psa *psa, const char *name)
{
    size_t g = 0;

    if (!name)
        return cheapest(psa);
    while (g < psa->strategies && strcmp(psa->names[g], name) != 0)
        g++;
    return g;
}

struct sums {
    struct sum best, eib, loss;
};

/* One draw's benefits, as written: the comparison with the greatest is exact. */
static void add_benefits(struct sums *sums, const double *benefit, size_t count, size_t reference)
{
    double greatest = benefit[0], ties = 0;

    for (size_t g = 1; g < count; g++)
        if (benefit[g] > greatest)
            greatest = benefit[g];
    for (size_t g = 0; g < count; g++)
        ties += benefit[g] == greatest;
    for (size_t g = 0; g < count; g++) {
        if (benefit[g] == greatest)
            sum_add(&sums[g].best, 1 / ties);
        sum_add(&sums[g].eib, benefit[g] - benefit[reference]);
        sum_add(&sums[g].loss, greatest - benefit[g]);
    }
}

size_t psa_at(
    const struct psa *psa, double lambda, size_t reference, struct psa_strategy *strategies)
{
    size_t count = psa->strategies, best = 0;
    struct sums *sums = mem_array(count, sizeof *sums);
    double *benefit = mem_array(count, sizeof *benefit), draws = (double)psa->draws;

    for (size_t s = 0; s < psa->draws; s++) {
        for (size_t g = 0; g < count; g++)
            benefit[g] = lambda * psa->effect[s * count + g] - psa->cost[s * count + g];
        add_benefits(sums, benefit, count, reference);
    }
    for (size_t g = 0; g < count; g++) {
        strategies[g] = (struct psa_strategy){
            .p_best = sum_total(&sums[g].best) / draws,
            .eib = sum_total(&sums[g].eib) / draws,
            .loss = sum_total(&sums[g].loss) / draws,
        };
        if (strategies[g].loss < strategies[best].loss)
            best = g;
    }
    free(benefit);
    free(sums);
    return best;
}

void psa_release(struct psa *psa)
{
    free(psa->names);
    free(psa->cost);
    free(psa->effect);
    *psa = (struct psa){0};
}
