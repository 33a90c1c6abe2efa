/* csv.h - comma-separated values (RFC 4180) as the filters of `appraise` take them with --csv: a
 * header, commas, quotes doubled inside quotes, LF or CRLF, an optional byte order mark, UTF-8. An
 * empty cell, quoted or not, is NULL; an empty line is none. (Deliveries in other dialects are the
 * business of `extract`.) */
#ifndef ONTRACK_METHOD_CSV_H
#define ONTRACK_METHOD_CSV_H

#include "base/buf.h"
#include "base/err.h"
#include "base/out.h"
#include "record/stream.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CSV_RECORD_MAXIMUM = 8 * 1024 * 1024, CSV_COLUMNS_MAXIMUM = 1000 };

struct csv_reader {
    size_t columns;     /* cells of the record */
    struct text *cells; /* valid until the next call */
    uint64_t line;      /* line that the record began on */
    /* the reader's own */
    int fd;
    const char *name;
    char *data;
    size_t start, end;
    bool finished;
    uint64_t lines;
    struct buf text; /* the record's cells, one after the other */
    size_t *ends;    /* of each cell, in text */
};

/* Reads nothing yet. `name` is for messages and not copied. */
void csv_open(struct csv_reader *reader, int fd, const char *name);
/* 1: a record is there. 0: the end. -1: `err` says what is wrong and on which line. */
int csv_next(struct csv_reader *reader, struct err *err);
void csv_close(struct csv_reader *reader);

/* Writes one cell, in quotes where it needs them. */
void csv_put(struct out *out, const char *data, size_t length);

#endif
