/* frontier.c - the cost-effectiveness ladder. */
#include "command.h"
#include "method/frontier.h"
#include "method/input.h"

static const struct option_spec options[] = {
    OPTIONS_ALL,
};

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

static int run(int count, char **operands, struct err *err)
{
    static const char *const names[] = {
        "strategy", "cost", "effect", "inc_cost", "inc_effect", "icer", "status"};
    struct strategies strategies = {0};
    struct input from = command_input();
    struct table_writer writer;
    int code = input_strategies(&from, &strategies, err);

    (void)count;
    (void)operands;
    if (code == 0) {
        frontier_rank(strategies.items, strategies.count);
        COMMAND_OUTPUT(&writer, names);
        for (size_t i = 0; i < strategies.count; i++)
            write_strategy(&writer, &strategies.items[i]);
        code = table_finish(&writer, err);
    }
    strategies_release(&strategies);
    return code;
}

const struct stage appraise_frontier = {
    .name = "appraise frontier",
    .purpose = "Incremental cost-effectiveness ratios, dominance and extended dominance",
    .operands = "< TABLE",
    .options = options,
    .exits = command_exits,
    .run = run,
};
