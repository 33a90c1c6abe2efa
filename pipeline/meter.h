/* meter.h - how far the night is, for the person who waits: on a terminal one line that is
 * rewritten, elsewhere a plain line now and then. */
#ifndef ONTRACK_PIPELINE_METER_H
#define ONTRACK_PIPELINE_METER_H

#include "base/err.h"
#include "base/progress.h"

#include <stdbool.h>
#include <stdint.h>

struct meter {
    struct progress *page; /* what the chain at work writes */
    int fd;                /* the page's descriptor, for extract */
    bool terminal, shown;
    uint64_t bytes_total, bytes_done; /* of the deliveries of all due units */
    uint64_t rows_done;
    double started, printed; /* seconds on a clock of its own */
    const char *label;       /* of the unit at work */
};

/* 0 or EX_OSERR. */
int meter_open(struct meter *meter, uint64_t bytes_total, struct err *err);
void meter_close(struct meter *meter);

void meter_begin(struct meter *meter, const char *label);
void meter_end(struct meter *meter, uint64_t bytes);
/* Shows where the night stands; to be called a few times a second. */
void meter_show(struct meter *meter);
/* Takes the line away, before something else is printed. */
void meter_clear(struct meter *meter);

#endif
