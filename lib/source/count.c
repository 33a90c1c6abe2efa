#include "source/count.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void count_start(struct count *count, size_t field_count)
{
    *count = (struct count){.field_count = field_count};
}

static bool equal(const struct result *left, const struct result *right, size_t fields)
{
    for (size_t i = 0; i < fields; i++)
        if (!left[i].text.data != !right[i].text.data ||
            left[i].text.length != right[i].text.length || left[i].rule != right[i].rule ||
            (left[i].text.length &&
                memcmp(left[i].text.data, right[i].text.data, left[i].text.length) != 0))
            return false;
    return true;
}

static void enter(struct count *count, const struct result *results, uint64_t number)
{
    struct result *copy = mem_array(count->field_count, sizeof *copy);

    for (size_t i = 0; i < count->field_count; i++) {
        copy[i] = results[i];
        if (results[i].text.data)
            copy[i].text.data = mem_text_n(results[i].text.data, results[i].text.length);
    }
    count->records = mem_grow(count->records, count->record_count + 1, sizeof *count->records);
    count->records[count->record_count++] =
        (struct counted){.number = number, .rows = 1, .results = copy};
}

/* What is counted comes to few records: a provider's roles. */
bool count_add(struct count *count, const struct result *results, uint64_t number)
{
    for (size_t i = 0; i < count->record_count; i++)
        if (equal(count->records[i].results, results, count->field_count)) {
            count->records[i].rows++;
            return true;
        }
    if (count->record_count == COUNT_RECORDS_MAXIMUM)
        return false;
    enter(count, results, number);
    return true;
}

void count_release(struct count *count)
{
    for (size_t i = 0; i < count->record_count; i++) {
        for (size_t j = 0; j < count->field_count; j++)
            free((char *)(uintptr_t)count->records[i].results[j].text.data);
        free(count->records[i].results);
    }
    free(count->records);
    *count = (struct count){.field_count = 0};
}
