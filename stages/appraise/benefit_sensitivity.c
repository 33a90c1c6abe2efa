/* benefit_sensitivity.c - each uncertain figure by itself. */
#include "base/memory.h"
#include "benefit.h"
#include "command.h"
#include "method/sensitivity.h"

#include <math.h>
#include <stdlib.h>

static double year_of(const struct appraisal *appraisal, const struct uncertain *figure)
{
    return figure->benefit ? figure->year : appraisal->first_year + figure->year;
}

static void write_figure(
    struct table_writer *writer, const struct appraisal *appraisal, const struct sensitivity *at)
{
    const struct uncertain *figure = at->figure;

    table_text(writer, figure->parameter);
    table_text(writer, figure->subject);
    table_text(writer, figure->agency);
    table_text(writer, figure->persons);
    table_number(writer, year_of(appraisal, figure));
    table_number(writer, figure->low);
    table_number(writer, figure->central);
    table_number(writer, figure->high);
    table_number(writer, at->npsv_low);
    table_number(writer, at->npsv_high);
    table_number(writer, at->width);
    table_number(writer, at->switching);
}

int benefit_sensitivity(
    const struct appraisal *appraisal, const struct uncertainties *all, struct err *err)
{
    static const char *const names[] = {"parameter", "subject", "agency", "persons", "year", "low",
        "central", "high", "npsv_low", "npsv_high", "width", "switching"};
    struct sensitivity *list = mem_array(all->count + 1, sizeof *list);
    struct table_writer writer;

    sensitivity_fill(list, all, appraisal);
    COMMAND_OUTPUT(&writer, names);
    for (size_t i = 0; i < all->count; i++)
        write_figure(&writer, appraisal, &list[i]);
    free(list);
    return table_finish(&writer, err);
}
