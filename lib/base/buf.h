/* buf.h - a byte buffer that grows up to a stated maximum and is reset, not freed, for each record.
 * The data are always followed by a NUL that is not counted. */
#ifndef ONTRACK_BASE_BUF_H
#define ONTRACK_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *data;
    size_t length;
    size_t capacity;
    size_t maximum; /* bytes; adding beyond it fails and leaves the buffer as it was */
};

#define BUF_INIT(max)                                                                              \
    {                                                                                              \
        .data = NULL, .maximum = (max)                                                             \
    }

void buf_init(struct buf *buf, size_t maximum);
void buf_reset(struct buf *buf);
void buf_release(struct buf *buf);

/* Each returns false where the maximum would be passed. */
bool buf_reserve(struct buf *buf, size_t extra);
bool buf_add(struct buf *buf, const char *data, size_t length);
bool buf_add_text(struct buf *buf, const char *text);
bool buf_add_char(struct buf *buf, char c);
bool buf_addf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The data as a C string, "" when empty. */
const char *buf_text(const struct buf *buf);

#endif
