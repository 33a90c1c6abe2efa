#include "method/csv.h"
#include "base/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CSV_BLOCK = 64 * 1024, END = -1, FAILED = -2 };

void csv_open(struct csv_reader *reader, int fd, const char *name)
{
    *reader = (struct csv_reader){.fd = fd, .name = name};
    reader->data = mem_alloc(CSV_BLOCK);
    buf_init(&reader->text, CSV_RECORD_MAXIMUM);
    reader->cells = mem_array(CSV_COLUMNS_MAXIMUM, sizeof *reader->cells);
    reader->ends = mem_array(CSV_COLUMNS_MAXIMUM, sizeof *reader->ends);
}

void csv_close(struct csv_reader *reader)
{
    free(reader->data);
    free(reader->cells);
    free(reader->ends);
    buf_release(&reader->text);
    *reader = (struct csv_reader){.fd = -1};
}

static int refill(struct csv_reader *reader, struct err *err)
{
    ssize_t got;

    do
        got = read(reader->fd, reader->data, CSV_BLOCK);
    while (got < 0 && errno == EINTR);
    if (got < 0) {
        err_errno(err, EX_IOERR, "cannot read '%s'", reader->name);
        return FAILED;
    }
    reader->start = 0;
    reader->end = (size_t)got;
    reader->finished = got == 0;
    return got == 0 ? END : 0;
}

/* The next byte without taking it, END or FAILED. */
static int peek(struct csv_reader *reader, struct err *err)
{
    if (reader->start == reader->end) {
        int code = reader->finished ? END : refill(reader, err);

        if (code)
            return code;
    }
    return (unsigned char)reader->data[reader->start];
}

static void take(struct csv_reader *reader)
{
    if (reader->data[reader->start++] == '\n')
        reader->lines++;
}

static int broken(struct csv_reader *reader, uint64_t line, const char *what, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' is not good CSV: %s", reader->name, what);
    err_detail(err, "line %llu", (unsigned long long)line);
    return FAILED;
}

static int keep(struct csv_reader *reader, char c, struct err *err)
{
    if (buf_add_char(&reader->text, c))
        return 0;
    return broken(reader, reader->line, "the record is longer than 8 MiB", err);
}

/* Up to the closing quote; the opening one has been taken. */
static int quoted(struct csv_reader *reader, struct err *err)
{
    uint64_t opened = reader->lines + 1;

    for (;;) {
        int c = peek(reader, err);

        if (c == FAILED)
            return FAILED;
        if (c == END)
            return broken(reader, opened, "the quote that opens here is never closed", err);
        take(reader);
        if (c == '"') {
            c = peek(reader, err);
            if (c != '"')
                return c == FAILED ? FAILED : 0;
            take(reader);
        }
        if (keep(reader, (char)c, err))
            return FAILED;
    }
}

/* One cell with the separator after it. Returns that separator (',', '\n' or END) or FAILED. */
static int cell(struct csv_reader *reader, struct err *err)
{
    bool in_quotes = false;
    int c = peek(reader, err);

    if (c == '"') {
        take(reader);
        if (quoted(reader, err))
            return FAILED;
        in_quotes = true;
        c = peek(reader, err);
    }
    for (;; c = peek(reader, err)) {
        if (c == END || c == FAILED)
            return c;
        take(reader);
        if (c == ',' || c == '\n')
            return c;
        if (c == '\r' && peek(reader, err) == '\n')
            continue;
        if (in_quotes || c == '"')
            return broken(reader, reader->lines + 1, "a quote inside a cell must be doubled", err);
        if (keep(reader, (char)c, err))
            return FAILED;
    }
}

static int record(struct csv_reader *reader, struct err *err)
{
    int separator;

    reader->columns = 0;
    reader->line = reader->lines + 1;
    buf_reset(&reader->text);
    do {
        separator = cell(reader, err);
        if (separator == FAILED)
            return FAILED;
        if (reader->columns == CSV_COLUMNS_MAXIMUM)
            return broken(reader, reader->line, "more than 1000 columns", err);
        reader->ends[reader->columns++] = reader->text.length;
    } while (separator == ',');
    return separator;
}

static int skip_mark(struct csv_reader *reader, struct err *err)
{
    int c = peek(reader, err);

    if (c == 0xEF && reader->end >= 3 && memcmp(reader->data, "\xEF\xBB\xBF", 3) == 0)
        reader->start = 3;
    return c == FAILED ? FAILED : 0;
}

int csv_next(struct csv_reader *reader, struct err *err)
{
    int separator;

    if (!reader->lines && !reader->end && skip_mark(reader, err))
        return -1;
    do {
        separator = record(reader, err);
        if (separator == FAILED)
            return -1;
    } while (separator != END && reader->columns == 1 && !reader->text.length);
    if (reader->columns == 1 && !reader->text.length)
        return 0;
    for (size_t i = 0, start = 0; i < reader->columns; start = reader->ends[i++])
        reader->cells[i] = (struct text){buf_text(&reader->text) + start, reader->ends[i] - start};
    return 1;
}

void csv_put(struct out *out, const char *data, size_t length)
{
    bool plain = true;

    for (size_t i = 0; i < length; i++)
        if (strchr(",\"\r\n", data[i]))
            plain = false;
    if (plain) {
        out_bytes(out, data, length);
        return;
    }
    out_bytes(out, "\"", 1);
    for (size_t i = 0; i < length; i++) {
        if (data[i] == '"')
            out_bytes(out, "\"", 1);
        out_bytes(out, data + i, 1);
    }
    out_bytes(out, "\"", 1);
}
