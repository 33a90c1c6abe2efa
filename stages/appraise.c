/* appraise.c - statistics and economics as filters: a table in on standard input, the estimates out
 * on standard output. Each command is a file of stages/appraise, each method one of lib/method. */
#include "appraise/command.h"

int main(int argc, char **argv)
{
    static const struct stage *const commands[] = {&appraise_ratio, &appraise_frontier,
        &appraise_compare, &appraise_psa, &appraise_funnel, &appraise_shrink, &appraise_standardise,
        &appraise_change, &appraise_interval, &appraise_benefit, NULL};
    static const struct program program = {
        .name = "appraise",
        .purpose = "Estimates what help for young people costs and what it is worth",
        .commands = commands,
    };

    return program_main(&program, argc, argv);
}
