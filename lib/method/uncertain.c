#include "method/uncertain.h"
#include "base/memory.h"
#include "method/order.h"

#include <stdlib.h>

static bool same_name(const struct uncertain *left, const struct uncertain *right)
{
    return left->benefit == right->benefit && left->part == right->part &&
           order_text(left->subject, right->subject) == 0 &&
           order_text(left->persons, right->persons) == 0 &&
           order_text(left->agency, right->agency) == 0 &&
           order_number(left->year, right->year) == 0;
}

static bool same_figure(const struct uncertain *left, const struct uncertain *right)
{
    return same_name(left, right) && left->central == right->central && left->low == right->low &&
           left->high == right->high && left->shape == right->shape;
}

static void add_slot(struct uncertain *one, double *slot)
{
    one->slots = mem_room(one->slots, one->count, &one->capacity, sizeof *one->slots);
    one->slots[one->count++] = slot;
}

/* Searches from `from`, the first entry of the same outcome, or of the costs. */
static int add(struct uncertainties *all, struct uncertain one, bool shared, size_t from,
    double *slot, struct err *err)
{
    size_t at = from;

    for (; at < all->count; at++) {
        if (shared && same_figure(&all->items[at], &one))
            break;
        one.copy += same_name(&all->items[at], &one);
    }
    if (at == UNCERTAIN_MAXIMUM)
        return err_set(err, EX_DATAERR, "more than %d uncertain figures", UNCERTAIN_MAXIMUM);
    if (at == all->count) {
        all->items = mem_room(all->items, all->count, &all->capacity, sizeof *all->items);
        all->items[all->count++] = one;
    }
    add_slot(&all->items[at], slot);
    return 0;
}

static int add_benefit(
    struct uncertainties *all, struct benefit_row *row, size_t from, struct err *err)
{
    for (int part = 0; part < CHAIN_PARTS; part++) {
        bool own = part == CHAIN_UNIT_VALUE;
        struct uncertain one = {
            .parameter = chain_names[part],
            .subject = row->outcome,
            .agency = own ? row->agency : NULL,
            .persons = row->persons,
            .year = row->year,
            .central = row->chain.part[part],
            .low = row->low[part],
            .high = row->high[part],
            .shape = row->shape,
            .benefit = true,
            .part = part,
            .at = row->at,
        };

        if (!isnan(one.low) && add(all, one, !own, from, &row->chain.part[part], err))
            return err->code;
    }
    return 0;
}

static int add_cost(struct uncertainties *all, struct cost_row *row, size_t from, struct err *err)
{
    static const char *const names[COST_PARTS] = {"cost_amount", "cost_optimism"};

    for (int part = 0; part < COST_PARTS; part++) {
        bool own = part == COST_AMOUNT;
        struct uncertain one = {
            .parameter = names[part],
            .subject = own && row->line ? row->line : kind_names[row->kind],
            .agency = own ? row->agency : NULL,
            .year = own ? (double)row->period : NAN,
            .central = row->part[part],
            .low = row->low[part],
            .high = row->high[part],
            .shape = row->shape,
            .part = part,
            .at = row->at,
        };

        if (!isnan(one.low) && add(all, one, !own, from, &row->part[part], err))
            return err->code;
    }
    return 0;
}

int uncertain_find(struct uncertainties *all, struct appraisal *appraisal, struct err *err)
{
    size_t from = 0;

    for (size_t i = 0; i < appraisal->benefit_count; i++) {
        struct benefit_row *row = &appraisal->benefits[i];

        if (!i || strcmp(row->outcome, row[-1].outcome) != 0)
            from = all->count;
        if (row->valued && add_benefit(all, row, from, err))
            return err->code;
    }
    /* Not by kind: lines of two kinds may have one name. */
    from = all->count;
    for (size_t i = 0; i < appraisal->cost_count; i++)
        if (add_cost(all, &appraisal->costs[i], from, err))
            return err->code;
    return 0;
}

void uncertain_set(const struct uncertain *one, double value)
{
    for (size_t i = 0; i < one->count; i++)
        *one->slots[i] = value;
}

void uncertain_release(struct uncertainties *all)
{
    for (size_t i = 0; i < all->count; i++)
        free(all->items[i].slots);
    free(all->items);
    *all = (struct uncertainties){0};
}
