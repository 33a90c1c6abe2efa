/* change_moments.c - a row a group: the effect size from published means. */
#include "change.h"
#include "command.h"
#include "method/effect.h"
#include "method/number.h"

#include <math.h>
#include <string.h>

enum { MEAN_PRE, MEAN_POST, SD_PRE, PERSONS, CORRELATION };
static const struct table_column columns[] = {{"unit", COLUMN_TEXT},
    {"arm", COLUMN_TEXT | COLUMN_OPTIONAL}, {"mean_pre", COLUMN_NUMBER},
    {"mean_post", COLUMN_NUMBER}, {"sd_pre", COLUMN_NUMBER}, {"n", COLUMN_NUMBER},
    {"correlation", COLUMN_NUMBER}};

static int check_group(const struct row *row, struct err *err)
{
    if (!(row->number[SD_PRE] > 0))
        return row_error(row, "'sd_pre' is not above zero", err);
    if (!number_is_count(row->number[PERSONS]))
        return row_error(row, "'n' must be a count", err);
    if (!(fabs(row->number[CORRELATION]) <= 1))
        return row_error(row, "'correlation' is not between -1 and 1", err);
    return 0;
}

static struct effect effect_of_row(const struct row *row)
{
    const double *number = row->number;

    return effect_raw(
        number[PERSONS], number[MEAN_PRE], number[MEAN_POST], number[SD_PRE], number[CORRELATION]);
}

static void write_effect(
    struct table_writer *writer, const char *unit, const char *arm, struct effect effect)
{
    struct interval limits = effect_limits(effect, settings.level);

    table_text(writer, unit);
    table_text(writer, arm);
    table_number(writer, effect.d);
    table_number(writer, effect.variance);
    table_number(writer, sqrt(effect.variance));
    table_number(writer, limits.lower);
    table_number(writer, limits.upper);
}

static bool is_reference(const struct row *row)
{
    return row->text[1] && strcmp(row->text[1], settings.reference) == 0;
}

/* Two arms of a unit, the reference first or second. */
static void write_difference(struct table_writer *writer, const struct row *arms)
{
    const struct row *reference = is_reference(arms) ? arms : arms + 1;
    const struct row *other = is_reference(arms) ? arms + 1 : arms;

    write_effect(writer, other->text[0], other->text[1],
        effect_difference(effect_of_row(other), effect_of_row(reference)));
}

static int check_arms(const struct gathered *rows, struct err *err)
{
    for (size_t i = 0, next; i < rows->count; i = next) {
        const struct row *unit = &rows->items[i];

        next = gathered_group(rows, i, 1);
        if (next - i != 2 || is_reference(unit) == is_reference(unit + 1)) {
            row_error(unit, "its 'unit' has not two arms, one of them the reference", err);
            return err_hint(err, "--reference compares each unit's other arm with that one");
        }
    }
    return 0;
}

static int write_all(const struct gathered *rows, struct err *err)
{
    static const char *const names[] = {"unit", "arm", "smcr", "variance", "se", "lower", "upper"};
    size_t step = settings.reference ? 2 : 1;
    struct table_writer writer;

    if (settings.reference && check_arms(rows, err))
        return err->code;
    COMMAND_OUTPUT(&writer, names);
    for (size_t i = 0; i < rows->count; i += step) {
        const struct row *row = &rows->items[i];

        if (settings.reference)
            write_difference(&writer, row);
        else
            write_effect(&writer, row->text[0], row->text[1], effect_of_row(row));
    }
    return table_finish(&writer, err);
}

const struct change_form change_moments = {
    columns, sizeof columns / sizeof *columns, check_group, 2, "'unit' and 'arm'", write_all};
