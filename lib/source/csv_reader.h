/* csv_reader.h - reading CSV (RFC 4180, in a declared dialect) in place and in constant memory.
 *
 * Rows end with LF, CRLF or CR. A cell that begins with the quote ends with one; inside it a doubled
 * quote is one, and line breaks are text. A quote elsewhere in a cell is text. What is not certain is
 * EX_DATAERR: a quote that is never closed (the error names the line that opened it), text after a
 * closing quote, a record of more than 8 MiB. */
#ifndef ONTRACK_SOURCE_CSV_READER_H
#define ONTRACK_SOURCE_CSV_READER_H

#include "record/stream.h"
#include "source/window.h"

enum { CSV_COLUMNS_MAXIMUM = 4096 };

struct csv_reader {
    /* the record, valid until the next call */
    struct text *cells; /* the first CSV_COLUMNS_MAXIMUM; into the window */
    size_t count;       /* also counts cells beyond those */
    uint64_t row;       /* as a spreadsheet counts, from 1 */
    uint64_t line;      /* of the file, on which the record begins */
    bool plain;         /* no cell has a control character or a backslash */
    /* the reader's own */
    struct window window;
    char delimiter, quote;
    uint64_t next_row, next_line;
    size_t block; /* position in the window of the 64 bytes that `mask` is of */
    uint64_t mask;
    size_t doubled_count;
    uint16_t *doubled; /* cells that hold a doubled quote */
};

void csv_reader_open(struct csv_reader *csv, struct bytes *bytes, enum source_encoding encoding,
    const struct dialect *dialect);
/* 1: a record is there (empty rows are records of one empty cell). 0: the file has ended. -1: `err`
 * says why it cannot be read further. */
int csv_reader_next(struct csv_reader *csv, struct err *err);
/* Whether every cell of the record is empty: a blank row. */
bool csv_reader_blank(const struct csv_reader *csv);
void csv_reader_close(struct csv_reader *csv);

#endif
