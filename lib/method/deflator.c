#include "method/deflator.h"
#include "base/memory.h"
#include "method/rows.h"

#include <math.h>
#include <stdlib.h>

enum { PRICE_YEAR, VALUE };
static const struct table_column columns[] = {
    {"price_year", COLUMN_NUMBER}, {"value", COLUMN_NUMBER}};

static int add_year(const struct table_reader *reader, void *state, struct err *err)
{
    struct deflator *deflator = state;

    if (rows_check_year(reader, PRICE_YEAR, err))
        return err->code;
    if (!(reader->number[VALUE] > 0))
        return rows_wrong(reader, VALUE, "is not above 0", err);
    deflator->years =
        mem_room(deflator->years, deflator->count, &deflator->capacity, sizeof *deflator->years);
    deflator->years[deflator->count++] =
        (struct deflator_year){reader->number[PRICE_YEAR], reader->number[VALUE], reader->row};
    return 0;
}

static int by_year(const void *a, const void *b)
{
    const struct deflator_year *left = a, *right = b;

    return (left->year > right->year) - (left->year < right->year);
}

int deflator_read(struct deflator *deflator, const struct input *input, struct err *err)
{
    if (rows_read(input, columns, 2, add_year, deflator, err))
        return err->code;
    if (deflator->count)
        qsort(deflator->years, deflator->count, sizeof *deflator->years, by_year);
    for (size_t i = 1; i < deflator->count; i++) {
        const struct deflator_year *before = &deflator->years[i - 1], *after = before + 1;

        if (before->year == after->year)
            return rows_twice(
                input->name, before->at, after->at, "have the same 'price_year'", err);
    }
    return 0;
}

static double value_of(const struct deflator *deflator, double year)
{
    struct deflator_year wanted = {.year = year};
    const struct deflator_year *found = NULL;

    if (deflator->count)
        found = bsearch(&wanted, deflator->years, deflator->count, sizeof wanted, by_year);
    return found ? found->value : NAN;
}

double deflator_ratio(const struct deflator *deflator, double from, double to)
{
    return from == to ? 1 : value_of(deflator, to) / value_of(deflator, from);
}

void deflator_release(struct deflator *deflator)
{
    free(deflator->years);
    *deflator = (struct deflator){0};
}
