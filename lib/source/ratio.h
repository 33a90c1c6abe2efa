/* ratio.h - how far a packed delivery may unpack. Deflate packs at most 1032:1 and reaches that only
 * where a file is one byte over and over; tables pack 5:1 to 30:1. What goes far beyond was made to
 * fill time or disk (a "zip bomb"). */
#ifndef ONTRACK_SOURCE_RATIO_H
#define ONTRACK_SOURCE_RATIO_H

#include "base/err.h"

#include <stdint.h>

enum { RATIO_DEFAULT = 200, RATIO_MAXIMUM = 1000000, RATIO_GRACE = 64 * 1024 * 1024 };

/* 0, or EX_DATAERR where `unpacked` bytes are more than the grace and `ratio` times `packed`, bytes of
 * the delivery that were read for them. */
int ratio_check(
    const char *name, uint64_t packed, uint64_t unpacked, unsigned int ratio, struct err *err);

#endif
