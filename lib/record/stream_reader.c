#include "record/stream.h"
#include "base/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { READ_SIZE = 256 * 1024 };

static int torn(struct stream_reader *reader, const char *why, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' is not a whole stream: %s", reader->name, why);
    err_detail(err, "after record %llu", (unsigned long long)reader->records);
    err_hint(err, "the stage before it failed, or the file was cut off; nothing was loaded");
    return -1;
}

static int malformed(struct stream_reader *reader, const char *why, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' is not a stream of records: %s", reader->name, why);
    err_detail(err, "at record %llu", (unsigned long long)reader->records + 1);
    err_hint(err, "the stream is PostgreSQL's COPY text format with a header and a last line \\.");
    return -1;
}

/* Reads more behind reader->end. 1: something came, 0: end of file, -1: failed. */
static int fill(struct stream_reader *reader, struct err *err)
{
    if (reader->data && reader->start && reader->capacity - reader->end < READ_SIZE) {
        memmove(reader->data, reader->data + reader->start, reader->end - reader->start);
        reader->end -= reader->start;
        reader->start = 0;
    }
    if (reader->capacity - reader->end < READ_SIZE) {
        reader->capacity = reader->capacity ? reader->capacity * 2 : (size_t)2 * READ_SIZE;
        reader->data = mem_grow(reader->data, reader->capacity, 1);
    }
    for (;;) {
        ssize_t got = read(reader->fd, reader->data + reader->end, READ_SIZE);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            err_errno(err, EX_IOERR, "cannot read '%s'", reader->name);
            return -1;
        }
        reader->end += (size_t)got;
        return got > 0;
    }
}

/* Finds the line at reader->start, without its newline, and steps over it. 1, 0 (end of file with
 * nothing left) or -1. */
static int next_line(struct stream_reader *reader, struct err *err)
{
    size_t seen = 0;

    for (;;) {
        char *from = reader->data ? reader->data + reader->start : NULL;
        size_t have = reader->end - reader->start;
        char *newline = from && have > seen ? memchr(from + seen, '\n', have - seen) : NULL;
        int got;

        if (newline && newline - from <= STREAM_RECORD_MAXIMUM) {
            reader->line = from;
            reader->line_length = (size_t)(newline - from);
            reader->start += reader->line_length + 1;
            return 1;
        }
        seen = have;
        if (have > STREAM_RECORD_MAXIMUM)
            return malformed(reader, "it is longer than 16 MiB", err);
        got = fill(reader, err);
        if (got < 0)
            return -1;
        if (got == 0)
            return have ? torn(reader, "its last line has no end", err) : 0;
    }
}

/* One pass over the line: cells end at tabs; backslashes, bytes over 127 and bytes that a stream may
 * not have as they are (NUL and \b \v \f \r) are noted. So a text has one form only. */
struct split {
    struct cell *cell, *last;
    const char *from;
    bool escaped, high, odd, full;
};

static void end_cell(struct split *split, const char *at)
{
    struct cell *cell = split->cell;

    cell->data = split->from;
    cell->length = (uint32_t)(at - split->from);
    cell->escaped = split->escaped;
    cell->null = false;
    if (split->escaped && cell->length == 2 && split->from[1] == 'N') {
        cell->null = true;
        cell->escaped = false;
    }
    split->escaped = false;
    split->from = at + 1;
}

static void mark(struct split *split, const char *at)
{
    if (*at == '\\') {
        split->escaped = true;
    } else if (split->cell == split->last) {
        split->full = true;
    } else {
        end_cell(split, at);
        split->cell++;
    }
}

static void scan(struct split *split, const char *p, const char *end)
{
#ifdef __SSE2__
    const __m128i tab = _mm_set1_epi8('\t'), backslash = _mm_set1_epi8('\\');
    const __m128i zero = _mm_setzero_si128(), low = _mm_set1_epi8('\b'), span = _mm_set1_epi8(5);
    __m128i odd = zero;
    int high = 0;

    for (; end - p >= 16; p += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i tabs = _mm_cmpeq_epi8(bytes, tab), above = _mm_sub_epi8(bytes, low);
        __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(above, span), above); /* \b to \r */
        unsigned hits =
            (unsigned)_mm_movemask_epi8(_mm_or_si128(tabs, _mm_cmpeq_epi8(bytes, backslash)));

        high |= _mm_movemask_epi8(bytes);
        odd = _mm_or_si128(odd, _mm_andnot_si128(tabs, controls));
        odd = _mm_or_si128(odd, _mm_cmpeq_epi8(bytes, zero));
        for (; hits; hits &= hits - 1)
            mark(split, p + __builtin_ctz(hits));
    }
    split->high |= high != 0;
    split->odd |= _mm_movemask_epi8(odd) != 0;
#endif
    for (; p < end; p++) {
        if (*p == '\t' || *p == '\\')
            mark(split, p);
        split->high |= (*p & 0x80) != 0;
        split->odd |= *p == '\0' || (*p >= '\b' && *p <= '\r' && *p != '\t');
    }
}

static bool escapes_valid(const struct cell *cell)
{
    const char *p = cell->data, *end = p + cell->length;

    while ((p = memchr(p, '\\', (size_t)(end - p))) != NULL) {
        if (end - p < 2 || !p[1] || !strchr("bfnrtv\\", p[1]))
            return false;
        p += 2;
    }
    return true;
}

static int split_line(struct stream_reader *reader, struct err *err)
{
    const char *end = reader->line + reader->line_length;
    struct split split = {
        .cell = reader->cells, .last = reader->cells + reader->columns - 1, .from = reader->line};

    scan(&split, reader->line, end);
    if (split.full)
        return malformed(reader, "it has more cells than the header", err);
    if (split.cell != split.last)
        return malformed(reader, "it has fewer cells than the header", err);
    end_cell(&split, end);
    if (split.odd)
        return malformed(reader, "it has a control character that is not escaped", err);
    if (split.high && !utf8_valid(reader->line, reader->line_length))
        return malformed(reader, "it is not UTF-8 text", err);
    for (size_t i = 0; i < reader->columns; i++)
        if (reader->cells[i].escaped && !escapes_valid(&reader->cells[i]))
            return malformed(reader, "it has an unknown escape", err);
    return 1;
}

static bool is_end(const struct stream_reader *reader)
{
    return reader->line_length == 2 && reader->line[0] == '\\' && reader->line[1] == '.';
}

static int check_end(struct stream_reader *reader, struct err *err)
{
    int got = 1;

    reader->finished = true;
    if (reader->start == reader->end)
        got = fill(reader, err);
    if (got < 0)
        return -1;
    if (reader->start != reader->end)
        return torn(reader, "something follows its end", err);
    return 0;
}

int stream_next(struct stream_reader *reader, struct err *err)
{
    int got;

    if (reader->finished)
        return 0;
    got = next_line(reader, err);
    if (got < 0)
        return -1;
    if (got == 0)
        return torn(reader, "it ends without \\.", err);
    if (reader->line_length == 2 && is_end(reader))
        return check_end(reader, err);
    got = split_line(reader, err);
    if (got > 0)
        reader->records++;
    return got;
}

static bool header_valid(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (((unsigned char)line[i] < ' ' && line[i] != '\t') || line[i] == '\\' || line[i] == 0x7f)
            return false;
    return utf8_valid(line, length);
}

/* The names between the tabs; false where one is empty or there are too many. */
static bool read_names(struct stream_reader *reader)
{
    const char *p = reader->line, *end = p + reader->line_length;

    for (;;) {
        const char *tab = memchr(p, '\t', (size_t)(end - p));
        size_t length = (size_t)((tab ? tab : end) - p);

        if (reader->columns == STREAM_COLUMNS_MAXIMUM || length == 0)
            return false;
        reader->names = mem_grow(reader->names, reader->columns + 1, sizeof *reader->names);
        reader->names[reader->columns++] = mem_text_n(p, length);
        if (!tab)
            return true;
        p = tab + 1;
    }
}

static int read_header(struct stream_reader *reader, struct err *err)
{
    int got = next_line(reader, err);

    if (got == 0 || (got > 0 && is_end(reader)))
        got = torn(reader, "it has no header", err);
    else if (got > 0 && (!header_valid(reader->line, reader->line_length) || !read_names(reader)))
        got = malformed(reader, "its first line is not a header", err);
    if (got < 0)
        return err->code;
    for (size_t i = 0; i < reader->columns; i++)
        if (stream_column(reader, reader->names[i]) != (int)i) {
            malformed(reader, "its header names a column twice", err);
            return err->code;
        }
    reader->cells = mem_array(reader->columns, sizeof *reader->cells);
    return 0;
}

int stream_open(struct stream_reader *reader, int fd, const char *name, struct err *err)
{
    *reader = (struct stream_reader){.fd = fd, .name = name};
    return read_header(reader, err);
}

void stream_close(struct stream_reader *reader)
{
    for (size_t i = 0; i < reader->columns; i++)
        free(reader->names[i]);
    free(reader->names);
    free(reader->cells);
    free(reader->data);
    *reader = (struct stream_reader){.fd = -1};
}

int stream_column(const struct stream_reader *reader, const char *name)
{
    for (size_t i = 0; i < reader->columns; i++)
        if (strcmp(reader->names[i], name) == 0)
            return (int)i;
    return -1;
}

static char unescaped(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'v':
        return '\v';
    default:
        return c;
    }
}

struct text stream_text(const struct cell *cell, struct buf *scratch)
{
    if (!cell->escaped)
        return (struct text){cell->data, cell->length};
    buf_reset(scratch);
    if (!buf_reserve(scratch, cell->length))
        return (struct text){"", 0};
    for (uint32_t i = 0; i < cell->length; i++) {
        char c = cell->data[i];

        if (c == '\\' && i + 1 < cell->length)
            c = unescaped(cell->data[++i]);
        scratch->data[scratch->length++] = c;
    }
    scratch->data[scratch->length] = '\0';
    return (struct text){scratch->data, scratch->length};
}

bool stream_marked(const struct cell *cell, struct text *rule, struct text *value)
{
    const char *end;

    if (cell->null || cell->length < 2 || cell->data[0] != STREAM_MARK)
        return false;
    end = memchr(cell->data + 1, STREAM_MARK, cell->length - 1);
    if (!end)
        return false;
    *rule = (struct text){cell->data + 1, (size_t)(end - cell->data) - 1};
    *value = (struct text){end + 1, cell->length - (size_t)(end + 1 - cell->data)};
    return true;
}
