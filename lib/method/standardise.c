#include "method/standardise.h"
#include "base/memory.h"
#include "method/sum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void reference_total(struct reference *reference, const struct gathered *rows, size_t text)
{
    struct sum *observed = mem_array(rows->count + 1, sizeof *observed);
    struct sum *n = mem_array(rows->count + 1, sizeof *n);

    *reference = (struct reference){.names = mem_array(rows->count + 1, sizeof *reference->names),
        .observed = mem_array(rows->count + 1, sizeof *reference->observed),
        .n = mem_array(rows->count + 1, sizeof *reference->n)};
    for (size_t i = 0; i < rows->count; i++)
        reference->names[i] = rows->items[i].text[text];
    qsort(reference->names, rows->count, sizeof *reference->names, by_name);
    for (size_t i = 0; i < rows->count; i++)
        if (!i || strcmp(reference->names[i], reference->names[reference->count - 1]) != 0)
            reference->names[reference->count++] = reference->names[i];
    for (size_t i = 0; i < rows->count; i++) {
        size_t s = reference_find(reference, rows->items[i].text[text]);

        sum_add(&observed[s], rows->items[i].number[0]);
        sum_add(&n[s], rows->items[i].number[1]);
    }
    for (size_t s = 0; s < reference->count; s++) {
        reference->observed[s] = sum_total(&observed[s]);
        reference->n[s] = sum_total(&n[s]);
    }
    free(observed);
    free(n);
}

size_t reference_find(const struct reference *reference, const char *stratum)
{
    const char **found = NULL;

    if (reference->count)
        found = bsearch(
            &stratum, reference->names, reference->count, sizeof *reference->names, by_name);
    return found ? (size_t)(found - reference->names) : reference->count;
}

void reference_release(struct reference *reference)
{
    free(reference->names);
    free(reference->observed);
    free(reference->n);
    *reference = (struct reference){0};
}

static struct standardised totals(const struct row *rows, size_t count)
{
    struct sum observed = SUM_INIT, n = SUM_INIT;

    for (size_t i = 0; i < count; i++) {
        sum_add(&observed, rows[i].number[0]);
        sum_add(&n, rows[i].number[1]);
    }
    return (struct standardised){
        .observed = sum_total(&observed),
        .n = sum_total(&n),
        .expected = NAN,
        .covered = NAN,
        .value = NAN,
        .limits = {NAN, NAN},
    };
}

struct standardised standardise_indirect(
    const struct reference *reference, const struct row *rows, size_t count, double level)
{
    struct standardised unit = totals(rows, count);
    struct interval limits = interval_count(unit.observed, level);
    struct sum expected = SUM_INIT;

    for (size_t i = 0; i < count; i++) {
        size_t s = reference_find(reference, rows[i].text[1]);

        if (rows[i].number[1] > 0)
            sum_add(&expected, rows[i].number[1] * reference->observed[s] / reference->n[s]);
    }
    unit.expected = sum_total(&expected);
    if (unit.expected > 0) {
        unit.value = unit.observed / unit.expected;
        unit.limits = (struct interval){
            limits.lower / unit.expected,
            limits.upper / unit.expected,
        };
    }
    return unit;
}

/* The share of the weights that the unit's strata have; exactly 1 where none is missing. */
static double cover(const struct reference *reference, const struct row *rows, size_t count)
{
    struct sum all = SUM_INIT, held = SUM_INIT;

    for (size_t s = 0, i = 0; s < reference->count; s++) {
        while (i < count && strcmp(rows[i].text[1], reference->names[s]) < 0)
            i++;
        sum_add(&all, reference->n[s]);
        if (i < count && strcmp(rows[i].text[1], reference->names[s]) == 0 && rows[i].number[1] > 0)
            sum_add(&held, reference->n[s]);
    }
    return sum_total(&held) / sum_total(&all);
}

struct standardised standardise_direct(
    const struct reference *reference, const struct row *rows, size_t count, double level)
{
    struct standardised unit = totals(rows, count);
    struct sum rate = SUM_INIT, variance = SUM_INIT, weights = SUM_INIT;
    struct interval byar;
    double scale;

    unit.covered = cover(reference, rows, count);
    if (!(unit.covered >= 1) || unit.observed < DIRECT_EVENTS)
        return unit;
    byar = interval_byar(unit.observed, level);
    for (size_t i = 0; i < count; i++) {
        double x = rows[i].number[0], n = rows[i].number[1], w;

        if (!(n > 0))
            continue;
        w = reference->n[reference_find(reference, rows[i].text[1])];
        sum_add(&rate, w * x / n);
        sum_add(&variance, w / n * (w / n) * x);
        sum_add(&weights, w);
    }
    unit.value = sum_total(&rate) / sum_total(&weights);
    scale = sqrt(sum_total(&variance) / unit.observed) / sum_total(&weights);
    unit.limits = (struct interval){
        unit.value + scale * (byar.lower - unit.observed),
        unit.value + scale * (byar.upper - unit.observed),
    };
    return unit;
}
