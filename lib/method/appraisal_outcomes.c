/* appraisal_outcomes.c - the table of outcomes. */
#include "base/memory.h"
#include "method/appraisal_read.h"
#include "method/rows.h"

#include <math.h>
#include <string.h>

/* Columns: the parts of the chain first, then the rest, then a low and a high value of each part. */
enum {
    OUTCOME = CHAIN_PARTS,
    CATEGORY,
    PRICE_YEAR,
    LAG,
    DURATION,
    CASHABLE,
    YEAR,
    AGENCY,
    PERSONS,
    FAMILY,
    DISTRIBUTION,
    LOW,
    HIGH = LOW + CHAIN_PARTS,
    COLUMNS = HIGH + CHAIN_PARTS
};

#define NEEDED_IF_VALUED (COLUMN_NUMBER | COLUMN_NULLABLE)
#define OPTIONAL_NUMBER (COLUMN_NUMBER | COLUMN_OPTIONAL)
#define OPTIONAL_TEXT (COLUMN_TEXT | COLUMN_OPTIONAL)

static const struct table_column columns[COLUMNS] = {
    {"n", COLUMN_NUMBER},
    {"unit_value", NEEDED_IF_VALUED},
    {"deadweight", NEEDED_IF_VALUED},
    {"attribution", NEEDED_IF_VALUED},
    {"displacement", NEEDED_IF_VALUED},
    {"leakage", NEEDED_IF_VALUED},
    {"optimism", NEEDED_IF_VALUED},
    {"dropoff", NEEDED_IF_VALUED},
    {"outcome", COLUMN_TEXT},
    {"category", COLUMN_TEXT},
    {"price_year", NEEDED_IF_VALUED},
    {"lag", NEEDED_IF_VALUED},
    {"duration", NEEDED_IF_VALUED},
    {"cashable", OPTIONAL_NUMBER},
    {"year", OPTIONAL_NUMBER},
    {"agency", OPTIONAL_TEXT},
    {"persons", OPTIONAL_TEXT},
    {"family", OPTIONAL_TEXT},
    {"distribution", OPTIONAL_TEXT},
    {"n_low", OPTIONAL_NUMBER},
    {"unit_value_low", OPTIONAL_NUMBER},
    {"deadweight_low", OPTIONAL_NUMBER},
    {"attribution_low", OPTIONAL_NUMBER},
    {"displacement_low", OPTIONAL_NUMBER},
    {"leakage_low", OPTIONAL_NUMBER},
    {"optimism_low", OPTIONAL_NUMBER},
    {"dropoff_low", OPTIONAL_NUMBER},
    {"n_high", OPTIONAL_NUMBER},
    {"unit_value_high", OPTIONAL_NUMBER},
    {"deadweight_high", OPTIONAL_NUMBER},
    {"attribution_high", OPTIONAL_NUMBER},
    {"displacement_high", OPTIONAL_NUMBER},
    {"leakage_high", OPTIONAL_NUMBER},
    {"optimism_high", OPTIONAL_NUMBER},
    {"dropoff_high", OPTIONAL_NUMBER},
};

struct reading {
    struct appraisal *appraisal;
    const struct deflator *deflator;
};

/* A part and, where it is uncertain, its low and high value. */
static int check_part(const struct table_reader *reader, size_t part, struct err *err)
{
    const double *number = reader->number;
    size_t of[] = {part, LOW + part, HIGH + part};
    size_t count = rows_given(reader, LOW + part) ? 3 : 1;

    if (rows_check_bounds(reader, part, LOW + part, HIGH + part, err))
        return err->code;
    for (size_t i = 0; i < count; i++) {
        if (part == CHAIN_N && number[of[i]] < 0)
            return rows_wrong(reader, of[i], "is negative", err);
        if (part > CHAIN_UNIT_VALUE && rows_check_share(reader, of[i], err))
            return err->code;
    }
    return 0;
}

static int check_valued(const struct table_reader *reader, struct err *err)
{
    for (size_t i = CHAIN_DEADWEIGHT; i < CHAIN_PARTS; i++)
        if (!rows_given(reader, i)) {
            rows_wrong(reader, i, "is missing", err);
            return err_hint(err, "nothing is assumed: write 0, or 1 for all attributed");
        }
    for (size_t i = PRICE_YEAR; i <= DURATION; i++)
        if (!rows_given(reader, i))
            return rows_wrong(reader, i, "is missing", err);
    for (size_t i = 0; i < CHAIN_PARTS; i++)
        if (check_part(reader, i, err))
            return err->code;
    if (rows_check_year(reader, PRICE_YEAR, err) || rows_check_period(reader, LAG, err) ||
        rows_check_period(reader, DURATION, err))
        return err->code;
    return reader->number[DURATION] >= 1 ? 0
                                         : rows_wrong(reader, DURATION, "is not 1 or more", err);
}

static int check_cashable(
    const struct table_reader *reader, enum category category, struct err *err)
{
    if (category == CATEGORY_FISCAL && !rows_given(reader, CASHABLE)) {
        rows_wrong(reader, CASHABLE, "is missing, which a fiscal benefit needs", err);
        return err_hint(err, "the share of it that an agency can take out of its budget");
    }
    if (rows_given(reader, CASHABLE) && rows_check_share(reader, CASHABLE, err))
        return err->code;
    if (category != CATEGORY_FISCAL && reader->number[CASHABLE] > 0)
        return rows_wrong(reader, CASHABLE, "is of a benefit that is not fiscal", err);
    return 0;
}

static int check_row(const struct table_reader *reader, const struct reading *reading,
    size_t category, struct err *err)
{
    if (category == CATEGORIES) {
        rows_wrong(reader, CATEGORY, "is none of the three", err);
        return err_hint(err, "fiscal, economic or social");
    }
    if (shape_check(reader, DISTRIBUTION, err))
        return err->code;
    if (rows_given(reader, YEAR)) {
        if (rows_check_year(reader, YEAR, err))
            return err->code;
        if (reader->number[YEAR] < reading->appraisal->first_year)
            return rows_wrong(reader, YEAR, "is before the parameters' 'first_year'", err);
    }
    if (!rows_given(reader, CHAIN_UNIT_VALUE))
        return check_part(reader, CHAIN_N, err);
    return check_valued(reader, err) || check_cashable(reader, (enum category)category, err)
               ? err->code
               : 0;
}

static int take_chain(struct benefit_row *row, const struct table_reader *reader,
    const struct reading *reading, struct err *err)
{
    const struct appraisal *appraisal = reading->appraisal;
    const double *number = reader->number;
    double after = isnan(row->year) ? 0 : row->year - appraisal->first_year;

    memcpy(row->chain.part, number, sizeof row->chain.part);
    memcpy(row->low, number + LOW, sizeof row->low);
    memcpy(row->high, number + HIGH, sizeof row->high);
    row->chain.first = (size_t)(after + number[LAG]);
    row->chain.duration = (size_t)number[DURATION];
    row->cashable = rows_given(reader, CASHABLE) ? number[CASHABLE] : 0;
    return appraisal_real(
        &row->chain.real, reader, PRICE_YEAR, reading->deflator, appraisal->base_year, err);
}

static int take_outcome(const struct table_reader *reader, void *state, struct err *err)
{
    struct reading *reading = state;
    struct appraisal *appraisal = reading->appraisal;
    size_t category = rows_word(reader, CATEGORY, category_names, CATEGORIES);
    struct benefit_row row = {.at = reader->row, .valued = rows_given(reader, CHAIN_UNIT_VALUE)};

    if (appraisal->benefit_count == APPRAISAL_ROWS_MAXIMUM)
        return err_set(err, EX_DATAERR, "more than %d rows", APPRAISAL_ROWS_MAXIMUM);
    if (check_row(reader, reading, category, err))
        return err->code;
    row.category = (enum category)category;
    row.year = reader->number[YEAR];
    row.lag = reader->number[LAG];
    row.chain.part[CHAIN_N] = reader->number[CHAIN_N];
    row.shape = shape_of(reader, DISTRIBUTION);
    if (row.valued && take_chain(&row, reader, reading, err))
        return err->code;
    row.outcome = table_cell(reader, OUTCOME);
    row.agency = table_cell(reader, AGENCY);
    row.persons = table_cell(reader, PERSONS);
    row.family = table_cell(reader, FAMILY);
    appraisal->benefits = mem_room(appraisal->benefits, appraisal->benefit_count,
        &appraisal->benefit_capacity, sizeof *appraisal->benefits);
    appraisal->benefits[appraisal->benefit_count++] = row;
    return 0;
}

int outcomes_read(struct appraisal *appraisal, const struct deflator *deflator,
    const struct input *input, struct err *err)
{
    struct reading reading = {appraisal, deflator};

    return rows_read(input, columns, COLUMNS, take_outcome, &reading, err);
}
