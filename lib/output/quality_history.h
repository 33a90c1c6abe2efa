/* quality_history.h - the last 13 months by provider: a small chart each, and tables behind them. */
#ifndef ONTRACK_OUTPUT_QUALITY_HISTORY_H
#define ONTRACK_OUTPUT_QUALITY_HISTORY_H

#include "base/buf.h"
#include "base/err.h"
#include "output/published.h"

/* The first 24 providers by name; charts from the second month on. 0, or EX_UNAVAILABLE. */
int quality_history(struct buf *page, const struct published *published, struct err *err);

#endif
