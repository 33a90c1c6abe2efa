/* stream.h - the stream that flows between stages: PostgreSQL's COPY text format.
 *
 * First line: the column names, tab-separated. Then one record a line; cells tab-separated; NULL is
 * \N; the escapes \b \f \n \r \t \v \\ and no others, for what COPY TO escapes, so that a text has
 * one form only; UTF-8; no NUL byte. The last line is `\.`,
 * and nothing may follow it. A stream without it is torn; bytes after it are a second stream: both
 * are EX_DATAERR, and so is a record with another number of cells than the header has.
 *
 * The reader works in its own buffer: a cell points into it, raw (still escaped), and is valid
 * until the next call of stream_next(). Values are canonical: date YYYY-MM-DD (1900 to 2100),
 * decimal
 * -?d+(.d+)?, boolean t/f, timestamp ISO 8601 with offset.
 *
 * A value that `extract` could not translate passes as it was, marked: U+001A, the name of the rule
 * it broke, U+001A, the value. `validate` rejects it with that rule.
 *
 * Where a later delivery replaces what stands, `load` must tell a record that is missing from one that
 * was rejected. So `validate --traces` leaves a trace of each rejected record whose key is sound: the
 * record's number with a minus before it, the key, and NULL elsewhere. A trace is no record, and nobody
 * counts it. */
#ifndef ONTRACK_RECORD_STREAM_H
#define ONTRACK_RECORD_STREAM_H

#include "base/buf.h"
#include "base/err.h"
#include "base/out.h"
#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
    STREAM_RECORD_MAXIMUM = 16 * 1024 * 1024, /* 8 MiB of source, every byte escaped */
    STREAM_COLUMNS_MAXIMUM = 1000
};
#define STREAM_MARK '\x1a'
#define STREAM_ROW_COLUMN "source_row"

struct cell {
    const char *data;
    uint32_t length;
    bool null;
    bool escaped; /* holds a backslash: see stream_text() */
};

struct stream_reader {
    /* to be read by the caller */
    size_t columns;
    char **names;
    struct cell *cells; /* the record's, `columns` of them */
    const char *line;   /* the record as it stands in the stream, without its newline */
    size_t line_length;
    uint64_t records; /* read so far */
    /* the reader's own */
    int fd;
    const char *name;
    char *data;
    size_t start, end, capacity;
    bool finished;
};

/* `name` is for messages ("standard input") and not copied. Reads the header. 0 or an exit code:
 * EX_DATAERR, EX_IOERR. */
int stream_open(struct stream_reader *reader, int fd, const char *name, struct err *err);
/* 1: a record is there. 0: the stream has ended well. -1: `err` says why it has not. */
int stream_next(struct stream_reader *reader, struct err *err);
void stream_close(struct stream_reader *reader);

/* Whether a source_row is that of a trace. */
static inline bool stream_is_trace(const struct cell *row)
{
    return row->length && row->data[0] == '-';
}

/* The position of a column, or -1. */
int stream_column(const struct stream_reader *reader, const char *name);

/* A cell's text without escapes: the cell's own bytes where it has none, else in `scratch`
 * (which is reset first and should have STREAM_RECORD_MAXIMUM: a text that it can't hold comes out
 * empty). Not NUL-terminated where it is the cell's own. */
struct text {
    const char *data;
    size_t length;
};
struct text stream_text(const struct cell *cell, struct buf *scratch);

/* Whether the cell carries extract's mark; then *rule and *value are its parts (still escaped). */
bool stream_marked(const struct cell *cell, struct text *rule, struct text *value);

struct stream_writer {
    struct out out;
    size_t columns, column; /* column: the next one of the record being written */
    uint64_t records;
};

/* Writes the header. Failures of writing are kept until stream_finish(). */
void stream_create(struct stream_writer *writer, int fd, const char *name, size_t columns,
    const char *const *names);
/* One cell after the other, left to right; the last of a record ends its line. */
void stream_put(struct stream_writer *writer, const char *data, size_t length); /* escapes */
/* A cell that is known to hold nothing that would have to be escaped. */
void stream_put_plain_slowly(struct stream_writer *writer, const char *data, size_t length);
static inline void stream_put_plain(struct stream_writer *writer, const char *data, size_t length)
{
#ifndef ONTRACK_FAULT
    struct out *out = &writer->out;

    if (length < out->capacity - out->length && writer->column + 1 < writer->columns) {
        memcpy(out->data + out->length, data, length);
        out->length += length;
        out->data[out->length++] = '\t';
        writer->column++;
        return;
    }
#endif
    stream_put_plain_slowly(writer, data, length);
}
void stream_put_null(struct stream_writer *writer);
void stream_put_cell(struct stream_writer *writer, const struct cell *cell); /* raw, as read */
/* A whole record as it was read, of the same columns. */
void stream_put_line(struct stream_writer *writer, const char *line, size_t length);
/* `records` whole records, each with its newline. */
void stream_put_lines(
    struct stream_writer *writer, const char *lines, size_t length, uint64_t records);
/* Writes `\.`, flushes and closes: 0 or EX_IOERR. */
int stream_finish(struct stream_writer *writer, struct err *err);
/* Flushes and closes without `\.`: what follows will see a torn stream. */
int stream_abandon(struct stream_writer *writer, struct err *err);

#endif
