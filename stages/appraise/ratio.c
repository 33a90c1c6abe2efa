/* ratio.c - cost per outcome of each unit. */
#include "command.h"
#include "method/input.h"
#include "method/ratio.h"

static struct {
    bool block, count;
} set;

static const struct option_spec options[] = {
    {"block", OPTION_FLAG, &set.block, NULL,
        "a row a unit: unit total n outcomes (x of n; Wilson's limits)"},
    {"count", OPTION_FLAG, &set.count, NULL,
        "with --block: outcomes are a count that may pass n (exact or Byar)"},
    OPTION_LEVEL,
    OPTIONS_BOOTSTRAP,
    OPTIONS_ALL,
};

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

/* Units that are computed before they are written. */
enum { BLOCK = 1024 };

static void write_units(struct table_writer *writer, const struct cohort *units, size_t count,
    const struct bootstrap *bootstrap)
{
    struct ratio ratios[BLOCK];

    ratio_units(units, count, bootstrap, ratios);
    for (size_t i = 0; i < count; i++)
        write_ratio(writer, units[i].name, &ratios[i]);
}

static int ratio_of_persons(struct err *err)
{
    struct cohorts cohorts = {0};
    struct bootstrap bootstrap = command_bootstrap();
    struct table_writer writer;
    struct input from = command_input();
    int code = input_persons(&from, "unit", "outcome", &cohorts, err);

    if (code == 0) {
        COMMAND_OUTPUT(&writer, ratio_columns);
        for (size_t i = 0; i < cohorts.count; i += BLOCK)
            write_units(&writer, &cohorts.units[i],
                cohorts.count - i < BLOCK ? cohorts.count - i : BLOCK, &bootstrap);
        code = table_finish(&writer, err);
    }
    cohorts_release(&cohorts);
    return code;
}

static int ratio_of_blocks(struct err *err)
{
    struct blocks blocks = {0};
    struct input from = command_input();
    struct table_writer writer;
    int code = input_blocks(&from, set.count, &blocks, err);

    if (code == 0) {
        COMMAND_OUTPUT(&writer, ratio_columns);
        for (size_t i = 0; i < blocks.count; i++) {
            const struct block *block = &blocks.items[i].block;
            struct ratio ratio = set.count ? ratio_count(block, settings.level)
                                           : ratio_proportion(block, settings.level);

            write_ratio(&writer, blocks.items[i].unit, &ratio);
        }
        code = table_finish(&writer, err);
    }
    blocks_release(&blocks);
    return code;
}

static int run(int count, char **operands, struct err *err)
{
    (void)count;
    (void)operands;
    if (command_check(err))
        return err->code;
    if (set.count && !set.block)
        return err_set(err, EX_USAGE, "option '--count' goes with '--block'");
    return set.block ? ratio_of_blocks(err) : ratio_of_persons(err);
}

const struct stage appraise_ratio = {
    .name = "appraise ratio",
    .purpose = "Cost per outcome of each unit, with its confidence set",
    .operands = "< TABLE",
    .options = options,
    .exits = command_exits,
    .run = run,
};
