/* table.h - the tables that the filters of `appraise` read and write: the stream of
 * record/stream.h, or CSV. Columns are found by name and others are ignored; a cell that is needed
 * and NULL, or a number that is none, is an error that names row and column. */
#ifndef ONTRACK_METHOD_TABLE_H
#define ONTRACK_METHOD_TABLE_H

#include "base/buf.h"
#include "base/err.h"
#include "method/csv.h"
#include "record/stream.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TABLE_COLUMNS = 40 };

/* What a column holds, and what it may lack: kinds are added up. */
enum column_kind {
    COLUMN_TEXT = 0,
    COLUMN_NUMBER = 1,
    COLUMN_NULLABLE = 2, /* a cell may be NULL: text without data, or NAN */
    COLUMN_OPTIONAL = 4  /* the table may be without it: as if every cell were NULL */
};

struct table_column {
    const char *name;
    int kind;
};

struct table_reader {
    /* to be read by the caller: in the order of the columns asked for */
    struct text text[TABLE_COLUMNS];
    double number[TABLE_COLUMNS];
    bool present[TABLE_COLUMNS]; /* the table has the column */
    uint64_t row;                /* records read */
    /* the reader's own */
    const struct table_column *columns;
    size_t count;
    bool csv;
    struct stream_reader stream;
    struct csv_reader comma;
    size_t width; /* of a record of CSV */
    size_t at[TABLE_COLUMNS];
    struct buf scratch[TABLE_COLUMNS];
};

/* `columns` is not copied. 0 or an exit code; close in either case. */
int table_open(struct table_reader *reader, int fd, const char *name, bool csv,
    const struct table_column *columns, size_t count, struct err *err);
/* 1: a record is there. 0: the table has ended well. -1: `err` says why it has not. */
int table_next(struct table_reader *reader, struct err *err);
void table_close(struct table_reader *reader);
/* A text cell of the record, to be freed; NULL where it is NULL. */
char *table_cell(const struct table_reader *reader, size_t i);

struct input {
    int fd;
    const char *name; /* for messages */
    bool csv;
};

struct table_writer {
    bool csv;
    const char *label;
    struct stream_writer stream;
    struct out out; /* of CSV */
    size_t columns, column;
};

/* `label`, unless NULL, stands in every row in a first column called `analysis`; not copied. */
void table_create(struct table_writer *writer, int fd, const char *name, bool csv,
    const char *label, size_t columns, const char *const *names);
void table_text(struct table_writer *writer, const char *text); /* NULL text is NULL */
void table_number(struct table_writer *writer, double value);   /* NAN is NULL */
/* 0 or EX_IOERR. */
int table_finish(struct table_writer *writer, struct err *err);
/* Closes without an end of stream and returns err->code, which is set. */
int table_abandon(struct table_writer *writer, struct err *err);

#endif
