#include "method/input.h"
#include "base/memory.h"
#include "method/number.h"

#include <stdlib.h>
#include <string.h>

static int open_table(struct table_reader *reader, const struct input *input,
    const struct table_column *columns, size_t count, struct err *err)
{
    return table_open(reader, input->fd, input->name, input->csv, columns, count, err);
}

int input_persons(const struct input *input, const char *group, const char *outcome,
    struct cohorts *cohorts, struct err *err)
{
    const struct table_column columns[] = {
        {group, COLUMN_TEXT}, {"cost", COLUMN_NUMBER}, {outcome, COLUMN_NUMBER}};
    struct table_reader reader;
    int got = -1;

    if (open_table(&reader, input, columns, 3, err) == 0)
        while ((got = table_next(&reader, err)) > 0)
            if (cohorts_add(cohorts, reader.text[0].data, reader.text[0].length, reader.number[1],
                    reader.number[2], err)) {
                got = -1;
                break;
            }
    table_close(&reader);
    cohorts_sort(cohorts);
    return got < 0 ? err->code : 0;
}

static int check_block(const struct block *block, bool counts, uint64_t row, struct err *err)
{
    if (!number_is_count(block->n) || !number_is_count(block->outcomes))
        return err_set(err, EX_DATAERR, "row %llu: 'n' and 'outcomes' must be counts",
            (unsigned long long)row);
    if (!counts && block->outcomes > block->n) {
        err_set(err, EX_DATAERR, "row %llu: more 'outcomes' than 'n'", (unsigned long long)row);
        return err_hint(err, "with --count outcomes may be more than persons");
    }
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
    struct table_reader reader;
    int got = -1;

    if (open_table(&reader, input, columns, 4, err) == 0)
        while ((got = table_next(&reader, err)) > 0) {
            struct block block = {reader.number[1], reader.number[2], reader.number[3]};

            if (check_block(&block, counts, reader.row, err)) {
                got = -1;
                break;
            }
            blocks->items = mem_grow(blocks->items, blocks->count + 1, sizeof *blocks->items);
            blocks->items[blocks->count++] = (struct named_block){table_cell(&reader, 0), block};
        }
    table_close(&reader);
    return got < 0 ? err->code : sort_blocks(blocks, err);
}

void blocks_release(struct blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++)
        free(blocks->items[i].unit);
    free(blocks->items);
    *blocks = (struct blocks){0};
}

int input_strategies(const struct input *input, struct strategies *strategies, struct err *err)
{
    static const struct table_column columns[] = {
        {"strategy", COLUMN_TEXT}, {"cost", COLUMN_NUMBER}, {"effect", COLUMN_NUMBER}};
    struct table_reader reader;
    int got = -1;

    if (open_table(&reader, input, columns, 3, err) == 0)
        while ((got = table_next(&reader, err)) > 0) {
            if (strategies->count == STRATEGIES_MAXIMUM) {
                err_set(err, EX_DATAERR, "more than %d strategies", STRATEGIES_MAXIMUM);
                got = -1;
                break;
            }
            strategies->items =
                mem_grow(strategies->items, strategies->count + 1, sizeof *strategies->items);
            strategies->items[strategies->count++] = (struct strategy){
                .name = table_cell(&reader, 0),
                .cost = reader.number[1],
                .effect = reader.number[2],
            };
        }
    table_close(&reader);
    return got < 0 ? err->code : 0;
}

void strategies_release(struct strategies *strategies)
{
    for (size_t i = 0; i < strategies->count; i++)
        free(strategies->items[i].name);
    free(strategies->items);
    *strategies = (struct strategies){0};
}
