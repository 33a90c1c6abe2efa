/* benefit.c - what a programme is worth against what it costs, over the years. */
#include "benefit.h"
#include "command.h"
#include "method/appraisal_read.h"

#include <stdlib.h>
#include <unistd.h>

static struct {
    const char *outcomes, *costs, *parameters, *discount, *deflator;
    bool flows, sensitivity;
} set;

/* The next line of an option's text. */
#define NEXT "\n                             "

static const struct option_spec options[] = {
    {"outcomes", OPTION_TEXT, &set.outcomes, "FILE",
        "a row for each outcome and agency: outcome category n unit_value price_year" NEXT
        "deadweight attribution displacement leakage optimism lag duration dropoff" NEXT
        "cashable; agency persons family year distribution, and n_low, n_high likewise" NEXT
        "of each figure from n to dropoff"},
    {"costs", OPTION_TEXT, &set.costs, "FILE",
        "a row for each line: kind amount price_year optimism and year or period;" NEXT
        "life_years salvage of capital; mitigation line agency distribution, and" NEXT
        "amount_low amount_high optimism_low optimism_high"},
    {"parameters", OPTION_TEXT, &set.parameters, "FILE",
        "one row: base_year first_year horizon; schedule excess_burden"},
    {"discount", OPTION_TEXT, &set.discount, "FILE", "rates: schedule year_from year_to rate"},
    {"deflator", OPTION_TEXT, &set.deflator, "FILE", "price index: price_year value"},
    {"flows", OPTION_FLAG, &set.flows, NULL, "write the flows of each year"},
    {"sensitivity", OPTION_FLAG, &set.sensitivity, NULL,
        "write what each uncertain figure changes, and its switching value"},
    {"seed", OPTION_INTEGER, &settings.seed, "N", "random draws depend on it (default 1)"},
    {"replicates", OPTION_INTEGER, &settings.replicates, "N",
        "draws of all uncertain figures (default 10000, 0: none)"},
    OPTION_LEVEL,
    OPTIONS_ALL,
};

struct tables {
    struct input outcomes, costs, parameters, discount, deflator;
};

static int open_table(struct input *input, const char *path, struct err *err)
{
    return path ? command_file(input, path, err) : 0;
}

static int open_tables(struct tables *tables, struct err *err)
{
    if (open_table(&tables->outcomes, set.outcomes, err) ||
        open_table(&tables->costs, set.costs, err) ||
        open_table(&tables->parameters, set.parameters, err) ||
        open_table(&tables->discount, set.discount, err) ||
        open_table(&tables->deflator, set.deflator, err))
        return err->code;
    return 0;
}

static void close_tables(const struct tables *tables)
{
    const struct input *all[] = {&tables->outcomes, &tables->costs, &tables->parameters,
        &tables->discount, &tables->deflator};

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i]->fd >= 0)
            close(all[i]->fd);
}

static int read_discount(
    struct discount *discount, const struct tables *tables, const char *schedule, struct err *err)
{
    if (!set.discount)
        return 0;
    if (schedule)
        return discount_read(discount, &tables->discount, schedule, err);
    err_set(err, EX_DATAERR, "row 1: 'schedule' is missing");
    err_detail(err, "in '%s'", tables->parameters.name);
    return err_hint(err, "it says which rows of --discount hold");
}

/* The rates first, then the rows that need them. */
static int read_all(struct appraisal *appraisal, const struct tables *tables, struct err *err)
{
    struct discount discount = {0};
    struct deflator deflator = {0};
    char *schedule = NULL;
    int code = parameters_read(appraisal, &schedule, &tables->parameters, err);

    if (code == 0)
        code = read_discount(&discount, tables, schedule, err);
    if (code == 0 && set.deflator)
        code = deflator_read(&deflator, &tables->deflator, err);
    if (code == 0)
        code = outcomes_read(appraisal, &deflator, &tables->outcomes, err);
    if (code == 0)
        code = costs_read(appraisal, &deflator, &tables->costs, err);
    if (code == 0)
        code = appraisal_discount(appraisal, &discount, &tables->parameters, &tables->costs, err);
    if (code == 0)
        code = appraisal_settle(appraisal, &tables->outcomes, err);
    discount_release(&discount);
    deflator_release(&deflator);
    free(schedule);
    return code;
}

static int write_measures(
    const struct appraisal *appraisal, const struct uncertainties *all, struct err *err)
{
    struct bootstrap how = command_bootstrap();
    struct simulation simulation;

    if (!all->count || !how.replicates)
        return benefit_measures(appraisal, NULL, err);
    if (simulation_check(all, set.outcomes, set.costs, err))
        return err->code;
    simulation = simulate(all, appraisal, &how);
    return benefit_measures(appraisal, &simulation, err);
}

static int appraise(struct appraisal *appraisal, struct err *err)
{
    struct uncertainties all = {0};
    int code;

    if (set.flows)
        return benefit_flows(appraisal, err);
    code = uncertain_find(&all, appraisal, err);
    if (code == 0)
        code = set.sensitivity ? benefit_sensitivity(appraisal, &all, err)
                               : write_measures(appraisal, &all, err);
    uncertain_release(&all);
    return code;
}

static int check_options(struct err *err)
{
    if (!set.outcomes || !set.costs || !set.parameters)
        return err_set(err, EX_USAGE, "option '--%s' is missing",
            !set.outcomes ? "outcomes"
            : !set.costs  ? "costs"
                          : "parameters");
    if (set.flows && set.sensitivity)
        return err_set(err, EX_USAGE, "options '--flows' and '--sensitivity' exclude one another");
    return command_check(err);
}

static int run(int count, char **operands, struct err *err)
{
    struct tables tables = {{.fd = -1}, {.fd = -1}, {.fd = -1}, {.fd = -1}, {.fd = -1}};
    struct appraisal appraisal = {0};
    int code;

    (void)count;
    (void)operands;
    if (check_options(err))
        return err->code;
    code = open_tables(&tables, err);
    if (code == 0)
        code = read_all(&appraisal, &tables, err);
    if (code == 0)
        code = appraise(&appraisal, err);
    close_tables(&tables);
    appraisal_release(&appraisal);
    return code;
}

const struct stage appraise_benefit = {
    .name = "appraise benefit",
    .purpose = "Costs and benefits over the years: present values, ratios, payback, uncertainty",
    .options = options,
    .exits = "   0  every row was read and the result is whole\n"
             "  64  usage\n"
             "  65  a table is torn, lacks a column, a rate or a price year, holds a bad cell, or "
             "counts\n"
             "      a value twice\n"
             "  66  a file cannot be opened\n"
             "  74  a file cannot be read or standard output failed\n",
    .run = run,
};
