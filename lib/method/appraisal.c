#include "method/appraisal.h"
#include "method/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const category_names[CATEGORIES] = {"fiscal", "economic", "social"};
const char *const kind_names[KINDS] = {"revenue", "overhead", "capital", "in_kind"};
const char *const cost_names[COST_PARTS] = {"amount", "optimism"};
const char *const flow_names[FLOWS] = {"costs", "in_kind", "fiscal", "economic", "social",
    "cashable", "net", "net_fiscal", "net_cashable"};

int benefit_order(const struct benefit_row *left, const struct benefit_row *right)
{
    int order = order_text(left->outcome, right->outcome);

    if (!order)
        order = order_text(left->persons, right->persons);
    if (!order)
        order = order_number(left->year, right->year);
    if (!order)
        order = order_number(left->lag, right->lag);
    if (!order)
        order = order_text(left->agency, right->agency);
    return order ? order : (int)left->category - (int)right->category;
}

static int by_benefit(const void *a, const void *b)
{
    return benefit_order(a, b);
}

/* All numbers of a line, so that two that compare equal are equal. */
enum { COST_NUMBERS = 5 + 3 * COST_PARTS };

static void numbers_of(const struct cost_row *row, double *numbers)
{
    const double single[] = {
        row->mitigation, row->salvage, row->real, (double)row->life, (double)row->shape};

    memcpy(numbers, row->part, sizeof row->part);
    memcpy(numbers + COST_PARTS, row->low, sizeof row->low);
    memcpy(numbers + 2 * COST_PARTS, row->high, sizeof row->high);
    memcpy(numbers + 3 * COST_PARTS, single, sizeof single);
}

static int by_cost(const void *a, const void *b)
{
    const struct cost_row *left = a, *right = b;
    double here[COST_NUMBERS], there[COST_NUMBERS];
    int order = (int)left->kind - (int)right->kind;

    if (!order)
        order = order_text(left->line, right->line);
    if (!order)
        order = order_text(left->agency, right->agency);
    if (!order)
        order = order_number((double)left->period, (double)right->period);
    numbers_of(left, here);
    numbers_of(right, there);
    for (int i = 0; i < COST_NUMBERS && !order; i++)
        order = order_number(here[i], there[i]);
    return order;
}

void appraisal_sort(struct appraisal *appraisal)
{
    if (appraisal->benefit_count)
        qsort(
            appraisal->benefits, appraisal->benefit_count, sizeof *appraisal->benefits, by_benefit);
    if (appraisal->cost_count)
        qsort(appraisal->costs, appraisal->cost_count, sizeof *appraisal->costs, by_cost);
}

void appraisal_release(struct appraisal *appraisal)
{
    for (size_t i = 0; i < appraisal->benefit_count; i++) {
        free(appraisal->benefits[i].outcome);
        free(appraisal->benefits[i].persons);
        free(appraisal->benefits[i].family);
        free(appraisal->benefits[i].agency);
    }
    for (size_t i = 0; i < appraisal->cost_count; i++) {
        free(appraisal->costs[i].line);
        free(appraisal->costs[i].agency);
    }
    free(appraisal->benefits);
    free(appraisal->costs);
    free(appraisal->factors);
    *appraisal = (struct appraisal){0};
}

double benefit_present(const struct appraisal *appraisal, const struct benefit_row *row)
{
    if (!row->valued)
        return 0;
    return chain_present(&row->chain, appraisal->factors, appraisal->horizon);
}

/* What money of the line's own price year is in the appraisal's. */
static double scale(const struct appraisal *appraisal, const struct cost_row *row)
{
    return row->real * (row->kind == KIND_IN_KIND ? 1 : 1 + appraisal->excess_burden);
}

static double outlay(const struct appraisal *appraisal, const struct cost_row *row)
{
    double optimism = row->part[COST_OPTIMISM] * (1 - row->mitigation);

    return row->part[COST_AMOUNT] * (1 + optimism) * scale(appraisal, row);
}

double cost_value(const struct appraisal *appraisal, const struct cost_row *row, size_t period)
{
    if (period == row->period)
        return outlay(appraisal, row);
    if (row->life && period == row->period + row->life)
        return -row->salvage * scale(appraisal, row);
    return 0;
}

double cost_present(const struct appraisal *appraisal, const struct cost_row *row)
{
    size_t end = row->period + row->life;
    double value = outlay(appraisal, row) * appraisal->factors[row->period];

    if (row->life && end <= appraisal->horizon)
        value += cost_value(appraisal, row, end) * appraisal->factors[end];
    return value;
}

struct totals appraisal_totals(const struct appraisal *appraisal)
{
    struct sum category[CATEGORIES] = {SUM_INIT}, benefits = SUM_INIT, cashable = SUM_INIT;
    struct sum costs = SUM_INIT, in_kind = SUM_INIT;
    struct totals totals;

    for (size_t i = 0; i < appraisal->benefit_count; i++) {
        const struct benefit_row *row = &appraisal->benefits[i];
        double present = benefit_present(appraisal, row);

        sum_add(&category[row->category], present);
        sum_add(&benefits, present);
        sum_add(&cashable, present * row->cashable);
    }
    for (size_t i = 0; i < appraisal->cost_count; i++)
        sum_add(appraisal->costs[i].kind == KIND_IN_KIND ? &in_kind : &costs,
            cost_present(appraisal, &appraisal->costs[i]));
    for (int i = 0; i < CATEGORIES; i++)
        totals.benefit[i] = sum_total(&category[i]);
    totals.benefits = sum_total(&benefits);
    totals.cashable = sum_total(&cashable);
    totals.costs = sum_total(&costs);
    totals.in_kind = sum_total(&in_kind);
    return totals;
}

double totals_npsv(const struct totals *totals)
{
    return totals->benefits - totals->in_kind - totals->costs;
}

double totals_bcr(const struct totals *totals)
{
    return totals->costs > 0 ? (totals->benefits - totals->in_kind) / totals->costs : NAN;
}

double appraisal_npsv(const struct appraisal *appraisal)
{
    struct sum sum = SUM_INIT;

    for (size_t i = 0; i < appraisal->benefit_count; i++)
        sum_add(&sum, benefit_present(appraisal, &appraisal->benefits[i]));
    for (size_t i = 0; i < appraisal->cost_count; i++)
        sum_add(&sum, -cost_present(appraisal, &appraisal->costs[i]));
    return sum_total(&sum);
}

void appraisal_flows(const struct appraisal *appraisal, size_t period, double flows[FLOWS])
{
    struct sum sums[FLOWS] = {SUM_INIT};

    for (size_t i = 0; i < appraisal->benefit_count; i++) {
        const struct benefit_row *row = &appraisal->benefits[i];
        double value = row->valued ? chain_value(&row->chain, period) : 0;

        sum_add(&sums[FLOW_FISCAL + (int)row->category], value);
        sum_add(&sums[FLOW_CASHABLE], value * row->cashable);
    }
    for (size_t i = 0; i < appraisal->cost_count; i++) {
        const struct cost_row *row = &appraisal->costs[i];

        sum_money(&sums[row->kind == KIND_IN_KIND ? FLOW_IN_KIND : FLOW_COSTS],
            cost_value(appraisal, row, period));
    }
    for (int i = 0; i < FLOW_NET; i++)
        flows[i] = i <= FLOW_IN_KIND ? sum_pounds(&sums[i]) : sum_total(&sums[i]);
    flows[FLOW_NET] = flows[FLOW_FISCAL] + flows[FLOW_ECONOMIC] + flows[FLOW_SOCIAL] -
                      flows[FLOW_COSTS] - flows[FLOW_IN_KIND];
    flows[FLOW_NET_FISCAL] = flows[FLOW_FISCAL] - flows[FLOW_COSTS];
    flows[FLOW_NET_CASHABLE] = flows[FLOW_CASHABLE] - flows[FLOW_COSTS];
}
