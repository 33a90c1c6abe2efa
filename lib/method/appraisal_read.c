#include "method/appraisal_read.h"
#include "base/memory.h"
#include "method/families.h"
#include "method/rows.h"

#include <math.h>
#include <string.h>

enum { BASE_YEAR, FIRST_YEAR, HORIZON, SCHEDULE, EXCESS_BURDEN };
static const struct table_column columns[] = {{"base_year", COLUMN_NUMBER},
    {"first_year", COLUMN_NUMBER}, {"horizon", COLUMN_NUMBER},
    {"schedule", COLUMN_TEXT | COLUMN_OPTIONAL},
    {"excess_burden", COLUMN_NUMBER | COLUMN_OPTIONAL}};

struct reading {
    struct appraisal *appraisal;
    char **schedule;
    bool read;
};

static int take_parameters(const struct table_reader *reader, void *state, struct err *err)
{
    struct reading *reading = state;
    struct appraisal *appraisal = reading->appraisal;

    if (reading->read)
        return err_set(err, EX_DATAERR, "row 2: parameters are one row");
    if (rows_check_year(reader, BASE_YEAR, err) || rows_check_year(reader, FIRST_YEAR, err) ||
        rows_check_period(reader, HORIZON, err))
        return err->code;
    if (!isnan(reader->number[EXCESS_BURDEN]) && rows_check_share(reader, EXCESS_BURDEN, err))
        return err->code;
    reading->read = true;
    appraisal->base_year = reader->number[BASE_YEAR];
    appraisal->first_year = reader->number[FIRST_YEAR];
    appraisal->horizon = (size_t)reader->number[HORIZON];
    appraisal->excess_burden =
        isnan(reader->number[EXCESS_BURDEN]) ? 0 : reader->number[EXCESS_BURDEN];
    *reading->schedule = table_cell(reader, SCHEDULE);
    return 0;
}

int appraisal_real(double *real, const struct table_reader *reader, size_t column,
    const struct deflator *deflator, double base_year, struct err *err)
{
    *real = deflator_ratio(deflator, reader->number[column], base_year);
    if (!isnan(*real))
        return 0;
    rows_wrong(reader, column, "cannot be brought to the base year", err);
    return err_hint(err, "the deflator needs a row for both years: it is never extrapolated");
}

int parameters_read(
    struct appraisal *appraisal, char **schedule, const struct input *input, struct err *err)
{
    struct reading reading = {appraisal, schedule, false};

    if (rows_read(input, columns, 5, take_parameters, &reading, err))
        return err->code;
    if (!reading.read)
        return err_set(err, EX_DATAERR, "'%s' has no row of parameters", input->name);
    return 0;
}

/* The last period that a factor is wanted for. */
static size_t last_period(const struct appraisal *appraisal)
{
    size_t last = appraisal->horizon;

    for (size_t i = 0; i < appraisal->cost_count; i++)
        if (appraisal->costs[i].life > last)
            last = appraisal->costs[i].life;
    return last;
}

static int no_rate(
    const char *file, uint64_t at, const char *column, const char *what, struct err *err)
{
    rows_wrong_at(file, at, column, what, err);
    return err_hint(err, "give the rows of the schedule that hold those years with --discount");
}

int appraisal_discount(struct appraisal *appraisal, const struct discount *discount,
    const struct input *parameters, const struct input *costs, struct err *err)
{
    appraisal->factor_count = last_period(appraisal) + 1;
    appraisal->factors = mem_array(appraisal->factor_count, sizeof *appraisal->factors);
    discount_factors(discount, appraisal->factors, appraisal->factor_count);
    if (isnan(appraisal->factors[appraisal->horizon]))
        return no_rate(
            parameters->name, 1, "horizon", "reaches a year that has no discount rate", err);
    for (size_t i = 0; i < appraisal->cost_count; i++)
        if (isnan(appraisal->factors[appraisal->costs[i].life]))
            return no_rate(costs->name, appraisal->costs[i].at, "life_years",
                "reaches a year that has no discount rate", err);
    return 0;
}

int appraisal_settle(struct appraisal *appraisal, const struct input *outcomes, struct err *err)
{
    appraisal_sort(appraisal);
    for (size_t i = 1; i < appraisal->benefit_count; i++) {
        const struct benefit_row *row = &appraisal->benefits[i - 1];

        if (benefit_order(row, row + 1) == 0) {
            rows_twice(outcomes->name, row->at, row[1].at,
                "have the same 'outcome', 'persons', 'year', 'lag', 'agency' and 'category'", err);
            return err_hint(err, "add them up first if they are not the same twice");
        }
    }
    return families_check(appraisal, outcomes->name, err);
}
