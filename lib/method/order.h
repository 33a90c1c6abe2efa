/* order.h - the order in which rows are put before anything is summed: texts in byte order, NULL first;
 * numbers ascending, NAN first. */
#ifndef ONTRACK_METHOD_ORDER_H
#define ONTRACK_METHOD_ORDER_H

#include <math.h>
#include <stddef.h>
#include <string.h>

static inline int order_text(const char *left, const char *right)
{
    if (!left || !right)
        return (left != NULL) - (right != NULL);
    return strcmp(left, right);
}

static inline int order_number(double left, double right)
{
    if (isnan(left) || isnan(right))
        return !isnan(left) - !isnan(right);
    return (left > right) - (left < right);
}

/* Of numbers, for qsort(). */
static inline int order_doubles(const void *left, const void *right)
{
    return order_number(*(const double *)left, *(const double *)right);
}

#endif
