/* appraisal_costs.c - the table of costs. */
#include "base/memory.h"
#include "method/appraisal_read.h"
#include "method/number.h"
#include "method/rows.h"

#include <math.h>
#include <string.h>

enum {
    AMOUNT,
    OPTIMISM,
    KIND,
    PRICE_YEAR,
    YEAR,
    PERIOD,
    MITIGATION,
    LIFE_YEARS,
    SALVAGE,
    LINE,
    AGENCY,
    DISTRIBUTION,
    LOW,
    HIGH = LOW + COST_PARTS,
    COLUMNS = HIGH + COST_PARTS
};

#define OPTIONAL_NUMBER (COLUMN_NUMBER | COLUMN_OPTIONAL)
#define OPTIONAL_TEXT (COLUMN_TEXT | COLUMN_OPTIONAL)

static const struct table_column columns[COLUMNS] = {
    {"amount", COLUMN_NUMBER},
    {"optimism", COLUMN_NUMBER},
    {"kind", COLUMN_TEXT},
    {"price_year", COLUMN_NUMBER},
    {"year", OPTIONAL_NUMBER},
    {"period", OPTIONAL_NUMBER},
    {"mitigation", OPTIONAL_NUMBER},
    {"life_years", OPTIONAL_NUMBER},
    {"salvage", OPTIONAL_NUMBER},
    {"line", OPTIONAL_TEXT},
    {"agency", OPTIONAL_TEXT},
    {"distribution", OPTIONAL_TEXT},
    {"amount_low", OPTIONAL_NUMBER},
    {"optimism_low", OPTIONAL_NUMBER},
    {"amount_high", OPTIONAL_NUMBER},
    {"optimism_high", OPTIONAL_NUMBER},
};

struct reading {
    struct appraisal *appraisal;
    const struct deflator *deflator;
};

static bool is_pence(double pounds)
{
    double pence = nearbyint(pounds * 100);

    return fabs(pence) <= 9007199254740992.0 && pence / 100 == pounds;
}

static int check_part(const struct table_reader *reader, size_t part, struct err *err)
{
    const double *number = reader->number;
    size_t of[] = {part, LOW + part, HIGH + part};
    size_t count = rows_given(reader, LOW + part) ? 3 : 1;

    if (rows_check_bounds(reader, part, LOW + part, HIGH + part, err))
        return err->code;
    for (size_t i = 0; i < count; i++) {
        if (part == AMOUNT && !is_pence(number[of[i]]))
            return rows_wrong(reader, of[i], "is not in whole pence", err);
        /* Published upper bounds reach 200%. */
        if (part == OPTIMISM && !(number[of[i]] >= 0 && number[of[i]] <= 10)) {
            rows_wrong(reader, of[i], "is not from 0 to 10", err);
            return err_hint(err, "a cost that overruns by half is .5");
        }
    }
    return 0;
}

static int check_capital(const struct table_reader *reader, enum cost_kind kind, struct err *err)
{
    const double *number = reader->number;

    if (kind != KIND_CAPITAL) {
        for (size_t i = LIFE_YEARS; i <= SALVAGE; i++)
            if (rows_given(reader, i))
                return rows_wrong(reader, i, "is of a cost that is not capital", err);
        return 0;
    }
    if (!rows_given(reader, LIFE_YEARS))
        return rows_wrong(reader, LIFE_YEARS, "is missing, which capital needs", err);
    if (rows_check_period(reader, LIFE_YEARS, err))
        return err->code;
    if (number[LIFE_YEARS] < 1)
        return rows_wrong(reader, LIFE_YEARS, "is not 1 or more", err);
    if (rows_given(reader, SALVAGE) && !(number[SALVAGE] >= 0 && is_pence(number[SALVAGE])))
        return rows_wrong(reader, SALVAGE, "is not 0 or more in whole pence", err);
    return 0;
}

static int check_row(const struct table_reader *reader, size_t kind, struct err *err)
{
    if (kind == KINDS) {
        rows_wrong(reader, KIND, "is none of the four", err);
        return err_hint(err, "revenue, overhead, capital or in_kind");
    }
    if (shape_check(reader, DISTRIBUTION, err))
        return err->code;
    for (size_t i = AMOUNT; i <= OPTIMISM; i++)
        if (check_part(reader, i, err))
            return err->code;
    if (rows_given(reader, MITIGATION) && rows_check_share(reader, MITIGATION, err))
        return err->code;
    if (rows_check_year(reader, PRICE_YEAR, err))
        return err->code;
    return check_capital(reader, (enum cost_kind)kind, err);
}

/* When the cost falls: a calendar year or a number of years after the first. */
static int take_period(struct cost_row *row, const struct table_reader *reader,
    const struct appraisal *appraisal, struct err *err)
{
    size_t column = rows_given(reader, YEAR) ? YEAR : PERIOD;
    double period = reader->number[PERIOD];

    if (rows_given(reader, YEAR) == rows_given(reader, PERIOD)) {
        rows_wrong(reader, YEAR,
            rows_given(reader, YEAR) ? "and 'period' are both there"
                                     : "is missing, and so is 'period'",
            err);
        return err_hint(err, "a calendar year, or the number of years after the first");
    }
    if (column == YEAR ? rows_check_year(reader, YEAR, err)
                       : rows_check_period(reader, PERIOD, err))
        return err->code;
    if (column == YEAR)
        period = reader->number[YEAR] - appraisal->first_year;
    if (period < 0)
        return rows_wrong(reader, YEAR, "is before the parameters' 'first_year'", err);
    if (period > (double)appraisal->horizon) {
        rows_wrong(reader, column, "is beyond the horizon", err);
        return err_hint(err, "no cost is left out: make the parameters' 'horizon' longer");
    }
    row->period = (size_t)period;
    return 0;
}

static struct cost_row cost_of(const struct table_reader *reader, size_t kind)
{
    const double *number = reader->number;
    bool capital = kind == KIND_CAPITAL;
    struct cost_row row = {
        .kind = (enum cost_kind)kind,
        .mitigation = rows_given(reader, MITIGATION) ? number[MITIGATION] : 0,
        .salvage = rows_given(reader, SALVAGE) ? number[SALVAGE] : 0,
        .life = capital ? (size_t)number[LIFE_YEARS] : 0,
        .at = reader->row,
    };

    memcpy(row.part, number, sizeof row.part);
    memcpy(row.low, number + LOW, sizeof row.low);
    memcpy(row.high, number + HIGH, sizeof row.high);
    row.shape = shape_of(reader, DISTRIBUTION);
    return row;
}

static int take_cost(const struct table_reader *reader, void *state, struct err *err)
{
    struct reading *reading = state;
    struct appraisal *appraisal = reading->appraisal;
    struct cost_row row;
    size_t kind = rows_word(reader, KIND, kind_names, KINDS);

    if (appraisal->cost_count == APPRAISAL_ROWS_MAXIMUM)
        return err_set(err, EX_DATAERR, "more than %d rows", APPRAISAL_ROWS_MAXIMUM);
    if (check_row(reader, kind, err))
        return err->code;
    row = cost_of(reader, kind);
    if (appraisal_real(
            &row.real, reader, PRICE_YEAR, reading->deflator, appraisal->base_year, err) ||
        take_period(&row, reader, appraisal, err))
        return err->code;
    row.line = table_cell(reader, LINE);
    row.agency = table_cell(reader, AGENCY);
    appraisal->costs = mem_room(appraisal->costs, appraisal->cost_count, &appraisal->cost_capacity,
        sizeof *appraisal->costs);
    appraisal->costs[appraisal->cost_count++] = row;
    return 0;
}

int costs_read(struct appraisal *appraisal, const struct deflator *deflator,
    const struct input *input, struct err *err)
{
    struct reading reading = {appraisal, deflator};

    return rows_read(input, columns, COLUMNS, take_cost, &reading, err);
}
