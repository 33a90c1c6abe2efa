#include "method/families.h"
#include "base/memory.h"
#include "method/order.h"
#include "method/rows.h"

#include <stdlib.h>
#include <string.h>

static bool one_group(const struct benefit_row *left, const struct benefit_row *right)
{
    return strcmp(left->family, right->family) == 0 &&
           order_text(left->persons, right->persons) == 0;
}

/* By family, persons and year; of these by row, so that the same two rows are named each time. */
static int by_family(const void *a, const void *b)
{
    const struct benefit_row *left = *(const struct benefit_row *const *)a;
    const struct benefit_row *right = *(const struct benefit_row *const *)b;
    int order = strcmp(left->family, right->family);

    if (!order)
        order = order_text(left->persons, right->persons);
    if (!order && left->chain.first != right->chain.first)
        order = left->chain.first < right->chain.first ? -1 : 1;
    return order ? order : (left->at > right->at) - (left->at < right->at);
}

static bool parts_of_one(const struct benefit_row *left, const struct benefit_row *right)
{
    return strcmp(left->outcome, right->outcome) == 0 && left->agency && right->agency &&
           (strcmp(left->agency, right->agency) != 0 || left->category != right->category);
}

/* A row against those after it that begin while its effect lasts. */
static const struct benefit_row *twin(const struct benefit_row *const *rows, size_t i, size_t count)
{
    const struct benefit_row *row = rows[i];

    for (size_t j = i + 1; j < count && one_group(row, rows[j]) &&
                           rows[j]->chain.first < row->chain.first + row->chain.duration;
         j++)
        if (!parts_of_one(row, rows[j]))
            return rows[j];
    return NULL;
}

int families_check(const struct appraisal *appraisal, const char *file, struct err *err)
{
    const struct benefit_row **rows = mem_array(appraisal->benefit_count + 1, sizeof *rows);
    size_t count = 0;
    int code = 0;

    for (size_t i = 0; i < appraisal->benefit_count; i++)
        if (appraisal->benefits[i].valued && appraisal->benefits[i].family)
            rows[count++] = &appraisal->benefits[i];
    qsort(rows, count, sizeof *rows, by_family);
    for (size_t i = 0; i < count && !code; i++) {
        const struct benefit_row *other = twin(rows, i, count);

        if (other) {
            code = rows_twice(file, rows[i]->at, other->at,
                "count one 'family' twice for the same 'persons' and year", err);
            err_hint(err, "value one of them, or give the parts of one outcome an 'agency' each");
        }
    }
    free(rows);
    return code;
}
