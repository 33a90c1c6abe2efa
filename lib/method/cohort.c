#include "method/cohort.h"
#include "base/memory.h"
#include "method/sum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* FNV-1a, 64 bits. */
static uint64_t hash(const char *data, size_t length)
{
    uint64_t value = 0xcbf29ce484222325u;

    for (size_t i = 0; i < length; i++)
        value = (value ^ (unsigned char)data[i]) * 0x100000001b3u;
    return value;
}

/* The slot of a name: its own, or the free one where it belongs. */
static uint32_t *slot_of(const struct cohorts *cohorts, const char *name, size_t length)
{
    size_t at = hash(name, length) & (cohorts->slot_count - 1);

    for (;; at = (at + 1) & (cohorts->slot_count - 1)) {
        const struct cohort *unit;

        if (!cohorts->slots[at])
            return &cohorts->slots[at];
        unit = &cohorts->units[cohorts->slots[at] - 1];
        if (strncmp(unit->name, name, length) == 0 && !unit->name[length])
            return &cohorts->slots[at];
    }
}

static void rehash(struct cohorts *cohorts)
{
    free(cohorts->slots);
    cohorts->slot_count = cohorts->slot_count ? cohorts->slot_count * 2 : 64;
    cohorts->slots = mem_array(cohorts->slot_count, sizeof *cohorts->slots);
    for (size_t i = 0; i < cohorts->count; i++) {
        const char *name = cohorts->units[i].name;

        *slot_of(cohorts, name, strlen(name)) = (uint32_t)i + 1;
    }
}

static struct cohort *unit_of(struct cohorts *cohorts, const char *name, size_t length)
{
    uint32_t *slot;

    if (cohorts->count * 2 >= cohorts->slot_count)
        rehash(cohorts);
    slot = slot_of(cohorts, name, length);
    if (!*slot) {
        cohorts->units =
            mem_room(cohorts->units, cohorts->count, &cohorts->capacity, sizeof *cohorts->units);
        cohorts->units[cohorts->count] = (struct cohort){.name = mem_text_n(name, length)};
        *slot = (uint32_t)++cohorts->count;
    }
    return &cohorts->units[*slot - 1];
}

int cohorts_add(struct cohorts *cohorts, const char *unit, size_t length, double cost,
    double outcome, struct err *err)
{
    struct cohort *cohort = unit_of(cohorts, unit, length);

    if (cohorts->count > COHORT_UNITS_MAXIMUM)
        return err_set(err, EX_DATAERR, "more than %d units", COHORT_UNITS_MAXIMUM);
    if (++cohorts->persons > COHORT_PERSONS_MAXIMUM)
        return err_set(err, EX_DATAERR, "more than %d persons", COHORT_PERSONS_MAXIMUM);
    cohort->persons =
        mem_room(cohort->persons, cohort->n, &cohort->capacity, sizeof *cohort->persons);
    cohort->persons[cohort->n++] = (struct person){cost, outcome};
    return 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct cohort *)a)->name, ((const struct cohort *)b)->name);
}

static int by_cost_and_outcome(const void *a, const void *b)
{
    const struct person *left = a, *right = b;

    if (left->cost != right->cost)
        return left->cost < right->cost ? -1 : 1;
    return (left->outcome > right->outcome) - (left->outcome < right->outcome);
}

void cohorts_sort(struct cohorts *cohorts)
{
    if (!cohorts->count)
        return;
    qsort(cohorts->units, cohorts->count, sizeof *cohorts->units, by_name);
    for (size_t i = 0; i < cohorts->count; i++)
        qsort(cohorts->units[i].persons, cohorts->units[i].n, sizeof *cohorts->units[i].persons,
            by_cost_and_outcome);
}

const struct cohort *cohorts_find(const struct cohorts *cohorts, const char *unit)
{
    for (size_t i = 0; i < cohorts->count; i++)
        if (strcmp(cohorts->units[i].name, unit) == 0)
            return &cohorts->units[i];
    return NULL;
}

void cohorts_release(struct cohorts *cohorts)
{
    for (size_t i = 0; i < cohorts->count; i++) {
        free(cohorts->units[i].name);
        free(cohorts->units[i].persons);
    }
    free(cohorts->units);
    free(cohorts->slots);
    *cohorts = (struct cohorts){0};
}

/* Two passes about the mean, with the correction for the mean's own rounding (T. F. Chan, G. H.
 * Golub and R. J. LeVeque, The American Statistician 37 (1983) 242-247, eq. 1.7). */
static void second_moments(const struct cohort *cohort, struct moments *moments)
{
    struct sum cc = SUM_INIT, oo = SUM_INIT, co = SUM_INIT, c = SUM_INIT, o = SUM_INIT;
    double n = (double)cohort->n, scale = n * (n - 1);

    for (size_t i = 0; i < cohort->n; i++) {
        double dc = cohort->persons[i].cost - moments->mean_cost;
        double dou = cohort->persons[i].outcome - moments->mean_outcome;

        sum_add(&c, dc);
        sum_add(&o, dou);
        sum_add(&cc, dc * dc);
        sum_add(&oo, dou * dou);
        sum_add(&co, dc * dou);
    }
    moments->var_cost = (sum_total(&cc) - sum_total(&c) * sum_total(&c) / n) / scale;
    moments->var_outcome = (sum_total(&oo) - sum_total(&o) * sum_total(&o) / n) / scale;
    moments->cov = (sum_total(&co) - sum_total(&c) * sum_total(&o) / n) / scale;
}

void cohort_moments(const struct cohort *cohort, struct moments *moments)
{
    struct sum cost = SUM_INIT, outcome = SUM_INIT;

    for (size_t i = 0; i < cohort->n; i++) {
        sum_money(&cost, cohort->persons[i].cost);
        sum_add(&outcome, cohort->persons[i].outcome);
    }
    *moments = (struct moments){
        .n = cohort->n,
        .cost = sum_pounds(&cost),
        .outcome = sum_total(&outcome),
        .var_cost = NAN,
        .var_outcome = NAN,
        .cov = NAN,
    };
    moments->mean_cost = moments->cost / (double)cohort->n;
    moments->mean_outcome = moments->outcome / (double)cohort->n;
    if (cohort->n >= 2)
        second_moments(cohort, moments);
}
