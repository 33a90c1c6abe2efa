/* change.c - the way from a first to a last score: options of its three forms. */
#include "change.h"
#include "command.h"

#include <math.h>

struct change_options change_options = {
    .reliability = NAN,
    .sd = NAN,
    .threshold = NAN,
    .cutoff = NAN,
    .functional_mean = NAN,
    .functional_sd = NAN,
};

static const struct option_spec options[] = {
    {"reliability", OPTION_NUMBER, &change_options.reliability, "R",
        "of the measure: Jacobson and Truax's rule"},
    {"sd", OPTION_NUMBER, &change_options.sd, "S",
        "of the measure (default: of the persons' first scores)"},
    {"threshold", OPTION_NUMBER, &change_options.threshold, "T",
        "points of change that are reliable, instead"},
    {"lower-is-better", OPTION_FLAG, &change_options.lower_is_better, NULL,
        "a lower score is the better one"},
    {"cutoff", OPTION_NUMBER, &change_options.cutoff, "C", "who improves and passes it recovered"},
    {"functional-mean", OPTION_NUMBER, &change_options.functional_mean, "M",
        "of people without the problem: the cut-off lies between"},
    {"functional-sd", OPTION_NUMBER, &change_options.functional_sd, "S", "likewise"},
    {"summary", OPTION_FLAG, &change_options.summary, NULL,
        "each unit instead of each person: unit measure value"},
    {"tools", OPTION_FLAG, &change_options.tools, NULL,
        "a row a tool: person rater tool pre post threshold direction (NHS England's rule)"},
    {"moments", OPTION_FLAG, &change_options.moments, NULL,
        "a row a group: unit mean_pre mean_post sd_pre n correlation"},
    {"reference", OPTION_TEXT, &settings.reference, "ARM",
        "with --moments: the arm that the other is compared with"},
    OPTION_LEVEL,
    OPTIONS_ALL,
};

static int check_rule(const struct change_options *o, struct err *err)
{
    bool by_reliability = !isnan(o->reliability), by_threshold = !isnan(o->threshold);

    if (by_reliability && by_threshold)
        return err_set(
            err, EX_USAGE, "options '--reliability' and '--threshold' exclude one another");
    if (by_reliability && !(o->reliability >= 0 && o->reliability < 1))
        return err_set(
            err, EX_USAGE, "option '--reliability' wants a number from 0 to less than 1");
    if (by_threshold && !(o->threshold >= 0))
        return err_set(err, EX_USAGE, "option '--threshold' wants a number of 0 or more");
    if (!isnan(o->sd) && !(by_reliability && o->sd > 0))
        return err_set(err, EX_USAGE, "option '--sd' goes with '--reliability' and is more than 0");
    return 0;
}

static int check_persons(const struct change_options *o, struct err *err)
{
    if (isnan(o->functional_mean) != isnan(o->functional_sd))
        return err_set(err, EX_USAGE, "'--functional-mean' and '--functional-sd' go together");
    if (!isnan(o->cutoff) && !isnan(o->functional_mean))
        return err_set(
            err, EX_USAGE, "options '--cutoff' and '--functional-mean' exclude one another");
    if (!isnan(o->functional_sd) && !(o->functional_sd > 0))
        return err_set(err, EX_USAGE, "option '--functional-sd' wants a number above 0");
    if (!o->summary && isnan(o->reliability) && isnan(o->threshold)) {
        err_set(err, EX_USAGE, "which change is reliable is not said");
        return err_hint(err, "give --reliability or --threshold, or ask for a --summary");
    }
    return check_rule(o, err);
}

/* The other two forms find all they need in the table. */
static int check_table(const struct change_options *o, struct err *err)
{
    if (o->tools && o->moments)
        return err_set(err, EX_USAGE, "options '--tools' and '--moments' exclude one another");
    if (o->summary || o->lower_is_better || !isnan(o->reliability) || !isnan(o->threshold) ||
        !isnan(o->sd) || !isnan(o->cutoff) || !isnan(o->functional_mean) ||
        !isnan(o->functional_sd))
        return err_set(err, EX_USAGE, "with '--%s' the rule comes from the table",
            o->tools ? "tools" : "moments");
    return 0;
}

static int check_options(const struct change_options *o, struct err *err)
{
    if (command_check(err))
        return err->code;
    if (settings.reference && !o->moments)
        return err_set(err, EX_USAGE, "option '--reference' goes with '--moments'");
    return o->tools || o->moments ? check_table(o, err) : check_persons(o, err);
}

static int run_form(const struct change_form *form, struct err *err)
{
    struct gathered rows = {0};
    struct input from = command_input();
    int code = gathered_read(&rows, &from, form->columns, form->count, form->check, err);

    if (code == 0) {
        gathered_sort(&rows);
        code = gathered_unique(&rows, form->texts, form->unique, err);
    }
    if (code == 0)
        code = form->write(&rows, err);
    gathered_release(&rows);
    return code;
}

static int run(int count, char **operands, struct err *err)
{
    const struct change_options *o = &change_options;

    (void)count;
    (void)operands;
    if (check_options(o, err))
        return err->code;
    return run_form(o->tools ? &change_tools : o->moments ? &change_moments : &change_persons, err);
}

const struct stage appraise_change = {
    .name = "appraise change",
    .purpose = "Reliable change of persons and the effect size of a group, from two scores",
    .operands = "< TABLE",
    .options = options,
    .exits = command_exits,
    .run = run,
};
