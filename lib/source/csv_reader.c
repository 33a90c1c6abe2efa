#include "source/csv_reader.h"
#include "base/memory.h"
#include "source/csv_scan.h"

#include <stdlib.h>
#include <string.h>

/* What the attempt to read one record came to. */
enum outcome { OUTCOME_RECORD, OUTCOME_MORE, OUTCOME_UNCLOSED, OUTCOME_AFTER_QUOTE };

/* Where the attempt stands: positions are in the window. */
struct attempt {
    size_t cell;     /* start of the cell */
    uint64_t lines;  /* line breaks inside quotes so far */
    uint64_t opened; /* line breaks before the quote that is (or was last) open */
    bool open;
    size_t next; /* start of the next record */
};

void csv_reader_open(struct csv_reader *csv, struct bytes *bytes, enum source_encoding encoding,
    const struct dialect *dialect)
{
    *csv = (struct csv_reader){.delimiter = dialect->delimiter, .quote = dialect->quote};
    csv->cells = mem_array(CSV_COLUMNS_MAXIMUM, sizeof *csv->cells);
    csv->doubled = mem_array(CSV_COLUMNS_MAXIMUM, sizeof *csv->doubled);
    csv->next_row = csv->next_line = 1;
    window_open(&csv->window, bytes, encoding);
}

void csv_reader_close(struct csv_reader *csv)
{
    window_close(&csv->window);
    free(csv->cells);
    free(csv->doubled);
    *csv = (struct csv_reader){.cells = NULL};
}

/* Makes position `at` the next to look at. */
static void seek(struct csv_reader *csv, size_t at)
{
    csv->block = at & ~(size_t)63;
    csv->mask = csv_scan(csv->window.data + csv->block, csv->delimiter, csv->quote) &
                (UINT64_MAX << (at & 63));
}

/* The position of the next byte that may matter, or the window's end. */
static inline size_t next_special(struct csv_reader *csv)
{
    size_t at;

    while (!csv->mask) {
        if (csv->block + 64 >= csv->window.end)
            return csv->window.end;
        csv->block += 64;
        csv->mask = csv_scan(csv->window.data + csv->block, csv->delimiter, csv->quote);
    }
    at = csv->block + (size_t)__builtin_ctzll(csv->mask);
    csv->mask &= csv->mask - 1;
    return at < csv->window.end ? at : csv->window.end;
}

static inline void add_cell(struct csv_reader *csv, size_t start, size_t end)
{
    if (csv->count < CSV_COLUMNS_MAXIMUM)
        csv->cells[csv->count] = (struct text){csv->window.data + start, end - start};
    csv->count++;
}

/* The length of the line break at `at`, or 0 where only more of the file can tell. */
static inline size_t line_break(const struct csv_reader *csv, size_t at)
{
    const char *data = csv->window.data;

    if (data[at] == '\n')
        return 1;
    if (at + 1 < csv->window.end)
        return data[at + 1] == '\n' ? 2 : 1;
    return csv->window.ended ? 1 : 0;
}

static bool is_break(char c)
{
    return c == '\n' || c == '\r';
}

static bool needs_escape(char c)
{
    return (unsigned char)c < 0x20 || c == '\\';
}

/* The closing quote of the cell whose text begins at attempt->cell. */
static enum outcome find_close(struct csv_reader *csv, struct attempt *attempt, size_t *close)
{
    const char *data = csv->window.data;
    bool doubled = false;

    for (;;) {
        size_t at = next_special(csv);

        if (at == csv->window.end)
            return csv->window.ended ? OUTCOME_UNCLOSED : OUTCOME_MORE;
        if (data[at] == csv->quote) {
            if (at + 1 == csv->window.end && !csv->window.ended)
                return OUTCOME_MORE;
            *close = at;
            if (at + 1 == csv->window.end || data[at + 1] != csv->quote)
                break;
            doubled = true;
            next_special(csv); /* the second of the two */
        } else {
            attempt->lines += data[at] == '\n' || (data[at] == '\r' && data[at + 1] != '\n');
            if (needs_escape(data[at]))
                csv->plain = false;
        }
    }
    if (doubled && csv->count < CSV_COLUMNS_MAXIMUM)
        csv->doubled[csv->doubled_count++] = (uint16_t)csv->count;
    return OUTCOME_RECORD;
}

/* A cell in quotes, whose opening one is at `at`. Sets *after to what follows its closing quote. */
static enum outcome quoted_cell(
    struct csv_reader *csv, struct attempt *attempt, size_t at, size_t *after)
{
    size_t close = 0;
    enum outcome outcome;

    attempt->opened = attempt->lines;
    attempt->open = true;
    attempt->cell = at + 1;
    outcome = find_close(csv, attempt, &close);
    if (outcome != OUTCOME_RECORD)
        return outcome;
    attempt->open = false;
    add_cell(csv, attempt->cell, close);
    *after = close + 1;
    if (*after == csv->window.end)
        return csv->window.ended ? OUTCOME_RECORD : OUTCOME_MORE;
    if (csv->window.data[*after] != csv->delimiter && !is_break(csv->window.data[*after]))
        return OUTCOME_AFTER_QUOTE;
    next_special(csv); /* the delimiter or line break itself */
    return OUTCOME_RECORD;
}

/* Ends the record at the line break (or the end of the file) at `at`. */
static enum outcome end_record(struct csv_reader *csv, struct attempt *attempt, size_t at)
{
    size_t length = 0;

    if (at < csv->window.end) {
        length = line_break(csv, at);
        if (!length)
            return OUTCOME_MORE;
        if (length == 2)
            next_special(csv); /* the line feed after the carriage return */
    }
    attempt->next = at + length;
    return OUTCOME_RECORD;
}

/* Reads cells from attempt->cell to the end of the record. */
static enum outcome read_record(struct csv_reader *csv, struct attempt *attempt)
{
    const char *data = csv->window.data;

    for (;;) {
        size_t at = next_special(csv);
        char c = at < csv->window.end ? data[at] : '\n';

        if (at == csv->window.end && !csv->window.ended)
            return OUTCOME_MORE;
        if (c == csv->quote && at == attempt->cell) {
            enum outcome outcome = quoted_cell(csv, attempt, at, &at);

            if (outcome != OUTCOME_RECORD)
                return outcome;
            c = at < csv->window.end ? data[at] : '\n';
        } else if (c == csv->delimiter || is_break(c)) {
            add_cell(csv, attempt->cell, at);
        }
        if (c == csv->delimiter)
            attempt->cell = at + 1;
        else if (is_break(c))
            return end_record(csv, attempt, at);
        else if (c != csv->quote)
            csv->plain = false;
    }
}

/* Makes the doubled quotes of a cell single, in place. */
static void undouble(struct text *cell, char quote)
{
    char *to = (char *)cell->data;
    const char *from = cell->data, *end = cell->data + cell->length;

    while (from < end) {
        *to++ = *from;
        from += *from == quote ? 2 : 1;
    }
    cell->length = (size_t)(to - cell->data);
}

static int unclosed(
    struct csv_reader *csv, const struct attempt *attempt, const char *how, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' has a quote that is %s, opened on line %llu",
        bytes_name(csv->window.decoder.bytes), how,
        (unsigned long long)(csv->next_line + attempt->opened));
    err_detail(err, "in cell %zu of its row", csv->count + 1);
    err_hint(err, "close it or take it out; a quote inside a quoted cell is written twice");
    return -1;
}

static int after_quote(struct csv_reader *csv, const struct attempt *attempt, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' has text after a closing quote on line %llu",
        bytes_name(csv->window.decoder.bytes),
        (unsigned long long)(csv->next_line + attempt->lines));
    err_detail(err,
        "in cell %zu of its row; a delimiter, a line break or the file's end was expected",
        csv->count);
    err_hint(err, "a quote inside a quoted cell is written twice");
    return -1;
}

static uint64_t breaks_in(const char *data, size_t length)
{
    uint64_t breaks = 0;

    for (size_t i = 0; i < length; i++)
        breaks += data[i] == '\n' || (data[i] == '\r' && (i + 1 == length || data[i + 1] != '\n'));
    return breaks;
}

/* Reads more of the file; -1 says on which line it cannot. */
static int fill(struct csv_reader *csv, const struct attempt *attempt, struct err *err)
{
    struct window *window = &csv->window;

    if (window_fill(window, err) == 0) {
        seek(csv, window->start);
        return 0;
    }
    if (attempt->open && window_full(window))
        return unclosed(csv, attempt, "not closed within 8 MiB", err);
    decoder_line(
        err, csv->next_line + breaks_in(window->data + window->start, window->end - window->start));
    return -1;
}

static void begin(struct csv_reader *csv, struct attempt *attempt)
{
    *attempt = (struct attempt){.cell = csv->window.start};
    csv->count = csv->doubled_count = 0;
    csv->plain = true;
}

static int finish(struct csv_reader *csv, const struct attempt *attempt)
{
    for (size_t i = 0; i < csv->doubled_count; i++)
        undouble(&csv->cells[csv->doubled[i]], csv->quote);
    csv->window.start = attempt->next;
    csv->row = csv->next_row++;
    csv->line = csv->next_line;
    csv->next_line += attempt->lines + 1;
    return 1;
}

int csv_reader_next(struct csv_reader *csv, struct err *err)
{
    struct window *window = &csv->window;
    struct attempt attempt;

    for (;;) {
        enum outcome outcome;

        begin(csv, &attempt);
        if (window->start == window->end && window->ended)
            return 0;
        outcome = window->start == window->end ? OUTCOME_MORE : read_record(csv, &attempt);
        if (outcome == OUTCOME_RECORD)
            return finish(csv, &attempt);
        if (outcome == OUTCOME_UNCLOSED)
            return unclosed(csv, &attempt, "never closed", err);
        if (outcome == OUTCOME_AFTER_QUOTE)
            return after_quote(csv, &attempt, err);
        if (fill(csv, &attempt, err) < 0)
            return -1;
    }
}

bool csv_reader_blank(const struct csv_reader *csv)
{
    size_t count = csv->count < CSV_COLUMNS_MAXIMUM ? csv->count : CSV_COLUMNS_MAXIMUM;

    for (size_t i = 0; i < count; i++)
        if (csv->cells[i].length)
            return false;
    return true;
}
