/* window.h - the part of a delivery that is being looked at: decoded text in one buffer, of which
 * the reader takes records from the front. A record is always whole in it, 8 MiB at most. */
#ifndef ONTRACK_SOURCE_WINDOW_H
#define ONTRACK_SOURCE_WINDOW_H

#include "source/decoder.h"

#include <stdbool.h>

enum {
    WINDOW_FIRST = 256 * 1024,
    RECORD_MAXIMUM = 8 * 1024 * 1024,
    WINDOW_SLACK = 64 /* readable bytes after the end, for reading in blocks */
};

struct window {
    struct decoder decoder;
    char *data;
    size_t start, end, capacity; /* data[start..end) is not taken yet */
    bool ended;                  /* nothing follows `end` */
};

void window_open(struct window *window, struct bytes *bytes, enum source_encoding encoding);
/* Moves what is left to the front and reads more behind it. 0 (also at the end, which sets `ended`)
 * or an exit code: EX_DATAERR where what is left has the length of the longest record already. */
int window_fill(struct window *window, struct err *err);
/* Whether what is left has the length of the longest record. */
bool window_full(const struct window *window);
void window_close(struct window *window);

#endif
