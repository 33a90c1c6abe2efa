#include "method/discount.h"
#include "base/memory.h"
#include "method/rows.h"

#include <math.h>
#include <stdlib.h>

enum { SCHEDULE, YEAR_FROM, YEAR_TO, RATE };
static const struct table_column columns[] = {{"schedule", COLUMN_TEXT},
    {"year_from", COLUMN_NUMBER}, {"year_to", COLUMN_NUMBER}, {"rate", COLUMN_NUMBER}};

struct reading {
    struct discount *discount;
    const char *schedule;
};

static int add_rate(const struct table_reader *reader, void *state, struct err *err)
{
    struct reading *reading = state;
    struct discount *discount = reading->discount;
    const double *number = reader->number;

    if (rows_check_period(reader, YEAR_FROM, err) || rows_check_period(reader, YEAR_TO, err))
        return err->code;
    if (number[YEAR_TO] < number[YEAR_FROM])
        return rows_wrong(reader, YEAR_TO, "is before 'year_from'", err);
    if (!(number[RATE] >= 0 && number[RATE] < 1)) {
        rows_wrong(reader, RATE, "is not from 0 to less than 1", err);
        return err_hint(err, "a rate of three per cent is .03");
    }
    if (rows_word(reader, SCHEDULE, &reading->schedule, 1))
        return 0;
    discount->rates =
        mem_room(discount->rates, discount->count, &discount->capacity, sizeof *discount->rates);
    discount->rates[discount->count++] = (struct discount_rate){
        (size_t)number[YEAR_FROM], (size_t)number[YEAR_TO], number[RATE], reader->row};
    return 0;
}

static int by_year(const void *a, const void *b)
{
    const struct discount_rate *left = a, *right = b;

    if (left->from != right->from)
        return left->from < right->from ? -1 : 1;
    return (left->at > right->at) - (left->at < right->at);
}

static int check_years(const struct discount *discount, const char *name, struct err *err)
{
    for (size_t i = 1; i < discount->count; i++) {
        const struct discount_rate *before = &discount->rates[i - 1], *after = before + 1;

        if (after->from <= before->to)
            return rows_twice(name, before->at, after->at, "hold one year of a schedule", err);
    }
    return 0;
}

int discount_read(
    struct discount *discount, const struct input *input, const char *schedule, struct err *err)
{
    struct reading reading = {discount, schedule};

    if (rows_read(input, columns, 4, add_rate, &reading, err))
        return err->code;
    if (!discount->count) {
        err_set(err, EX_DATAERR, "'%s' has no row of the schedule", input->name);
        return err_hint(err, "the parameters' 'schedule' chooses by its name");
    }
    qsort(discount->rates, discount->count, sizeof *discount->rates, by_year);
    return check_years(discount, input->name, err);
}

static double rate_in(const struct discount *discount, size_t year)
{
    for (size_t i = 0; i < discount->count; i++)
        if (year >= discount->rates[i].from && year <= discount->rates[i].to)
            return discount->rates[i].rate;
    return NAN;
}

void discount_factors(const struct discount *discount, double *factors, size_t count)
{
    for (size_t t = 0; t < count; t++)
        factors[t] = t ? factors[t - 1] / (1 + rate_in(discount, t)) : 1;
}

void discount_release(struct discount *discount)
{
    free(discount->rates);
    *discount = (struct discount){0};
}
