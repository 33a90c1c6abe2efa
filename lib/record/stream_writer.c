#include "record/stream.h"
#include "record/fault.h"

#include <string.h>
#include <unistd.h>

void stream_create(struct stream_writer *writer, int fd, const char *name, size_t columns,
    const char *const *names)
{
    *writer = (struct stream_writer){.columns = columns};
    out_open(&writer->out, fd, name);
    for (size_t i = 0; i < columns; i++) {
        out_bytes(&writer->out, names[i], strlen(names[i]));
        out_bytes(&writer->out, i + 1 < columns ? "\t" : "\n", 1);
    }
}

#ifdef ONTRACK_FAULT
static bool strikes(const struct stream_writer *writer)
{
    return writer->out.fd == STDOUT_FILENO && fault_strikes(writer->records + 1);
}

/* With the buffer empty before it, the record is all that is in there when it ends. */
static void begin_record(struct stream_writer *writer)
{
    struct err kept = ERR_INIT; /* the writer's own failure is told by stream_finish() */

    if (strikes(writer))
        out_flush(&writer->out, &kept);
}

static void end_record(struct stream_writer *writer)
{
    if (strikes(writer) && writer->out.length <= writer->out.capacity / 2)
        writer->out.length = fault_apply(writer->out.data, writer->out.length);
    writer->records++;
}
#else
static void begin_record(struct stream_writer *writer)
{
    (void)writer;
}

static void end_record(struct stream_writer *writer)
{
    writer->records++;
}
#endif

static void begin_cell(struct stream_writer *writer)
{
    if (writer->column == 0)
        begin_record(writer);
}

static void end_cell(struct stream_writer *writer)
{
    writer->column++;
    if (writer->column < writer->columns) {
        out_bytes(&writer->out, "\t", 1);
        return;
    }
    out_bytes(&writer->out, "\n", 1);
    writer->column = 0;
    end_record(writer);
}

static char escape_of(char c)
{
    switch (c) {
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    case '\v':
        return 'v';
    case '\\':
        return '\\';
    default:
        return 0;
    }
}

void stream_put_plain_slowly(struct stream_writer *writer, const char *data, size_t length)
{
    begin_cell(writer);
    out_bytes(&writer->out, data, length);
    end_cell(writer);
}

static bool needs_escape(char c)
{
    return ((unsigned char)c <= '\r' && escape_of(c)) || c == '\\';
}

void stream_put(struct stream_writer *writer, const char *data, size_t length)
{
    const char *end = data + length, *from = data, *first = data;

    while (first < end && !needs_escape(*first))
        first++;
    if (first == end) {
        stream_put_plain(writer, data, length);
        return;
    }
    begin_cell(writer);
    for (const char *p = first; p < end; p++) {
        char pair[2] = {'\\', 0};

        if ((unsigned char)*p > '\r' && *p != '\\')
            continue;
        pair[1] = escape_of(*p);
        if (!pair[1])
            continue;
        out_bytes(&writer->out, from, (size_t)(p - from));
        out_bytes(&writer->out, pair, 2);
        from = p + 1;
    }
    out_bytes(&writer->out, from, (size_t)(end - from));
    end_cell(writer);
}

void stream_put_null(struct stream_writer *writer)
{
    stream_put_plain(writer, "\\N", 2);
}

void stream_put_cell(struct stream_writer *writer, const struct cell *cell)
{
    if (cell->null) {
        stream_put_null(writer);
        return;
    }
    stream_put_plain(writer, cell->data, cell->length);
}

void stream_put_line(struct stream_writer *writer, const char *line, size_t length)
{
    begin_record(writer);
    out_bytes(&writer->out, line, length);
    out_bytes(&writer->out, "\n", 1);
    end_record(writer);
}

void stream_put_lines(
    struct stream_writer *writer, const char *lines, size_t length, uint64_t records)
{
#ifdef ONTRACK_FAULT
    for (const char *end; records; records--, length -= (size_t)(end - lines), lines = end) {
        end = (const char *)memchr(lines, '\n', length) + 1;
        stream_put_line(writer, lines, (size_t)(end - lines) - 1);
    }
#else
    out_bytes(&writer->out, lines, length);
    writer->records += records;
#endif
}

int stream_finish(struct stream_writer *writer, struct err *err)
{
    out_bytes(&writer->out, "\\.\n", 3);
    return out_close(&writer->out, err);
}

int stream_abandon(struct stream_writer *writer, struct err *err)
{
    return out_close(&writer->out, err);
}
