/* funnel.c - units about a target, with limits of chance and over-dispersed ones. */
#include "base/memory.h"
#include "command.h"
#include "method/funnel.h"
#include "method/gather.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct {
    double inner, outer, target, trim;
    bool truncate;
    const char *scale;
} set = {.inner = .95, .outer = .998, .target = NAN, .trim = .1, .scale = "sqrt"};

static const struct option_spec options[] = {
    {"inner", OPTION_NUMBER, &set.inner, "L", "level of the inner limits (default .95)"},
    {"outer", OPTION_NUMBER, &set.outer, "L", "level of the outer limits (default .998)"},
    {"target", OPTION_NUMBER, &set.target, "T", "default: the units' total; 1 with 'expected'"},
    {"trim", OPTION_NUMBER, &set.trim, "P",
        "share of units at each end drawn in for over-dispersion (default .1)"},
    {"truncate", OPTION_FLAG, &set.truncate, NULL, "leave them out instead"},
    {"scale", OPTION_TEXT, &set.scale, "sqrt|log",
        "of over-dispersion with 'expected' (default sqrt)"},
    OPTIONS_ALL,
};

static const struct table_column columns[] = {{"unit", COLUMN_TEXT}, {"observed", COLUMN_NUMBER},
    {"denominator", COLUMN_NUMBER | COLUMN_OPTIONAL},
    {"expected", COLUMN_NUMBER | COLUMN_OPTIONAL}};

static int check_unit(const struct row *row, struct err *err)
{
    double observed = row->number[0];
    bool ratio = isnan(row->number[1]);
    double size = row->number[ratio ? 2 : 1];

    if (isnan(size))
        return row_error(row, "neither 'denominator' nor 'expected' is there", err);
    if (!isnan(row->number[1]) && !isnan(row->number[2]))
        return row_error(row, "'denominator' and 'expected' are both there", err);
    if (observed < 0 || size < 0)
        return row_error(row, "'observed' or its denominator is negative", err);
    if (!ratio && observed > size)
        return row_error(row, "more 'observed' than 'denominator'", err);
    if (ratio && size == 0 && observed > 0)
        return row_error(row, "some 'observed' where none is 'expected'", err);
    if (ratio && observed == 0 && size > 0 && strcmp(set.scale, "log") == 0) {
        row_error(row, "'observed' is zero, which has no logarithm", err);
        return err_hint(err, "--scale sqrt takes it");
    }
    return 0;
}

/* Sorted rows to units; `ratio` says which of the two columns is there. */
static int arrange(
    const struct gathered *rows, bool *ratio, struct funnel_unit *units, struct err *err)
{
    if (!rows->present[2] && !rows->present[3])
        return err_set(err, EX_DATAERR, "there is no column 'denominator' nor 'expected'");
    if (gathered_unique(rows, 1, "'unit'", err))
        return err->code;
    *ratio = rows->count && isnan(rows->items[0].number[1]);
    for (size_t i = 0; i < rows->count; i++) {
        const double *number = rows->items[i].number;

        if (isnan(number[1]) != *ratio)
            return row_error(&rows->items[i],
                "'denominator' and 'expected' change places: one or the other in all rows", err);
        units[i] = (struct funnel_unit){.observed = number[0], .size = number[*ratio ? 2 : 1]};
    }
    return 0;
}

static void write_limits(struct table_writer *writer, const struct funnel_limits *limits)
{
    table_number(writer, limits->inner.lower);
    table_number(writer, limits->inner.upper);
    table_number(writer, limits->outer.lower);
    table_number(writer, limits->outer.upper);
    table_text(writer, funnel_label_name(limits->label));
}

static void write_unit(struct table_writer *writer, const char *name,
    const struct funnel_unit *unit, const struct funnel *funnel)
{
    bool ratio = funnel->scale != SCALE_ASIN;

    table_text(writer, name);
    table_number(writer, unit->observed);
    table_number(writer, ratio ? NAN : unit->size);
    table_number(writer, ratio ? unit->size : NAN);
    table_number(writer, unit->value);
    table_number(writer, funnel->target);
    write_limits(writer, &unit->chance);
    table_number(writer, funnel->dispersion.phi);
    table_number(writer, funnel->dispersion.tau2);
    write_limits(writer, &unit->adjusted);
}

static int write_all(const struct gathered *rows, struct err *err)
{
    static const char *const names[] = {"unit", "observed", "denominator", "expected", "value",
        "target", "inner_lower", "inner_upper", "outer_lower", "outer_upper", "label", "phi",
        "tau2", "od_inner_lower", "od_inner_upper", "od_outer_lower", "od_outer_upper", "od_label"};
    struct funnel_unit *units = mem_array(rows->count + 1, sizeof *units);
    struct table_writer writer;
    bool ratio = false;
    int code = arrange(rows, &ratio, units, err);

    if (code == 0 && !ratio && set.target > 1)
        code = err_set(err, EX_USAGE, "option '--target' of a proportion is at most 1");
    if (code == 0) {
        struct funnel funnel = {
            .scale = !ratio                          ? SCALE_ASIN
                     : strcmp(set.scale, "log") == 0 ? SCALE_LOG
                                                     : SCALE_SQRT,
            .inner = set.inner,
            .outer = set.outer,
            .trimming = {set.trim, set.truncate},
            .target = set.target,
        };

        funnel_fill(&funnel, units, rows->count);
        COMMAND_OUTPUT(&writer, names);
        for (size_t i = 0; i < rows->count; i++)
            write_unit(&writer, rows->items[i].text[0], &units[i], &funnel);
        code = table_finish(&writer, err);
    }
    free(units);
    return code;
}

static int check_options(struct err *err)
{
    if (command_between(set.inner, "inner", err) || command_between(set.outer, "outer", err))
        return err->code;
    if (set.outer < set.inner)
        return err_set(err, EX_USAGE, "option '--outer' is less than '--inner'");
    if (!isnan(set.target) && !(set.target > 0))
        return err_set(err, EX_USAGE, "option '--target' wants a number above 0");
    if (!(set.trim >= 0 && set.trim < .5))
        return err_set(err, EX_USAGE, "option '--trim' wants a share from 0 to less than .5");
    if (strcmp(set.scale, "sqrt") != 0 && strcmp(set.scale, "log") != 0)
        return err_set(err, EX_USAGE, "option '--scale' wants sqrt or log");
    return 0;
}

static int run(int count, char **operands, struct err *err)
{
    struct gathered rows = {0};
    struct input from = command_input();
    int code = check_options(err);

    (void)count;
    (void)operands;
    if (code)
        return code;
    code = gathered_read(&rows, &from, columns, 4, check_unit, err);
    if (code == 0) {
        gathered_sort(&rows);
        code = write_all(&rows, err);
    }
    gathered_release(&rows);
    return code;
}

const struct stage appraise_funnel = {
    .name = "appraise funnel",
    .purpose = "Units about a target: limits of chance, over-dispersion, and which lie beyond",
    .operands = "< TABLE",
    .options = options,
    .exits = command_exits,
    .run = run,
};
