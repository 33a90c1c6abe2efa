/* input.h - what the filters of `appraise` gather from the table on their input before they can say
 * anything: persons by unit, blocks, strategies. Each returns 0 or an exit code with the error
 * filled in, and what was gathered is to be released in either case. */
#ifndef ONTRACK_METHOD_INPUT_H
#define ONTRACK_METHOD_INPUT_H

#include "base/err.h"
#include "method/cohort.h"
#include "method/frontier.h"
#include "method/ratio.h"
#include "method/table.h"

#include <stdbool.h>
#include <stddef.h>

enum { STRATEGIES_MAXIMUM = 1000 * 1000 };

/* A row a person: columns `group`, cost and `outcome`. The cohorts come out sorted. */
int input_persons(const struct input *input, const char *group, const char *outcome,
    struct cohorts *cohorts, struct err *err);

struct named_block {
    char *unit;
    struct block block;
};

/* A row a unit: unit total n outcomes, in order of the units; a unit may stand in one row only.
 * Unless they are counts, outcomes can't be more than n. */
struct blocks {
    struct named_block *items;
    size_t count, capacity;
};
int input_blocks(const struct input *input, bool counts, struct blocks *blocks, struct err *err);
void blocks_release(struct blocks *blocks);

/* A row a strategy: strategy cost effect. */
struct strategies {
    struct strategy *items;
    size_t count, capacity;
};
int input_strategies(const struct input *input, struct strategies *strategies, struct err *err);
void strategies_release(struct strategies *strategies);

#endif
