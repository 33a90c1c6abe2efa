/* appraisal.h - costs and outcomes of a programme over the years, and what they are worth today (HM
 * Treasury, The Green Book, chapter 5 and annexes).
 *
 * Money is in prices of the base year. Period 0 is the first year, which is not discounted; periods 0 to
 * `horizon` count. A line of cost is
 *
 *   C (1 + optimism (1 - mitigation)) D (1 + excess burden)
 *
 * in its period, and capital gives back its salvage value, without optimism, when its life ends, if that
 * lies within the horizon. What is given in kind is a cost to society and not to the public budget: it
 * bears no excess burden. */
#ifndef ONTRACK_METHOD_APPRAISAL_H
#define ONTRACK_METHOD_APPRAISAL_H

#include "method/chain.h"
#include "method/shape.h"
#include "method/sum.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum category { CATEGORY_FISCAL, CATEGORY_ECONOMIC, CATEGORY_SOCIAL, CATEGORIES };
extern const char *const category_names[CATEGORIES];

/* An agency's part in the value of an outcome. What is not valued has a count and no chain. */
struct benefit_row {
    char *outcome, *persons, *family, *agency; /* all but the first may be NULL */
    enum category category;
    double year, lag; /* NAN where not given */
    bool valued;
    struct chain chain;
    double cashable;                            /* share; 0 where not fiscal */
    double low[CHAIN_PARTS], high[CHAIN_PARTS]; /* NAN where certain */
    enum shape shape;
    uint64_t at; /* row of the table */
};

enum cost_kind { KIND_REVENUE, KIND_OVERHEAD, KIND_CAPITAL, KIND_IN_KIND, KINDS };
extern const char *const kind_names[KINDS];

enum cost_part { COST_AMOUNT, COST_OPTIMISM, COST_PARTS };
extern const char *const cost_names[COST_PARTS];

struct cost_row {
    enum cost_kind kind;
    char *line, *agency;     /* may be NULL */
    double part[COST_PARTS]; /* pounds of its own price year, share of it */
    double mitigation, salvage, real;
    size_t period, life; /* life 0: not capital */
    double low[COST_PARTS], high[COST_PARTS];
    enum shape shape;
    uint64_t at;
};

struct appraisal {
    double base_year, first_year, excess_burden;
    size_t horizon;
    double *factors; /* DF(0) .. DF(factor_count - 1), NAN from where no rate is given */
    size_t factor_count;
    struct benefit_row *benefits; /* in order: by outcome, then all else that tells rows apart */
    size_t benefit_count, benefit_capacity;
    struct cost_row *costs; /* in order of all they hold */
    size_t cost_count, cost_capacity;
};

/* By outcome, then all else that tells rows apart; 0: the same part of one outcome twice. */
int benefit_order(const struct benefit_row *left, const struct benefit_row *right);
void appraisal_sort(struct appraisal *appraisal);
void appraisal_release(struct appraisal *appraisal);

/* Present value of a row, and its undiscounted value in a period. */
double benefit_present(const struct appraisal *appraisal, const struct benefit_row *row);
double cost_present(const struct appraisal *appraisal, const struct cost_row *row);
double cost_value(const struct appraisal *appraisal, const struct cost_row *row, size_t period);

/* Present values. */
struct totals {
    double benefit[CATEGORIES], benefits, cashable;
    double costs, in_kind; /* to the public budget, and else */
};
struct totals appraisal_totals(const struct appraisal *appraisal);
/* Net present social value: all benefits less all costs. */
double totals_npsv(const struct totals *totals);
/* Benefits less what is given in kind, for each pound of the public budget; NAN where nothing is spent. */
double totals_bcr(const struct totals *totals);
/* As totals_npsv(), of the appraisal itself. */
double appraisal_npsv(const struct appraisal *appraisal);

/* Undiscounted flows of a period. */
enum flow {
    FLOW_COSTS,
    FLOW_IN_KIND,
    FLOW_FISCAL,
    FLOW_ECONOMIC,
    FLOW_SOCIAL,
    FLOW_CASHABLE,
    FLOW_NET,          /* all benefits less all costs */
    FLOW_NET_FISCAL,   /* fiscal benefits less costs to the public budget */
    FLOW_NET_CASHABLE, /* likewise */
    FLOWS
};
extern const char *const flow_names[FLOWS];
void appraisal_flows(const struct appraisal *appraisal, size_t period, double flows[FLOWS]);

#endif
