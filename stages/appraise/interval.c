/* interval.c - limits of proportions, counts and means. */
#include "base/memory.h"
#include "command.h"
#include "method/gather.h"
#include "method/interval.h"
#include "method/number.h"
#include "method/rows.h"

#include <math.h>
#include <stdlib.h>

static struct {
    bool mean;
    double per;
} set = {.per = NAN};

static const struct option_spec options[] = {
    {"mean", OPTION_FLAG, &set.mean, NULL, "a row a person: unit value (Student's t)"},
    {"per", OPTION_NUMBER, &set.per, "M", "limits of the count as a rate per M of n"},
    OPTION_LEVEL,
    OPTIONS_ALL,
};

static const char *const count_columns[] = {"unit", "x", "n", "proportion", "wilson_lower",
    "wilson_upper", "binomial_lower", "binomial_upper", "value", "byar_lower", "byar_upper",
    "exact_lower", "exact_upper"};

static void write_interval(struct table_writer *writer, struct interval limits, double scale)
{
    table_number(writer, limits.lower * scale);
    table_number(writer, limits.upper * scale);
}

static void write_count(struct table_writer *writer, const char *unit, double x, double n)
{
    struct interval none = {NAN, NAN};
    bool share = n > 0 && x <= n, whole = number_is_count(x) && number_is_count(n);
    double scale = isnan(set.per) ? 1 : n > 0 ? set.per / n : NAN;

    table_text(writer, unit);
    table_number(writer, x);
    table_number(writer, n);
    table_number(writer, share ? x / n : NAN);
    write_interval(writer, share ? interval_wilson(x, n, settings.level) : none, 1);
    write_interval(writer, share && whole ? interval_binomial(x, n, settings.level) : none, 1);
    table_number(writer, x * scale);
    write_interval(writer, interval_byar(x, settings.level), scale);
    write_interval(writer, interval_poisson(x, settings.level), scale);
}

static int check_count(const struct table_reader *reader, struct err *err)
{
    for (size_t i = 1; i < 3; i++)
        if (reader->number[i] < 0)
            return rows_wrong(reader, i, "is negative", err);
    return 0;
}

/* Rows are written as they come: each stands for itself. An error leaves no end of stream. */
static int run_counts(struct err *err)
{
    static const struct table_column columns[] = {{"unit", COLUMN_TEXT | COLUMN_OPTIONAL},
        {"x", COLUMN_NUMBER}, {"n", COLUMN_NUMBER | COLUMN_OPTIONAL}};
    struct table_reader reader;
    struct table_writer writer;
    struct input from = command_input();
    int got = -1;

    if (table_open(&reader, from.fd, from.name, from.csv, columns, 3, err)) {
        table_close(&reader);
        return err->code;
    }
    COMMAND_OUTPUT(&writer, count_columns);
    while ((got = table_next(&reader, err)) > 0 && check_count(&reader, err) == 0) {
        char *unit = table_cell(&reader, 0);

        write_count(&writer, unit, reader.number[1], reader.number[2]);
        free(unit);
    }
    table_close(&reader);
    return got != 0 ? table_abandon(&writer, err) : table_finish(&writer, err);
}

static void write_mean(struct table_writer *writer, const struct row *rows, size_t count)
{
    double *values = mem_array(count, sizeof *values);
    struct mean mean;

    for (size_t i = 0; i < count; i++)
        values[i] = rows[i].number[0];
    mean = mean_of(values, count);
    free(values);
    table_text(writer, rows->text[0]);
    table_number(writer, mean.n);
    table_number(writer, mean.mean);
    table_number(writer, mean.sd);
    write_interval(writer, interval_mean(&mean, settings.level), 1);
}

static int run_means(struct err *err)
{
    static const struct table_column columns[] = {
        {"unit", COLUMN_TEXT | COLUMN_OPTIONAL}, {"value", COLUMN_NUMBER}};
    static const char *const names[] = {"unit", "n", "mean", "sd", "lower", "upper"};
    struct gathered rows = {0};
    struct table_writer writer;
    struct input from = command_input();
    int code = gathered_read(&rows, &from, columns, 2, NULL, err);

    if (code == 0) {
        gathered_sort(&rows);
        COMMAND_OUTPUT(&writer, names);
        for (size_t i = 0, next; i < rows.count; i = next) {
            next = gathered_group(&rows, i, 1);
            write_mean(&writer, &rows.items[i], next - i);
        }
        code = table_finish(&writer, err);
    }
    gathered_release(&rows);
    return code;
}

static int run(int count, char **operands, struct err *err)
{
    (void)count;
    (void)operands;
    if (command_check(err))
        return err->code;
    if (!isnan(set.per) && !(set.per > 0))
        return err_set(err, EX_USAGE, "option '--per' wants a number above 0");
    return set.mean ? run_means(err) : run_counts(err);
}

const struct stage appraise_interval = {
    .name = "appraise interval",
    .purpose = "Confidence limits of proportions, counts, rates and means",
    .operands = "< TABLE",
    .options = options,
    .exits = command_exits,
    .run = run,
};
