/* appraisal_read.h - an appraisal from its tables. A rate that is needed and not given is an error that
 * names file, row and column: nothing has a default. */
#ifndef ONTRACK_METHOD_APPRAISAL_READ_H
#define ONTRACK_METHOD_APPRAISAL_READ_H

#include "base/err.h"
#include "method/appraisal.h"
#include "method/deflator.h"
#include "method/discount.h"
#include "method/table.h"

enum { APPRAISAL_ROWS_MAXIMUM = 1000 * 1000 };

/* One row: base_year first_year horizon, and schedule excess_burden where they are there. `schedule`
 * is to be freed, NULL where none is named. */
int parameters_read(
    struct appraisal *appraisal, char **schedule, const struct input *input, struct err *err);
/* What brings a price of the year in a column to the base year. */
int appraisal_real(double *real, const struct table_reader *reader, size_t column,
    const struct deflator *deflator, double base_year, struct err *err);
/* A row for each agency's part in the value of an outcome. */
int outcomes_read(struct appraisal *appraisal, const struct deflator *deflator,
    const struct input *input, struct err *err);
/* A row for each line of cost. */
int costs_read(struct appraisal *appraisal, const struct deflator *deflator,
    const struct input *input, struct err *err);
/* Fills the factors up to the horizon and the end of each capital's life, whichever is later. */
int appraisal_discount(struct appraisal *appraisal, const struct discount *discount,
    const struct input *parameters, const struct input *costs, struct err *err);
/* Sorts, and refuses a row that stands twice and a value that is counted twice. */
int appraisal_settle(struct appraisal *appraisal, const struct input *outcomes, struct err *err);

#endif
