#include "method/gather.h"
#include "base/memory.h"
#include "method/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void add(struct gathered *rows, const struct table_reader *reader)
{
    struct row row = {.at = reader->row};
    size_t texts = 0, numbers = 0;

    for (size_t i = 0; i < reader->count; i++)
        if (reader->columns[i].kind & COLUMN_NUMBER)
            row.number[numbers++] = reader->number[i];
        else
            row.text[texts++] = table_cell(reader, i);
    rows->items = mem_room(rows->items, rows->count, &rows->capacity, sizeof *rows->items);
    rows->items[rows->count++] = row;
}

static int next(struct gathered *rows, struct table_reader *reader, struct err *err)
{
    int got = table_next(reader, err);

    if (got > 0 && rows->count == ROWS_MAXIMUM) {
        err_set(err, EX_DATAERR, "more than %d rows", ROWS_MAXIMUM);
        return -1;
    }
    return got;
}

int gathered_read(struct gathered *rows, const struct input *input,
    const struct table_column *columns, size_t count,
    int (*check)(const struct row *row, struct err *err), struct err *err)
{
    struct table_reader reader;
    int got = -1;

    if (table_open(&reader, input->fd, input->name, input->csv, columns, count, err) == 0) {
        memcpy(rows->present, reader.present, sizeof rows->present);
        while ((got = next(rows, &reader, err)) > 0) {
            add(rows, &reader);
            if (check && check(&rows->items[rows->count - 1], err)) {
                got = -1;
                break;
            }
        }
    }
    table_close(&reader);
    return got < 0 ? err->code : 0;
}

static int by_cells(const void *a, const void *b)
{
    const struct row *left = a, *right = b;
    int order = 0;

    for (size_t i = 0; i < ROW_TEXTS && !order; i++)
        order = order_text(left->text[i], right->text[i]);
    for (size_t i = 0; i < ROW_NUMBERS && !order; i++)
        order = order_number(left->number[i], right->number[i]);
    return order;
}

void gathered_sort(struct gathered *rows)
{
    if (rows->count)
        qsort(rows->items, rows->count, sizeof *rows->items, by_cells);
}

static bool same(const struct row *left, const struct row *right, size_t texts)
{
    for (size_t i = 0; i < texts; i++)
        if (order_text(left->text[i], right->text[i]) != 0)
            return false;
    return true;
}

int gathered_unique(const struct gathered *rows, size_t texts, const char *what, struct err *err)
{
    for (size_t i = 1; i < rows->count; i++)
        if (same(&rows->items[i - 1], &rows->items[i], texts)) {
            uint64_t a = rows->items[i - 1].at, b = rows->items[i].at;

            return err_set(err, EX_DATAERR, "rows %llu and %llu have the same %s",
                (unsigned long long)(a < b ? a : b), (unsigned long long)(a < b ? b : a), what);
        }
    return 0;
}

size_t gathered_group(const struct gathered *rows, size_t from, size_t texts)
{
    size_t to = from + 1;

    while (to < rows->count && same(&rows->items[from], &rows->items[to], texts))
        to++;
    return to;
}

void gathered_release(struct gathered *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        for (size_t j = 0; j < ROW_TEXTS; j++)
            free(rows->items[i].text[j]);
    free(rows->items);
    *rows = (struct gathered){0};
}

int row_error(const struct row *row, const char *what, struct err *err)
{
    return err_set(err, EX_DATAERR, "row %llu: %s", (unsigned long long)row->at, what);
}
