/* appraisals.h - appraisals made of text, for the tests of what is computed from them. */
#ifndef ONTRACK_TESTS_UNIT_APPRAISALS_H
#define ONTRACK_TESTS_UNIT_APPRAISALS_H

#include "method.h"
#include "method/appraisal_read.h"

#define OUTCOMES                                                                                   \
    "outcome,category,agency,persons,family,year,n,unit_value,price_year,deadweight,attribution,"  \
    "displacement,leakage,optimism,lag,duration,dropoff,cashable,distribution,n_low,n_high,"       \
    "deadweight_low,deadweight_high,dropoff_low,dropoff_high,unit_value_low,unit_value_high\n"
#define COSTS                                                                                      \
    "kind,line,amount,price_year,year,period,optimism,mitigation,life_years,salvage,distribution," \
    "amount_low,amount_high,optimism_low,optimism_high\n"

/* What the files hold; NULL is a header alone. */
struct texts {
    const char *parameters, *outcomes, *costs, *rates, *index;
};

static inline struct input text_input(const char *header, const char *rows, const char *name)
{
    char *text = mem_format("%s%s", header, rows ? rows : "");
    struct input input = {text_fd(text), name, true};

    free(text);
    return input;
}

static inline int appraisal_of(struct appraisal *appraisal, struct texts texts, struct err *err)
{
    struct input parameters = text_input("base_year,first_year,horizon,schedule,excess_burden\n",
                     texts.parameters, "parameters"),
                 outcomes = text_input(OUTCOMES, texts.outcomes, "outcomes"),
                 costs = text_input(COSTS, texts.costs, "costs"),
                 rates = text_input("schedule,year_from,year_to,rate\n", texts.rates, "rates"),
                 index = text_input("price_year,value\n", texts.index, "index");
    struct discount discount = {0};
    struct deflator deflator = {0};
    char *schedule = NULL;

    *appraisal = (struct appraisal){0};
    if (!(parameters_read(appraisal, &schedule, &parameters, err) ||
            (schedule && discount_read(&discount, &rates, schedule, err)) ||
            deflator_read(&deflator, &index, err) ||
            outcomes_read(appraisal, &deflator, &outcomes, err) ||
            costs_read(appraisal, &deflator, &costs, err) ||
            appraisal_discount(appraisal, &discount, &parameters, &costs, err)))
        appraisal_settle(appraisal, &outcomes, err);
    discount_release(&discount);
    deflator_release(&deflator);
    free(schedule);
    close(parameters.fd);
    close(outcomes.fd);
    close(costs.fd);
    close(rates.fd);
    close(index.fd);
    return err->code;
}

static inline struct appraisal good_appraisal(struct texts texts)
{
    struct appraisal appraisal;
    struct err err = ERR_INIT;

    if (appraisal_of(&appraisal, texts, &err))
        fail_msg("%s, %s", err.message, err.detail);
    return appraisal;
}

#endif
