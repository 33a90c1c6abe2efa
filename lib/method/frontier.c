#include "method/frontier.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *strategy_status_name(enum strategy_status status)
{
    static const char *const names[] = {"ND", "ED", "D"};

    return names[status];
}

static int by_cost(const void *a, const void *b)
{
    const struct strategy *left = a, *right = b;

    if (left->cost != right->cost)
        return left->cost < right->cost ? -1 : 1;
    if (left->effect != right->effect)
        return left->effect > right->effect ? -1 : 1;
    return strcmp(left->name, right->name);
}

static int by_status(const void *a, const void *b)
{
    const struct strategy *left = a, *right = b;

    if (left->status != right->status)
        return left->status < right->status ? -1 : 1;
    return by_cost(a, b);
}

static double icer(const struct strategy *from, const struct strategy *to)
{
    return (to->cost - from->cost) / (to->effect - from->effect);
}

/* One pass with a stack, as for a convex hull: a strategy that leaves the stack would be taken out
 * by the repeated sweeps too, and none else would. */
static void mark(struct strategy *strategies, size_t count)
{
    struct strategy **kept = mem_array(count, sizeof(struct strategy *));
    size_t depth = 0;
    double best = -INFINITY;

    for (size_t i = 0; i < count; i++) {
        struct strategy *next = &strategies[i];

        if (next->effect <= best) {
            next->status = STATUS_D;
            continue;
        }
        best = next->effect;
        while (depth >= 2 && icer(kept[depth - 2], kept[depth - 1]) > icer(kept[depth - 1], next))
            kept[--depth]->status = STATUS_ED;
        next->status = STATUS_ND;
        kept[depth++] = next;
    }
    free(kept);
}

void frontier_rank(struct strategy *strategies, size_t count)
{
    if (!count)
        return;
    qsort(strategies, count, sizeof *strategies, by_cost);
    mark(strategies, count);
    qsort(strategies, count, sizeof *strategies, by_status);
    for (size_t i = 0; i < count; i++) {
        struct strategy *s = &strategies[i];

        s->inc_cost = s->inc_effect = s->icer = NAN;
        if (i && s->status == STATUS_ND) {
            s->inc_cost = s->cost - s[-1].cost;
            s->inc_effect = s->effect - s[-1].effect;
            s->icer = s->inc_cost / s->inc_effect;
        }
    }
}
