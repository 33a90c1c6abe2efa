#include "record/stream.h"

#include <string.h>

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

static void end_cell(struct stream_writer *writer)
{
    writer->column++;
    if (writer->column < writer->columns) {
        out_bytes(&writer->out, "\t", 1);
        return;
    }
    out_bytes(&writer->out, "\n", 1);
    writer->column = 0;
    writer->records++;
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

void stream_put(struct stream_writer *writer, const char *data, size_t length)
{
    const char *end = data + length, *from = data;

    for (const char *p = data; p < end; p++) {
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
    out_bytes(&writer->out, "\\N", 2);
    end_cell(writer);
}

void stream_put_cell(struct stream_writer *writer, const struct cell *cell)
{
    if (cell->null) {
        stream_put_null(writer);
        return;
    }
    out_bytes(&writer->out, cell->data, cell->length);
    end_cell(writer);
}

void stream_put_line(struct stream_writer *writer, const char *line, size_t length)
{
    out_bytes(&writer->out, line, length);
    out_bytes(&writer->out, "\n", 1);
    writer->records++;
}

void stream_put_lines(
    struct stream_writer *writer, const char *lines, size_t length, uint64_t records)
{
    out_bytes(&writer->out, lines, length);
    writer->records += records;
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
