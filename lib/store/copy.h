/* copy.h - COPY … FROM STDIN in binary, through one buffer of bounded size.
 *
 * The server's word counts at the end only: libpq takes data gladly for a COPY that has failed
 * already. copy_finish() therefore compares the server's count of rows with ours. */
#ifndef ONTRACK_STORE_COPY_H
#define ONTRACK_STORE_COPY_H

#include "base/err.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { COPY_BUFFER = 64 * 1024, COPY_ROOM = 1024 };

struct copy {
    PGconn *connection;
    char *data;
    size_t length;
    int16_t columns;
    uint64_t rows;
    bool failed; /* the connection takes no more */
};

/* `sql`: copy … from stdin (format binary). 0 or an exit code; then there is nothing to end. */
int copy_begin(
    struct copy *copy, PGconn *connection, const char *sql, size_t columns, struct err *err);
/* Each record: copy_row(), then its columns in order. */
void copy_row(struct copy *copy);
void copy_null(struct copy *copy);
/* At least `length` (up to COPY_ROOM) bytes at copy->data + copy->length, which the caller then
 * moves on. */
char *copy_room(struct copy *copy, size_t length);
void copy_bytes(struct copy *copy, const void *data, size_t length);
void copy_int16(struct copy *copy, int16_t value);
void copy_int32(struct copy *copy, int32_t value);
void copy_int64(struct copy *copy, int64_t value);
/* A whole column of type text. */
void copy_text(struct copy *copy, const char *data, size_t length);
/* Sends what the buffer holds. */
void copy_flush(struct copy *copy);
/* Ends the COPY. 0; EX_SOFTWARE where the server has another number of rows than we sent; or what
 * the server said. */
int copy_finish(struct copy *copy, struct err *err);
/* Makes the COPY fail on the server, and frees. */
void copy_abandon(struct copy *copy);

#endif
