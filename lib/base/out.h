/* out.h - buffered output on a descriptor, with the first failure kept: writing functions may be
 * called without a check, as out_flush() or out_close() tells. */
#ifndef ONTRACK_BASE_OUT_H
#define ONTRACK_BASE_OUT_H

#include "base/err.h"

#include <stddef.h>

struct out {
    int fd;
    int failed; /* errno of the first failed write, 0 while all is well */
    char *data;
    size_t length, capacity;
    const char *name; /* for messages: "standard output", a file's path; not copied */
};

void out_open(struct out *out, int fd, const char *name);
/* Creates or truncates a file, mode 0600. */
int out_create(struct out *out, const char *path, struct err *err);
void out_bytes(struct out *out, const char *data, size_t length);
/* At least `length` bytes of room at out->data + out->length (length <= 64 KiB); the caller adds to
 * out->length what it used. */
char *out_room(struct out *out, size_t length);
/* 0, or EX_IOERR with the error filled in. out_close() also closes descriptors above 2 and frees.
 */
int out_flush(struct out *out, struct err *err);
int out_close(struct out *out, struct err *err);

#endif
