#include "method/input.h"
#include "base/memory.h"
#include "method/number.h"
#include "method/rows.h"

#include <stdlib.h>
#include <string.h>

static int add_person(const struct table_reader *reader, void *state, struct err *err)
{
    return cohorts_add(state, reader->text[0].data, reader->text[0].length, reader->number[1],
        reader->number[2], err);
}

int input_persons(const struct input *input, const char *group, const char *outcome,
    struct cohorts *cohorts, struct err *err)
{
    const struct table_column columns[] = {
        {group, COLUMN_TEXT}, {"cost", COLUMN_NUMBER}, {outcome, COLUMN_NUMBER}};
    int code = rows_read(input, columns, 3, add_person, cohorts, err);

    cohorts_sort(cohorts);
    return code;
}

struct block_reading {
    struct blocks *blocks;
    bool counts;
};

static int add_block(const struct table_reader *reader, void *state, struct err *err)
{
    const struct block_reading *reading = state;
    struct blocks *blocks = reading->blocks;
    struct block block = {reader->number[1], reader->number[2], reader->number[3]};

    if (!number_is_count(block.n) || !number_is_count(block.outcomes))
        return rows_wrong(reader, 2, "and 'outcomes' must be counts", err);
    if (!reading->counts && block.outcomes > block.n) {
        rows_wrong(reader, 3, "are more than 'n'", err);
        return err_hint(err, "with --count outcomes may be more than persons");
    }
    blocks->items =
        mem_room(blocks->items, blocks->count, &blocks->capacity, sizeof *blocks->items);
    blocks->items[blocks->count++] = (struct named_block){table_cell(reader, 0), block};
    return 0;
}

static int by_unit(const void *a, const void *b)
{
    return strcmp(((const struct named_block *)a)->unit, ((const struct named_block *)b)->unit);
}

static int sort_blocks(struct blocks *blocks, struct err *err)
{
    if (blocks->count)
        qsort(blocks->items, blocks->count, sizeof *blocks->items, by_unit);
    for (size_t i = 1; i < blocks->count; i++)
        if (strcmp(blocks->items[i].unit, blocks->items[i - 1].unit) == 0)
            return err_set(err, EX_DATAERR, "a 'unit' of --block stands in two rows");
    return 0;
}

int input_blocks(const struct input *input, bool counts, struct blocks *blocks, struct err *err)
{
    static const struct table_column columns[] = {{"unit", COLUMN_TEXT}, {"total", COLUMN_NUMBER},
        {"n", COLUMN_NUMBER}, {"outcomes", COLUMN_NUMBER}};
    struct block_reading reading = {blocks, counts};

    if (rows_read(input, columns, 4, add_block, &reading, err))
        return err->code;
    return sort_blocks(blocks, err);
}

void blocks_release(struct blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++)
        free(blocks->items[i].unit);
    free(blocks->items);
    *blocks = (struct blocks){0};
}

static int add_strategy(const struct table_reader *reader, void *state, struct err *err)
{
    struct strategies *strategies = state;

    if (strategies->count == STRATEGIES_MAXIMUM)
        return err_set(err, EX_DATAERR, "more than %d strategies", STRATEGIES_MAXIMUM);
    strategies->items = mem_room(
        strategies->items, strategies->count, &strategies->capacity, sizeof *strategies->items);
    strategies->items[strategies->count++] = (struct strategy){
        .name = table_cell(reader, 0),
        .cost = reader->number[1],
        .effect = reader->number[2],
    };
    return 0;
}

int input_strategies(const struct input *input, struct strategies *strategies, struct err *err)
{
    static const struct table_column columns[] = {
        {"strategy", COLUMN_TEXT}, {"cost", COLUMN_NUMBER}, {"effect", COLUMN_NUMBER}};

    return rows_read(input, columns, 3, add_strategy, strategies, err);
}

void strategies_release(struct strategies *strategies)
{
    for (size_t i = 0; i < strategies->count; i++)
        free(strategies->items[i].name);
    free(strategies->items);
    *strategies = (struct strategies){0};
}
