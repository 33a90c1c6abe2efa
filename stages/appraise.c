/* appraise.c - intervals, frontiers and comparisons, as filters: a table in on standard input, the
 * estimates out on standard output. The methods are in lib/method. */
#include "base/memory.h"
#include "base/stage.h"
#include "method/compare.h"
#include "method/distributions.h"
#include "method/input.h"
#include "method/measures.h"
#include "method/number.h"
#include "method/ratio.h"
#include "method/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { REPLICATES_MAXIMUM = 10 * 1000 * 1000 };

/* The options of all commands: a process runs one. */
static struct {
    bool csv, named, block, count, moments, each;
    int64_t seed, replicates;
    double level;
    const char *analysis, *critical, *lambda, *reference;
} set = {.seed = 1, .replicates = 10000, .level = .95, .analysis = "", .critical = "z"};

#define OPTIONS_ALL                                                                                \
    {"analysis", OPTION_TEXT, &set.analysis, "NAME",                                               \
        "name of the analysis; random draws depend on it"},                                        \
        {"named", OPTION_FLAG, &set.named, NULL, "write it as a first column"},                    \
    {                                                                                              \
        "csv", OPTION_FLAG, &set.csv, NULL, "read and write CSV, NULL is empty"                    \
    }
#define OPTION_LEVEL                                                                               \
    {                                                                                              \
        "level", OPTION_NUMBER, &set.level, "L", "confidence level (default .95)"                  \
    }
#define OPTIONS_BOOTSTRAP                                                                          \
    {"seed", OPTION_INTEGER, &set.seed, "N", "random draws depend on it (default 1)"},             \
    {                                                                                              \
        "replicates", OPTION_INTEGER, &set.replicates, "N",                                        \
            "of the bootstrap (default 10000, 0: none)"                                            \
    }

static const struct option_spec ratio_options[] = {
    {"block", OPTION_FLAG, &set.block, NULL,
        "a row a unit: unit total n outcomes (x of n; Wilson's limits)"},
    {"count", OPTION_FLAG, &set.count, NULL,
        "with --block: outcomes are a count that may pass n (exact or Byar)"},
    OPTION_LEVEL,
    OPTIONS_BOOTSTRAP,
    OPTIONS_ALL,
    {NULL, 0, NULL, NULL, NULL},
};

static const struct option_spec frontier_options[] = {
    OPTIONS_ALL,
    {NULL, 0, NULL, NULL, NULL},
};

static const struct option_spec compare_options[] = {
    {"reference", OPTION_TEXT, &set.reference, "ARM", "what the other arm is compared with"},
    {"each", OPTION_FLAG, &set.each, NULL,
        "several arms (or rows of moments): a column names each"},
    {"lambda", OPTION_TEXT, &set.lambda, "L,...", "values of one unit of effect"},
    {"critical", OPTION_TEXT, &set.critical, "z|t", "critical value (default z)"},
    {"moments", OPTION_FLAG, &set.moments, NULL,
        "a row of mean_de mean_dc var_e var_c cov_ec instead of persons"},
    OPTION_LEVEL,
    OPTIONS_BOOTSTRAP,
    OPTIONS_ALL,
    {NULL, 0, NULL, NULL, NULL},
};

static int check_options(struct err *err)
{
    if (!(set.level > 0 && set.level < 1))
        return err_set(err, EX_USAGE, "option '--level' wants a number between 0 and 1");
    if (set.replicates > REPLICATES_MAXIMUM)
        return err_set(err, EX_USAGE, "option '--replicates' is at most %d", REPLICATES_MAXIMUM);
    if (set.count && !set.block)
        return err_set(err, EX_USAGE, "option '--count' goes with '--block'");
    return 0;
}

static struct bootstrap bootstrap_options(void)
{
    return (struct bootstrap){
        .analysis = set.analysis,
        .seed = (uint64_t)set.seed,
        .replicates = (uint64_t)set.replicates,
        .level = set.level,
    };
}

static struct input input(void)
{
    return (struct input){STDIN_FILENO, "standard input", set.csv};
}

static void open_output(struct table_writer *writer, size_t columns, const char *const *names)
{
    table_create(writer, STDOUT_FILENO, "standard output", set.csv, set.named ? set.analysis : NULL,
        columns, names);
}

static const char *const ratio_columns[] = {"unit", "n", "cost", "outcomes", "ratio", "lower",
    "upper", "set_type", "boot_lower", "boot_upper"};

static void write_ratio(struct table_writer *writer, const char *unit, const struct ratio *ratio)
{
    table_text(writer, unit);
    table_number(writer, ratio->n);
    table_number(writer, ratio->cost);
    table_number(writer, ratio->outcomes);
    table_number(writer, ratio->ratio);
    table_number(writer, ratio->lower);
    table_number(writer, ratio->upper);
    table_text(writer, set_type_name(ratio->type));
    table_number(writer, ratio->boot_lower);
    table_number(writer, ratio->boot_upper);
}

static int ratio_of_persons(struct err *err)
{
    struct cohorts cohorts = {0};
    struct bootstrap bootstrap = bootstrap_options();
    struct table_writer writer;
    struct input from = input();
    int code = input_persons(&from, "unit", "outcome", &cohorts, err);

    if (code == 0) {
        open_output(&writer, 10, ratio_columns);
        for (size_t i = 0; i < cohorts.count; i++) {
            struct ratio ratio = ratio_persons(&cohorts.units[i], &bootstrap);

            write_ratio(&writer, cohorts.units[i].name, &ratio);
        }
        code = table_finish(&writer, err);
    }
    cohorts_release(&cohorts);
    return code;
}

static int ratio_of_blocks(struct err *err)
{
    struct blocks blocks = {0};
    struct input from = input();
    struct table_writer writer;
    int code = input_blocks(&from, set.count, &blocks, err);

    if (code == 0) {
        open_output(&writer, 10, ratio_columns);
        for (size_t i = 0; i < blocks.count; i++) {
            const struct block *block = &blocks.items[i].block;
            struct ratio ratio =
                set.count ? ratio_count(block, set.level) : ratio_proportion(block, set.level);

            write_ratio(&writer, blocks.items[i].unit, &ratio);
        }
        code = table_finish(&writer, err);
    }
    blocks_release(&blocks);
    return code;
}

static int run_ratio(int count, char **operands, struct err *err)
{
    (void)count;
    (void)operands;
    if (check_options(err))
        return err->code;
    return set.block ? ratio_of_blocks(err) : ratio_of_persons(err);
}

/* --- frontier --- */

static void write_strategy(struct table_writer *writer, const struct strategy *strategy)
{
    table_text(writer, strategy->name);
    table_number(writer, strategy->cost);
    table_number(writer, strategy->effect);
    table_number(writer, strategy->inc_cost);
    table_number(writer, strategy->inc_effect);
    table_number(writer, strategy->icer);
    table_text(writer, strategy_status_name(strategy->status));
}

static int run_frontier(int count, char **operands, struct err *err)
{
    static const char *const names[] = {
        "strategy", "cost", "effect", "inc_cost", "inc_effect", "icer", "status"};
    struct strategies strategies = {0};
    struct input from = input();
    struct table_writer writer;
    int code = input_strategies(&from, &strategies, err);

    (void)count;
    (void)operands;
    if (code == 0) {
        frontier_rank(strategies.items, strategies.count);
        open_output(&writer, 7, names);
        for (size_t i = 0; i < strategies.count; i++)
            write_strategy(&writer, &strategies.items[i]);
        code = table_finish(&writer, err);
    }
    strategies_release(&strategies);
    return code;
}

/* --- compare --- */

struct lambdas {
    double *values;
    size_t count;
};

static void open_measures(struct table_writer *writer, const char *each)
{
    const char *names[] = {"measure", "lambda", "value", each};

    open_output(writer, set.each ? 4 : 3, names);
}

static void write_arm(const struct measures *m, const struct cohort *arm,
    const struct cohort *reference, const struct lambdas *lambdas)
{
    struct bootstrap bootstrap = bootstrap_options();
    double quadrants[QUADRANTS], *acceptable = mem_array(lambdas->count + 1, sizeof *acceptable);
    struct moments one, other;
    struct comparison comparison;

    cohort_moments(arm, &one);
    cohort_moments(reference, &other);
    comparison = compare_arms(&one, &other, set.level, strcmp(set.critical, "t") == 0);
    compare_bootstrap(
        arm, reference, &bootstrap, lambdas->values, lambdas->count, quadrants, acceptable);
    measures_arms(m, &one, &other);
    measures_comparison(m, &comparison);
    measures_quadrants(m, (double)set.replicates, quadrants);
    for (size_t i = 0; i < lambdas->count; i++) {
        measures_benefit(m, &comparison, lambdas->values[i]);
        measures_acceptable(m, lambdas->values[i], acceptable[i]);
    }
    free(acceptable);
}

static int check_arms(
    const struct cohorts *cohorts, const struct cohort **reference, struct err *err)
{
    *reference = cohorts_find(cohorts, set.reference);
    if (set.each && (!cohorts->count || (*reference && cohorts->count == 1)))
        return 0; /* nothing to compare makes no row */
    if (!*reference)
        return err_set(err, EX_DATAERR, "no row of the reference arm '%s'", set.reference);
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
    struct input from = input();
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
    struct comparison comparison = compare_difference(&difference, critical_z(set.level));

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
    static const struct table_column columns[] = {{"mean_de", true}, {"mean_dc", true},
        {"var_e", true}, {"var_c", true}, {"cov_ec", true}, {"comparison", false}};
    struct table_reader reader;
    struct table_writer writer;
    int got = -1;

    if (table_open(
            &reader, STDIN_FILENO, "standard input", set.csv, columns, set.each ? 6 : 5, err)) {
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
    if (!set.moments && !set.reference)
        return err_set(err, EX_USAGE, "option '--reference' is missing");
    return check_options(err);
}

static int run_compare(int count, char **operands, struct err *err)
{
    struct lambdas lambdas;
    int code = check_compare(err);

    (void)count;
    (void)operands;
    if (code)
        return code;
    lambdas.values = number_list(set.lambda, "lambda", &lambdas.count, err);
    if (!lambdas.values)
        return err->code;
    code = set.moments ? compare_moments(&lambdas, err) : compare_persons(&lambdas, err);
    free(lambdas.values);
    return code;
}

static const char exits[] = "   0  every row was read and the result is whole\n"
                            "  64  usage\n"
                            "  65  the table is torn, lacks a column or holds a bad cell\n"
                            "  74  standard input or output failed\n";

static const struct stage ratio = {
    .name = "appraise ratio",
    .purpose = "Cost per outcome of each unit, with its confidence set",
    .operands = "< TABLE",
    .options = ratio_options,
    .exits = exits,
    .run = run_ratio,
};

static const struct stage frontier = {
    .name = "appraise frontier",
    .purpose = "Incremental cost-effectiveness ratios, dominance and extended dominance",
    .operands = "< TABLE",
    .options = frontier_options,
    .exits = exits,
    .run = run_frontier,
};

static const struct stage compare = {
    .name = "appraise compare",
    .purpose = "An arm against a reference: differences, ICER, net monetary benefit",
    .operands = "< TABLE",
    .options = compare_options,
    .exits = exits,
    .run = run_compare,
};

int main(int argc, char **argv)
{
    static const struct stage *const commands[] = {&ratio, &frontier, &compare, NULL};
    static const struct program program = {
        .name = "appraise",
        .purpose = "Estimates what help for young people costs and what it is worth",
        .commands = commands,
    };

    return program_main(&program, argc, argv);
}
