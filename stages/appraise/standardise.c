/* standardise.c - units compared as if they served the same mix of persons. */
#include "command.h"
#include "method/number.h"
#include "method/standardise.h"

#include <unistd.h>

static struct {
    bool direct;
    double per;
} set = {.per = 1};

static const struct option_spec options[] = {
    {"reference", OPTION_TEXT, &settings.reference, "FILE",
        "table of stratum observed n (default: all units together)"},
    {"direct", OPTION_FLAG, &set.direct, NULL, "a directly standardised rate (default: indirect)"},
    {"per", OPTION_NUMBER, &set.per, "M", "rates per M of n (default 1)"},
    OPTION_LEVEL,
    OPTIONS_ALL,
};

enum { OBSERVED, PERSONS };

static int check_cell(const struct row *row, struct err *err)
{
    if (!number_is_count(row->number[OBSERVED]))
        return row_error(row, "'observed' must be a count", err);
    if (row->number[PERSONS] < 0)
        return row_error(row, "'n' is negative", err);
    if (row->number[OBSERVED] > 0 && row->number[PERSONS] == 0)
        return row_error(row, "some 'observed' where 'n' is none", err);
    return 0;
}

static int read_units(struct gathered *rows, struct err *err)
{
    static const struct table_column columns[] = {{"unit", COLUMN_TEXT}, {"stratum", COLUMN_TEXT},
        {"observed", COLUMN_NUMBER}, {"n", COLUMN_NUMBER}};
    struct input from = command_input();

    if (gathered_read(rows, &from, columns, 4, check_cell, err))
        return err->code;
    gathered_sort(rows);
    return gathered_unique(rows, 2, "'unit' and 'stratum'", err);
}

static int read_reference(struct gathered *rows, struct err *err)
{
    static const struct table_column columns[] = {
        {"stratum", COLUMN_TEXT}, {"observed", COLUMN_NUMBER}, {"n", COLUMN_NUMBER}};
    struct input from;

    if (command_file(&from, settings.reference, err))
        return err->code;
    if (gathered_read(rows, &from, columns, 3, check_cell, err) == 0) {
        gathered_sort(rows);
        gathered_unique(rows, 1, "'stratum'", err);
    }
    close(from.fd);
    if (err->code && !err->detail[0])
        err_detail(err, "in '%s'", settings.reference);
    return err->code;
}

static int check_strata(
    const struct gathered *rows, const struct reference *reference, struct err *err)
{
    for (size_t i = 0; i < rows->count; i++) {
        size_t s = reference_find(reference, rows->items[i].text[1]);

        if (rows->items[i].number[PERSONS] > 0 &&
            (s == reference->count || !(reference->n[s] > 0))) {
            row_error(&rows->items[i], "its 'stratum' has nobody in the reference", err);
            return err_hint(err, "add the stratum to '%s', or join it with another",
                settings.reference ? settings.reference : "the table");
        }
    }
    return 0;
}

static double reference_rate(const struct reference *reference)
{
    double observed = 0, n = 0;

    for (size_t s = 0; s < reference->count; s++) {
        observed += reference->observed[s];
        n += reference->n[s];
    }
    return set.per * observed / n;
}

static void open_output(struct table_writer *writer)
{
    static const char *const indirect[] = {"unit", "observed", "n", "expected", "ratio", "lower",
        "upper", "reference_rate", "rate", "rate_lower", "rate_upper"};
    static const char *const direct[] = {
        "unit", "observed", "n", "covered", "rate", "lower", "upper"};

    if (set.direct)
        COMMAND_OUTPUT(writer, direct);
    else
        COMMAND_OUTPUT(writer, indirect);
}

static void write_scaled(struct table_writer *writer, const struct standardised *unit, double scale)
{
    table_number(writer, unit->value * scale);
    table_number(writer, unit->limits.lower * scale);
    table_number(writer, unit->limits.upper * scale);
}

static void write_unit(struct table_writer *writer, const struct reference *reference, double rate,
    const struct row *rows, size_t count)
{
    struct standardised unit = set.direct
                                   ? standardise_direct(reference, rows, count, settings.level)
                                   : standardise_indirect(reference, rows, count, settings.level);

    table_text(writer, rows->text[0]);
    table_number(writer, unit.observed);
    table_number(writer, unit.n);
    table_number(writer, set.direct ? unit.covered : unit.expected);
    write_scaled(writer, &unit, set.direct ? set.per : 1);
    if (!set.direct) {
        table_number(writer, rate);
        write_scaled(writer, &unit, rate);
    }
}

static int write_all(
    const struct gathered *rows, const struct reference *reference, struct err *err)
{
    double rate = reference_rate(reference);
    struct table_writer writer;

    open_output(&writer);
    for (size_t i = 0, next; i < rows->count; i = next) {
        next = gathered_group(rows, i, 1);
        write_unit(&writer, reference, rate, &rows->items[i], next - i);
    }
    return table_finish(&writer, err);
}

static int run(int count, char **operands, struct err *err)
{
    struct gathered rows = {0}, others = {0};
    struct reference reference = {0};
    int code = command_check(err);

    (void)count;
    (void)operands;
    if (code)
        return code;
    if (!(set.per > 0))
        return err_set(err, EX_USAGE, "option '--per' wants a number above 0");
    code = read_units(&rows, err);
    if (code == 0 && settings.reference)
        code = read_reference(&others, err);
    if (code == 0) {
        reference_total(
            &reference, settings.reference ? &others : &rows, settings.reference ? 0 : 1);
        code = check_strata(&rows, &reference, err);
    }
    if (code == 0)
        code = write_all(&rows, &reference, err);
    reference_release(&reference);
    gathered_release(&rows);
    gathered_release(&others);
    return code;
}

const struct stage appraise_standardise = {
    .name = "appraise standardise",
    .purpose = "Observed against expected, or a rate, as if every unit served the same mix",
    .operands = "< TABLE",
    .options = options,
    .exits = "   0  every row was read and the result is whole\n"
             "  64  usage\n"
             "  65  a table is torn, lacks a column or holds a bad cell\n"
             "  66  the reference's file cannot be opened\n"
             "  74  standard input or output failed\n",
    .run = run,
};
