/* command.h - what the commands of `appraise` share: the options that several of them take, where the
 * table comes from and where the result goes. Each command is a file of this folder and thin: its
 * options, its columns and the loop. The methods are in lib/method. */
#ifndef ONTRACK_STAGES_APPRAISE_COMMAND_H
#define ONTRACK_STAGES_APPRAISE_COMMAND_H

#include "base/err.h"
#include "base/stage.h"
#include "method/bootstrap.h"
#include "method/table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern const struct stage appraise_ratio, appraise_frontier, appraise_compare, appraise_psa,
    appraise_interval, appraise_funnel, appraise_shrink, appraise_standardise, appraise_change,
    appraise_benefit;

/* The options that more than one command takes: a process runs one. */
struct settings {
    bool csv, named;
    int64_t seed, replicates, threads;
    double level;
    const char *analysis, *lambda, *reference;
};
extern struct settings settings;

#define OPTIONS_ALL                                                                                \
    {"analysis", OPTION_TEXT, &settings.analysis, "NAME",                                          \
        "name of the analysis; random draws depend on it"},                                        \
        {"named", OPTION_FLAG, &settings.named, NULL, "write it as a first column"},               \
        {"csv", OPTION_FLAG, &settings.csv, NULL, "read and write CSV, NULL is empty"},            \
    {                                                                                              \
        NULL, 0, NULL, NULL, NULL                                                                  \
    }
#define OPTION_LEVEL                                                                               \
    {                                                                                              \
        "level", OPTION_NUMBER, &settings.level, "L", "confidence level (default .95)"             \
    }
#define OPTION_LAMBDA                                                                              \
    {                                                                                              \
        "lambda", OPTION_TEXT, &settings.lambda, "L,...", "values of one unit of effect"           \
    }
#define OPTIONS_BOOTSTRAP                                                                          \
    {"seed", OPTION_INTEGER, &settings.seed, "N", "random draws depend on it (default 1)"},        \
        {"replicates", OPTION_INTEGER, &settings.replicates, "N",                                  \
            "of the bootstrap (default 10000, 0: none)"},                                          \
    {                                                                                              \
        "threads", OPTION_INTEGER, &settings.threads, "N",                                         \
            "that share the bootstrap; the result is the same (default 1)"                         \
    }

extern const char command_exits[];

/* Whether a number lies between 0 and 1; else EX_USAGE that names the option. */
int command_between(double value, const char *option, struct err *err);
/* Level, replicates and threads. */
int command_check(struct err *err);

struct bootstrap command_bootstrap(void);
/* The table on standard input. */
struct input command_input(void);
/* The table in a file; EX_NOINPUT where it can't be opened, and fd is -1. */
int command_file(struct input *input, const char *path, struct err *err);
/* The table on standard output. `names` is not copied. */
void command_output(struct table_writer *writer, size_t columns, const char *const *names);

#define COMMAND_OUTPUT(writer, names)                                                              \
    command_output(writer, sizeof(names) / sizeof((names)[0]), names)

#endif
