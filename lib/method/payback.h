/* payback.h - when an investment has paid for itself and stays paid. */
#ifndef ONTRACK_METHOD_PAYBACK_H
#define ONTRACK_METHOD_PAYBACK_H

#include <stddef.h>

/* The first period from which the cumulative sum of `net` (pounds), to the penny, is 0 or more in every
 * period to the end; `count` where there is none. A crossing that is lost again is no payback. */
size_t payback_period(const double *net, size_t count);

#endif
