#include "method/payback.h"
#include "method/sum.h"

#include <math.h>

size_t payback_period(const double *net, size_t count)
{
    struct sum sum = SUM_INIT;
    size_t since = count;

    for (size_t t = 0; t < count; t++) {
        sum_add(&sum, net[t]);
        if (nearbyint(sum_total(&sum) * 100) < 0)
            since = count;
        else if (since == count)
            since = t;
    }
    return since;
}
