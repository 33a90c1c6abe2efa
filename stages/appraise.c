/* appraise.c - intervals, frontiers and comparisons, as filters: a table in on standard input, the
 * estimates out on standard output. The methods are in lib/method. */
#include "base/memory.h"
#include "base/stage.h"
#include "method/compare.h"
#include "method/distributions.h"
#include "method/frontier.h"
#include "method/number.h"
#include "method/ratio.h"
#include "method/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { REPLICATES_MAXIMUM = 10 * 1000 * 1000, STRATEGIES_MAXIMUM = 1000 * 1000 };

/* The options of all commands: a process runs one. */
static struct {
    bool csv, block, count, moments, each;
    int64_t seed, replicates;
    double level;
    const char *analysis, *critical, *lambda, *reference;
} set = {.seed = 1, .replicates = 10000, .level = .95, .analysis = "", .critical = "z"};

#define OPTION_CSV                                                                                 \
    {                                                                                              \
        "csv", OPTION_FLAG, &set.csv, NULL, "read and write CSV, NULL is empty"                    \
    }
#define OPTION_LEVEL                                                                               \
    {                                                                                              \
        "level", OPTION_NUMBER, &set.level, "L", "confidence level (default .95)"                  \
    }
#define OPTIONS_BOOTSTRAP                                                                          \
    {"analysis", OPTION_TEXT, &set.analysis, "NAME", "part of the key of every random draw"},      \
        {"seed", OPTION_INTEGER, &set.seed, "N", "the other part (default 1)"},                    \
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
    OPTION_CSV,
    {NULL, 0, NULL, NULL, NULL},
};

static const struct option_spec frontier_options[] = {
    OPTION_CSV,
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
    OPTION_CSV,
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

static int open_input(
    struct table_reader *reader, const struct table_column *columns, size_t count, struct err *err)
{
    return table_open(reader, STDIN_FILENO, "standard input", set.csv, columns, count, err);
}

static void open_output(struct table_writer *writer, size_t columns, const char *const *names)
{
    table_create(writer, STDOUT_FILENO, "standard output", set.csv, columns, names);
}

/* Persons of `group`, with `outcome` as the third column's name. */
static int read_cohorts(
    struct cohorts *cohorts, const char *group, const char *outcome, struct err *err)
{
    const struct table_column columns[] = {{group, false}, {"cost", true}, {outcome, true}};
    struct table_reader reader;
    int got = -1;

    if (open_input(&reader, columns, 3, err) == 0)
        while ((got = table_next(&reader, err)) > 0)
            if (cohorts_add(cohorts, reader.text[0].data, reader.text[0].length, reader.number[1],
                    reader.number[2], err)) {
                got = -1;
                break;
            }
    table_close(&reader);
    cohorts_sort(cohorts);
    return got < 0 ? err->code : 0;
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
    int code = read_cohorts(&cohorts, "unit", "outcome", err);

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

static bool whole(double value)
{
    return value >= 0 && value == floor(value);
}

static int check_block(const struct block *block, uint64_t row, struct err *err)
{
    if (!whole(block->n) || !whole(block->outcomes))
        return err_set(err, EX_DATAERR, "row %llu: 'n' and 'outcomes' must be counts",
            (unsigned long long)row);
    if (!set.count && block->outcomes > block->n) {
        err_set(err, EX_DATAERR, "row %llu: more 'outcomes' than 'n'", (unsigned long long)row);
        return err_hint(err, "with --count outcomes may be more than persons");
    }
    return 0;
}

struct named_block {
    char *unit;
    struct block block;
};

static int by_unit(const void *a, const void *b)
{
    return strcmp(((const struct named_block *)a)->unit, ((const struct named_block *)b)->unit);
}

/* Rows into `blocks`, which the caller frees, in order of their units. */
static int read_blocks(struct named_block **blocks, size_t *count, struct err *err)
{
    static const struct table_column columns[] = {
        {"unit", false}, {"total", true}, {"n", true}, {"outcomes", true}};
    struct table_reader reader;
    int got = -1;

    if (open_input(&reader, columns, 4, err) == 0)
        while ((got = table_next(&reader, err)) > 0) {
            struct block block = {reader.number[1], reader.number[2], reader.number[3]};

            if (check_block(&block, reader.row, err)) {
                got = -1;
                break;
            }
            *blocks = mem_grow(*blocks, *count + 1, sizeof **blocks);
            (*blocks)[(*count)++] = (struct named_block){table_cell(&reader, 0), block};
        }
    table_close(&reader);
    if (*count)
        qsort(*blocks, *count, sizeof **blocks, by_unit);
    for (size_t i = 1; got == 0 && i < *count; i++)
        if (strcmp((*blocks)[i].unit, (*blocks)[i - 1].unit) == 0)
            return err_set(err, EX_DATAERR, "a 'unit' of --block stands in two rows");
    return got < 0 ? err->code : 0;
}

static int ratio_of_blocks(struct err *err)
{
    struct named_block *blocks = NULL;
    size_t count = 0;
    struct table_writer writer;
    int code = read_blocks(&blocks, &count, err);

    if (code == 0) {
        open_output(&writer, 10, ratio_columns);
        for (size_t i = 0; i < count; i++) {
            struct ratio ratio = set.count ? ratio_count(&blocks[i].block, set.level)
                                           : ratio_proportion(&blocks[i].block, set.level);

            write_ratio(&writer, blocks[i].unit, &ratio);
        }
        code = table_finish(&writer, err);
    }
    for (size_t i = 0; i < count; i++)
        free(blocks[i].unit);
    free(blocks);
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

static int read_strategies(struct strategy **strategies, size_t *count, struct err *err)
{
    static const struct table_column columns[] = {
        {"strategy", false}, {"cost", true}, {"effect", true}};
    struct table_reader reader;
    int got = -1;

    if (open_input(&reader, columns, 3, err) == 0)
        while ((got = table_next(&reader, err)) > 0) {
            if (*count == STRATEGIES_MAXIMUM) {
                err_set(err, EX_DATAERR, "more than %d strategies", STRATEGIES_MAXIMUM);
                got = -1;
                break;
            }
            *strategies = mem_grow(*strategies, *count + 1, sizeof **strategies);
            (*strategies)[(*count)++] = (struct strategy){.name = table_cell(&reader, 0),
                .cost = reader.number[1],
                .effect = reader.number[2]};
        }
    table_close(&reader);
    return got < 0 ? err->code : 0;
}

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

static int run_frontier(int operand_count, char **operands, struct err *err)
{
    static const char *const names[] = {
        "strategy", "cost", "effect", "inc_cost", "inc_effect", "icer", "status"};
    struct strategy *strategies = NULL;
    size_t count = 0;
    struct table_writer writer;
    int code = read_strategies(&strategies, &count, err);

    (void)operand_count;
    (void)operands;
    if (code == 0) {
        frontier_rank(strategies, count);
        open_output(&writer, 7, names);
        for (size_t i = 0; i < count; i++)
            write_strategy(&writer, &strategies[i]);
        code = table_finish(&writer, err);
    }
    for (size_t i = 0; i < count; i++)
        free(strategies[i].name);
    free(strategies);
    return code;
}

/* --- compare --- */

/* `measure lambda value`, and with --each the name of the arm or comparison. */
struct measures {
    struct table_writer writer;
    const char *each;
};

static void open_measures(struct measures *measures, const char *each)
{
    const char *names[] = {"measure", "lambda", "value", each};

    open_output(&measures->writer, set.each ? 4 : 3, names);
}

static void put_number(struct measures *m, const char *measure, double lambda, double value)
{
    table_text(&m->writer, measure);
    table_number(&m->writer, lambda);
    table_number(&m->writer, value);
    if (set.each)
        table_text(&m->writer, m->each);
}

static void put_text(struct measures *m, const char *measure, const char *value)
{
    table_text(&m->writer, measure);
    table_number(&m->writer, NAN);
    table_text(&m->writer, value);
    if (set.each)
        table_text(&m->writer, m->each);
}

static void put_comparison(struct measures *m, const struct comparison *comparison)
{
    const struct difference *d = &comparison->difference;

    put_number(m, "delta_cost", NAN, d->cost);
    put_number(m, "delta_effect", NAN, d->effect);
    put_number(m, "var_cost", NAN, d->var_cost);
    put_number(m, "var_effect", NAN, d->var_effect);
    put_number(m, "cov", NAN, d->cov);
    put_number(m, "critical", NAN, comparison->critical);
    put_number(m, "df", NAN, comparison->df);
    put_number(m, "icer", NAN, comparison->icer);
    put_number(m, "fieller_lower", NAN, comparison->set.lower);
    put_number(m, "fieller_upper", NAN, comparison->set.upper);
    put_text(m, "set_type", set_type_name(comparison->set.type));
    put_text(m, "quadrant", quadrant_name(quadrant_of(d->effect, d->cost)));
}

static void put_benefit(struct measures *m, const struct comparison *comparison, double lambda)
{
    struct benefit benefit = compare_benefit(comparison, lambda);

    put_number(m, "inmb", lambda, benefit.value);
    put_number(m, "inmb_se", lambda, benefit.se);
    put_number(m, "inmb_lower", lambda, benefit.lower);
    put_number(m, "inmb_upper", lambda, benefit.upper);
}

struct lambdas {
    double *values;
    size_t count;
};

static void put_arm(struct measures *m, const struct cohort *arm, const struct cohort *reference,
    const struct lambdas *lambdas)
{
    static const char *const shares[] = {
        "quadrant_ne", "quadrant_se", "quadrant_sw", "quadrant_nw"};
    struct bootstrap bootstrap = bootstrap_options();
    double quadrants[QUADRANTS], *acceptable = mem_array(lambdas->count + 1, sizeof *acceptable);
    struct moments one, other;
    struct comparison comparison;

    cohort_moments(arm, &one);
    cohort_moments(reference, &other);
    comparison = compare_arms(&one, &other, set.level, strcmp(set.critical, "t") == 0);
    compare_bootstrap(
        arm, reference, &bootstrap, lambdas->values, lambdas->count, quadrants, acceptable);
    put_number(m, "n", NAN, (double)one.n);
    put_number(m, "n_reference", NAN, (double)other.n);
    put_number(m, "mean_cost", NAN, one.mean_cost);
    put_number(m, "mean_cost_reference", NAN, other.mean_cost);
    put_number(m, "mean_effect", NAN, one.mean_outcome);
    put_number(m, "mean_effect_reference", NAN, other.mean_outcome);
    put_comparison(m, &comparison);
    for (size_t i = 0; i < QUADRANTS; i++)
        put_number(m, shares[i], NAN, quadrants[i]);
    for (size_t i = 0; i < lambdas->count; i++) {
        put_benefit(m, &comparison, lambdas->values[i]);
        put_number(m, "ceac", lambdas->values[i], acceptable[i]);
    }
    free(acceptable);
}

static int check_arms(
    const struct cohorts *cohorts, const struct cohort **reference, struct err *err)
{
    *reference = cohorts_find(cohorts, set.reference);
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
    struct measures measures;
    int code = read_cohorts(&cohorts, "arm", "effect", err);

    if (code == 0)
        code = check_arms(&cohorts, &reference, err);
    if (code == 0) {
        open_measures(&measures, "arm");
        for (size_t i = 0; i < cohorts.count; i++) {
            measures.each = cohorts.units[i].name;
            if (&cohorts.units[i] != reference)
                put_arm(&measures, &cohorts.units[i], reference, lambdas);
        }
        code = table_finish(&measures.writer, err);
    }
    cohorts_release(&cohorts);
    return code;
}

static void put_moments(struct measures *m, const double *number, const struct lambdas *lambdas)
{
    struct difference difference = {
        .effect = number[0],
        .cost = number[1],
        .var_effect = number[2],
        .var_cost = number[3],
        .cov = number[4],
    };
    struct comparison comparison = compare_difference(&difference, critical_z(set.level));

    put_comparison(m, &comparison);
    for (size_t i = 0; i < lambdas->count; i++)
        put_benefit(m, &comparison, lambdas->values[i]);
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
    struct measures measures;
    int got = -1;

    if (open_input(&reader, columns, set.each ? 6 : 5, err)) {
        table_close(&reader);
        return err->code;
    }
    open_measures(&measures, "comparison");
    while ((got = table_next(&reader, err)) > 0) {
        char *name = set.each ? table_cell(&reader, 5) : NULL;

        measures.each = name;
        if (check_moments(&reader, err) == 0)
            put_moments(&measures, reader.number, lambdas);
        free(name);
        if (err->code)
            break;
    }
    table_close(&reader);
    if (got != 0)
        return table_abandon(&measures.writer, err);
    return table_finish(&measures.writer, err);
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
