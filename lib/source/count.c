#include "source/count.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void count_start(struct count *count, size_t field_count)
{
    *count = (struct count){.field_count = field_count};
}

static bool equal_text(struct text left, struct text right)
{
    if (!left.data || !right.data)
        return left.data == right.data;
    return left.length == right.length && memcmp(left.data, right.data, left.length) == 0;
}

static bool equal(const struct result *left, const struct result *right, size_t fields)
{
    for (size_t i = 0; i < fields; i++)
        if (left[i].rule != right[i].rule || !equal_text(left[i].text, right[i].text))
            return false;
    return true;
}

static void enter(struct count *count, const struct result *results, uint64_t number)
{
    struct counted record = {.number = number, .rows = 1};
    size_t length = 0;

    for (size_t i = 0; i < count->field_count; i++)
        length += results[i].text.length;
    record.texts = mem_array(length, 1);
    record.results = mem_array(count->field_count, sizeof *record.results);
    length = 0;
    for (size_t i = 0; i < count->field_count; i++) {
        record.results[i] = results[i];
        if (!results[i].text.data)
            continue;
        memcpy(record.texts + length, results[i].text.data, results[i].text.length);
        record.results[i].text.data = record.texts + length;
        length += results[i].text.length;
    }
    count->records = mem_grow(count->records, count->record_count + 1, sizeof *count->records);
    count->records[count->record_count++] = record;
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
        free(count->records[i].results);
        free(count->records[i].texts);
    }
    free(count->records);
    *count = (struct count){.field_count = 0};
}
