#include "base/memory.h"
#include "privacy/postcodes.h"

#include <stdlib.h>

static int by_month(const void *left, const void *right)
{
    unsigned one = postcodes_about(*(struct postcodes *const *)left)->month;
    unsigned other = postcodes_about(*(struct postcodes *const *)right)->month;

    return (one > other) - (one < other);
}

static int refuse_twins(const struct editions *editions, struct err *err)
{
    for (size_t i = 1; i < editions->count; i++)
        if (by_month(&editions->items[i - 1], &editions->items[i]) == 0) {
            err_set(err, EX_CONFIG, "two postcode directories are of edition %s",
                postcodes_about(editions->items[i])->edition);
            return err_hint(err, "name one of them");
        }
    return 0;
}

int editions_open(struct editions *editions, char *const *paths, size_t count, struct err *err)
{
    *editions = (struct editions){.items = mem_array(count, sizeof *editions->items)};
    for (; editions->count < count; editions->count++) {
        editions->items[editions->count] = postcodes_open(paths[editions->count], err);
        if (!editions->items[editions->count])
            return err->code;
    }
    if (count)
        qsort(editions->items, count, sizeof *editions->items, by_month);
    return refuse_twins(editions, err);
}

void editions_close(struct editions *editions)
{
    for (size_t i = 0; i < editions->count; i++)
        postcodes_close(editions->items[i]);
    free(editions->items);
    *editions = (struct editions){0};
}

struct postcodes *editions_at(const struct editions *editions, unsigned month)
{
    size_t at = editions->count - 1;

    while (month && at && postcodes_about(editions->items[at])->month > month)
        at--;
    return editions->items[at];
}
