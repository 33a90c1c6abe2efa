/* compare.c - an arm against a reference. */
#include "base/memory.h"
#include "command.h"
#include "method/compare.h"
#include "method/distributions.h"
#include "method/input.h"
#include "method/measures.h"
#include "method/number.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct {
    bool moments, each;
    const char *critical;
} set = {.critical = "z"};

static const struct option_spec options[] = {
    {"reference", OPTION_TEXT, &settings.reference, "ARM", "what the other arm is compared with"},
    {"each", OPTION_FLAG, &set.each, NULL,
        "several arms (or rows of moments): a column names each"},
    OPTION_LAMBDA,
    {"critical", OPTION_TEXT, &set.critical, "z|t", "critical value (default z)"},
    {"moments", OPTION_FLAG, &set.moments, NULL,
        "a row of mean_de mean_dc var_e var_c cov_ec instead of persons"},
    OPTION_LEVEL,
    OPTIONS_BOOTSTRAP,
    OPTIONS_ALL,
};

struct lambdas {
    double *values;
    size_t count;
};

static void open_measures(struct table_writer *writer, const char *each)
{
    const char *names[] = {"measure", "lambda", "value", each};

    command_output(writer, set.each ? 4 : 3, names);
}

static void write_arm(const struct measures *m, const struct cohort *arm,
    const struct cohort *reference, const struct lambdas *lambdas)
{
    struct bootstrap bootstrap = command_bootstrap();
    double quadrants[QUADRANTS], *acceptable = mem_array(lambdas->count + 1, sizeof *acceptable);
    struct moments one, other;
    struct comparison comparison;

    cohort_moments(arm, &one);
    cohort_moments(reference, &other);
    comparison = compare_arms(&one, &other, settings.level, strcmp(set.critical, "t") == 0);
    compare_bootstrap(
        arm, reference, &bootstrap, lambdas->values, lambdas->count, quadrants, acceptable);
    measures_arms(m, &one, &other);
    measures_comparison(m, &comparison);
    measures_quadrants(m, (double)settings.replicates, quadrants);
    for (size_t i = 0; i < lambdas->count; i++) {
        measures_benefit(m, &comparison, lambdas->values[i]);
        measures_acceptable(m, lambdas->values[i], acceptable[i]);
    }
    free(acceptable);
}

static int check_arms(
    const struct cohorts *cohorts, const struct cohort **reference, struct err *err)
{
    *reference = cohorts_find(cohorts, settings.reference);
    if (set.each && (!cohorts->count || (*reference && cohorts->count == 1)))
        return 0; /* nothing to compare makes no row */
    if (!*reference)
        return err_set(err, EX_DATAERR, "no row of the reference arm '%s'", settings.reference);
    if (cohorts->count < 2)
        return err_set(err, EX_DATAERR, "there is no arm but the reference");
    if (cohorts->count > 2 && !set.each) {
        err_set(err, EX_DATAERR, "%zu arms, where two are compared", cohorts->count);
        return err_hint(err, "--each compares every arm with the reference");
    }
    return 0;
}

static int compare_persons(const struct lambdas *lambdas, struct err *err)
{
    struct cohorts cohorts = {0};
    const struct cohort *reference = NULL;
    struct input from = command_input();
    struct table_writer writer;
    int code = input_persons(&from, "arm", "effect", &cohorts, err);

    if (code == 0)
        code = check_arms(&cohorts, &reference, err);
    if (code == 0) {
        open_measures(&writer, "arm");
        for (size_t i = 0; i < cohorts.count; i++) {
            struct measures m = {&writer, set.each, cohorts.units[i].name};

            if (&cohorts.units[i] != reference)
                write_arm(&m, &cohorts.units[i], reference, lambdas);
        }
        code = table_finish(&writer, err);
    }
    cohorts_release(&cohorts);
    return code;
}

static void write_moments(
    const struct measures *m, const double *number, const struct lambdas *lambdas)
{
    struct difference difference = {
        .effect = number[0],
        .cost = number[1],
        .var_effect = number[2],
        .var_cost = number[3],
        .cov = number[4],
    };
    struct comparison comparison = compare_difference(&difference, critical_z(settings.level));

    measures_comparison(m, &comparison);
    for (size_t i = 0; i < lambdas->count; i++)
        measures_benefit(m, &comparison, lambdas->values[i]);
}

static int check_moments(const struct table_reader *reader, struct err *err)
{
    if (reader->number[2] < 0 || reader->number[3] < 0)
        return err_set(
            err, EX_DATAERR, "row %llu: a variance is negative", (unsigned long long)reader->row);
    if (reader->row > 1 && !set.each) {
        err_set(err, EX_DATAERR, "more than one row of moments");
        return err_hint(err, "--each takes several, named by a column 'comparison'");
    }
    return 0;
}

/* Rows are written as they come: each stands for itself. An error leaves no end of stream. */
static int compare_moments(const struct lambdas *lambdas, struct err *err)
{
    static const struct table_column columns[] = {{"mean_de", COLUMN_NUMBER},
        {"mean_dc", COLUMN_NUMBER}, {"var_e", COLUMN_NUMBER}, {"var_c", COLUMN_NUMBER},
        {"cov_ec", COLUMN_NUMBER}, {"comparison", COLUMN_TEXT}};
    struct table_reader reader;
    struct table_writer writer;
    int got = -1;

    if (table_open(&reader, STDIN_FILENO, "standard input", settings.csv, columns, set.each ? 6 : 5,
            err)) {
        table_close(&reader);
        return err->code;
    }
    open_measures(&writer, "comparison");
    while ((got = table_next(&reader, err)) > 0 && check_moments(&reader, err) == 0) {
        char *name = set.each ? table_cell(&reader, 5) : NULL;
        struct measures m = {&writer, set.each, name};

        write_moments(&m, reader.number, lambdas);
        free(name);
    }
    table_close(&reader);
    return got != 0 ? table_abandon(&writer, err) : table_finish(&writer, err);
}

static int check_compare(struct err *err)
{
    if (strcmp(set.critical, "z") != 0 && strcmp(set.critical, "t") != 0)
        return err_set(err, EX_USAGE, "option '--critical' wants z or t");
    if (set.moments && strcmp(set.critical, "t") == 0)
        return err_set(err, EX_USAGE, "option '--critical t' needs persons: moments have no count");
    if (!set.moments && !settings.reference)
        return err_set(err, EX_USAGE, "option '--reference' is missing");
    return command_check(err);
}

static int run(int count, char **operands, struct err *err)
{
    struct lambdas lambdas;
    int code = check_compare(err);

    (void)count;
    (void)operands;
    if (code)
        return code;
    lambdas.values = number_list(settings.lambda, "lambda", &lambdas.count, err);
    if (!lambdas.values)
        return err->code;
    code = set.moments ? compare_moments(&lambdas, err) : compare_persons(&lambdas, err);
    free(lambdas.values);
    return code;
}

const struct stage appraise_compare = {
    .name = "appraise compare",
    .purpose = "An arm against a reference: differences, ICER, net monetary benefit",
    .operands = "< TABLE",
    .options = options,
    .exits = command_exits,
    .run = run,
};
