/* benefit_measures.c - present values and what is made of them, a row a measure. */
#include "base/memory.h"
#include "benefit.h"
#include "command.h"
#include "method/annuity.h"
#include "method/order.h"
#include "method/payback.h"

#include <math.h>
#include <stdlib.h>

static void put_part(struct table_writer *writer, const char *measure, const char *outcome,
    const char *agency, const char *category, double value)
{
    table_text(writer, measure);
    table_text(writer, outcome);
    table_text(writer, agency);
    table_text(writer, category);
    table_number(writer, value);
}

static void put(struct table_writer *writer, const char *measure, double value)
{
    put_part(writer, measure, NULL, NULL, NULL, value);
}

/* From the gross value to what is claimed, undiscounted and within the horizon. */
static void put_chain(struct table_writer *writer, const struct appraisal *appraisal)
{
    static const char *const names[] = {"gross", "net_of_deadweight", "net_of_attribution",
        "net_of_displacement", "net_of_leakage", "net_of_optimism"};
    struct sum all = SUM_INIT, beyond = SUM_INIT;

    for (int part = CHAIN_UNIT_VALUE; part <= CHAIN_OPTIMISM; part++) {
        struct sum sum = SUM_INIT;

        for (size_t i = 0; i < appraisal->benefit_count; i++) {
            const struct benefit_row *row = &appraisal->benefits[i];

            if (row->valued)
                sum_add(&sum, chain_through(&row->chain, (enum chain_part)part) *
                                  (double)chain_years(&row->chain, appraisal->horizon));
        }
        put(writer, names[part - CHAIN_UNIT_VALUE], sum_total(&sum));
    }
    for (size_t i = 0; i < appraisal->benefit_count; i++) {
        const struct benefit_row *row = &appraisal->benefits[i];

        for (size_t t = 0; row->valued && t <= appraisal->horizon; t++)
            sum_add(&all, chain_value(&row->chain, t));
        if (row->valued)
            sum_add(&beyond, chain_beyond(&row->chain, appraisal->horizon));
    }
    put(writer, "net_of_dropoff", sum_total(&all));
    put(writer, "beyond_horizon", sum_total(&beyond));
}

static int by_agency(const void *a, const void *b)
{
    const struct benefit_row *left = *(const struct benefit_row *const *)a;
    const struct benefit_row *right = *(const struct benefit_row *const *)b;
    int order = order_text(left->agency, right->agency);

    if (!order)
        order = (int)left->category - (int)right->category;
    return order ? order : (left > right) - (left < right); /* they lie in order */
}

/* Those of an agency, all of them and by category. */
static void put_agency(struct table_writer *writer, const struct appraisal *appraisal,
    const struct benefit_row *const *rows, size_t count)
{
    struct sum all = SUM_INIT, category[CATEGORIES] = {SUM_INIT};
    bool seen[CATEGORIES] = {false};

    for (size_t i = 0; i < count; i++) {
        double present = benefit_present(appraisal, rows[i]);

        sum_add(&all, present);
        sum_add(&category[rows[i]->category], present);
        seen[rows[i]->category] = true;
    }
    put_part(writer, "pv_benefits", NULL, rows[0]->agency, NULL, sum_total(&all));
    for (int i = 0; i < CATEGORIES; i++)
        if (seen[i])
            put_part(writer, "pv_benefits", NULL, rows[0]->agency, category_names[i],
                sum_total(&category[i]));
}

static void put_agencies(struct table_writer *writer, const struct appraisal *appraisal)
{
    const struct benefit_row **rows = mem_array(appraisal->benefit_count + 1, sizeof *rows);
    size_t count = 0;

    for (size_t i = 0; i < appraisal->benefit_count; i++)
        if (appraisal->benefits[i].valued && appraisal->benefits[i].agency)
            rows[count++] = &appraisal->benefits[i];
    qsort(rows, count, sizeof *rows, by_agency);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && strcmp(rows[i]->agency, rows[next]->agency) == 0;)
            next++;
        put_agency(writer, appraisal, rows + i, next - i);
    }
    free(rows);
}

static void put_outcomes(struct table_writer *writer, const struct appraisal *appraisal)
{
    const struct benefit_row *rows = appraisal->benefits;

    for (size_t i = 0, next; i < appraisal->benefit_count; i = next) {
        struct sum sum = SUM_INIT;
        bool valued = false;

        for (next = i;
             next < appraisal->benefit_count && strcmp(rows[i].outcome, rows[next].outcome) == 0;
             next++) {
            sum_add(&sum, benefit_present(appraisal, &rows[next]));
            valued = valued || rows[next].valued;
        }
        if (valued)
            put_part(writer, "pv_benefits", rows[i].outcome, NULL, NULL, sum_total(&sum));
    }
    for (size_t i = 0; i < appraisal->benefit_count; i++)
        if (!rows[i].valued)
            put_part(writer, "not_valued", rows[i].outcome, rows[i].agency,
                category_names[rows[i].category], rows[i].chain.part[CHAIN_N]);
}

static int by_payer(const void *a, const void *b)
{
    const struct cost_row *left = *(const struct cost_row *const *)a;
    const struct cost_row *right = *(const struct cost_row *const *)b;
    int order = order_text(left->agency, right->agency);

    return order ? order : (left > right) - (left < right);
}

static void put_payers(struct table_writer *writer, const struct appraisal *appraisal)
{
    const struct cost_row **rows = mem_array(appraisal->cost_count + 1, sizeof *rows);
    size_t count = 0;

    for (size_t i = 0; i < appraisal->cost_count; i++)
        if (appraisal->costs[i].agency)
            rows[count++] = &appraisal->costs[i];
    qsort(rows, count, sizeof *rows, by_payer);
    for (size_t i = 0, next; i < count; i = next) {
        struct sum sum = SUM_INIT;

        for (next = i; next < count && strcmp(rows[i]->agency, rows[next]->agency) == 0; next++)
            sum_add(&sum, cost_present(appraisal, rows[next]));
        put_part(writer, "pv_costs", NULL, rows[i]->agency, NULL, sum_total(&sum));
    }
    free(rows);
}

/* Money as it was given, and what capital comes to a year. */
static void put_costs(struct table_writer *writer, const struct appraisal *appraisal)
{
    struct sum spend = SUM_INIT, capital = SUM_INIT, beyond = SUM_INIT;
    bool any = false;

    for (size_t i = 0; i < appraisal->cost_count; i++) {
        const struct cost_row *row = &appraisal->costs[i];

        if (row->kind != KIND_IN_KIND)
            sum_money(&spend, row->part[COST_AMOUNT]);
        if (!row->life)
            continue;
        any = true;
        sum_add(&capital, annuity_equivalent(cost_value(appraisal, row, row->period),
                              -cost_value(appraisal, row, row->period + row->life),
                              appraisal->factors, row->life));
        if (row->period + row->life > appraisal->horizon)
            sum_add(&beyond, -cost_value(appraisal, row, row->period + row->life));
    }
    put(writer, "spend", sum_pounds(&spend));
    put(writer, "capital_annual", any ? sum_total(&capital) : NAN);
    put(writer, "salvage_beyond_horizon", sum_total(&beyond));
}

static double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : NAN;
}

static void put_ratios(
    struct table_writer *writer, const struct appraisal *appraisal, const struct totals *totals)
{
    double npsv = totals_npsv(totals);
    double fiscal = totals->benefit[CATEGORY_FISCAL];

    put(writer, "npsv", npsv);
    put(writer, "npsv_annual",
        appraisal->horizon ? npsv / annuity_factor(appraisal->factors, appraisal->horizon) : NAN);
    put(writer, "bcr", totals_bcr(totals));
    put(writer, "fiscal_roi", ratio(fiscal, totals->costs));
    put(writer, "cashable_roi", ratio(totals->cashable, totals->costs));
    put(writer, "net_budget_impact", totals->costs - fiscal);
    put(writer, "cashable_budget_impact", totals->costs - totals->cashable);
}

static void put_payback(struct table_writer *writer, const struct appraisal *appraisal)
{
    static const char *const names[] = {
        "payback_year", "fiscal_payback_year", "cashable_payback_year"};
    size_t count = appraisal->horizon + 1;
    double *net = mem_array(3 * count, sizeof *net), flows[FLOWS];

    for (size_t t = 0; t < count; t++) {
        appraisal_flows(appraisal, t, flows);
        for (size_t i = 0; i < 3; i++)
            net[i * count + t] = flows[FLOW_NET + i] * appraisal->factors[t];
    }
    for (size_t i = 0; i < 3; i++) {
        size_t period = payback_period(net + i * count, count);

        put(writer, names[i], period < count ? appraisal->first_year + (double)period : NAN);
    }
    free(net);
}

static void put_simulation(struct table_writer *writer, const struct simulation *simulation)
{
    put(writer, "replicates", (double)settings.replicates);
    put(writer, "chance", simulation->chance);
    put(writer, "chance_se", simulation->chance_se);
    put(writer, "chance_lower", simulation->chance_limits.lower);
    put(writer, "chance_upper", simulation->chance_limits.upper);
    put(writer, "npsv_mean", simulation->mean);
    put(writer, "npsv_mean_se", simulation->mean_se);
    put(writer, "npsv_lower", simulation->npsv.lower);
    put(writer, "npsv_upper", simulation->npsv.upper);
    put(writer, "bcr_lower", simulation->bcr.lower);
    put(writer, "bcr_upper", simulation->bcr.upper);
}

int benefit_measures(
    const struct appraisal *appraisal, const struct simulation *simulation, struct err *err)
{
    static const char *const names[] = {"measure", "outcome", "agency", "category", "value"};
    struct totals totals = appraisal_totals(appraisal);
    struct table_writer writer;

    COMMAND_OUTPUT(&writer, names);
    put(&writer, "base_year", appraisal->base_year);
    put(&writer, "first_year", appraisal->first_year);
    put(&writer, "horizon", (double)appraisal->horizon);
    put_chain(&writer, appraisal);
    put(&writer, "pv_benefits", totals.benefits);
    for (int i = 0; i < CATEGORIES; i++)
        put_part(&writer, "pv_benefits", NULL, NULL, category_names[i], totals.benefit[i]);
    put_agencies(&writer, appraisal);
    put_outcomes(&writer, appraisal);
    put(&writer, "pv_cashable", totals.cashable);
    put_costs(&writer, appraisal);
    put(&writer, "pv_costs", totals.costs + totals.in_kind);
    put(&writer, "pv_costs_public", totals.costs);
    put(&writer, "pv_costs_in_kind", totals.in_kind);
    put_payers(&writer, appraisal);
    put_ratios(&writer, appraisal, &totals);
    put_payback(&writer, appraisal);
    if (simulation)
        put_simulation(&writer, simulation);
    return table_finish(&writer, err);
}
