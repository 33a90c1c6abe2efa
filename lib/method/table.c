#include "method/table.h"
#include "base/memory.h"
#include "method/number.h"

#include <math.h>
#include <string.h>

static int missing(const char *column, const char *name, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' has no column '%s'", name, column);
    return err_hint(err, "columns are found by name, others are ignored: see --help");
}

static int find_stream(struct table_reader *reader, const char *name, struct err *err)
{
    for (size_t i = 0; i < reader->count; i++) {
        int at = stream_column(&reader->stream, reader->columns[i].name);

        if (at < 0 && !(reader->columns[i].kind & COLUMN_OPTIONAL))
            return missing(reader->columns[i].name, name, err);
        reader->present[i] = at >= 0;
        reader->at[i] = (size_t)at;
    }
    return 0;
}

static bool header_is(const struct text *cell, const char *wanted)
{
    return cell->length == strlen(wanted) && memcmp(cell->data, wanted, cell->length) == 0;
}

static int find_csv(struct table_reader *reader, const char *name, struct err *err)
{
    int got = csv_next(&reader->comma, err);

    if (got < 0)
        return err->code;
    if (got == 0)
        return err_set(err, EX_DATAERR, "'%s' is empty: it needs a header at least", name);
    reader->width = reader->comma.columns;
    for (size_t i = 0; i < reader->count; i++) {
        const char *wanted = reader->columns[i].name;
        size_t at = 0;

        while (at < reader->width && !header_is(&reader->comma.cells[at], wanted))
            at++;
        if (at == reader->width && !(reader->columns[i].kind & COLUMN_OPTIONAL))
            return missing(wanted, name, err);
        reader->present[i] = at < reader->width;
        reader->at[i] = at;
    }
    return 0;
}

int table_open(struct table_reader *reader, int fd, const char *name, bool csv,
    const struct table_column *columns, size_t count, struct err *err)
{
    *reader = (struct table_reader){.columns = columns, .count = count, .csv = csv};
    for (size_t i = 0; i < count; i++)
        buf_init(&reader->scratch[i], STREAM_RECORD_MAXIMUM);
    if (csv) {
        csv_open(&reader->comma, fd, name);
        return find_csv(reader, name, err);
    }
    if (stream_open(&reader->stream, fd, name, err))
        return err->code;
    return find_stream(reader, name, err);
}

void table_close(struct table_reader *reader)
{
    if (reader->csv)
        csv_close(&reader->comma);
    else
        stream_close(&reader->stream);
    for (size_t i = 0; i < reader->count; i++)
        buf_release(&reader->scratch[i]);
}

char *table_cell(const struct table_reader *reader, size_t i)
{
    if (!reader->text[i].data)
        return NULL;
    return mem_text_n(reader->text[i].data, reader->text[i].length);
}

static int bad_cell(struct table_reader *reader, size_t i, const char *what, struct err *err)
{
    err_set(err, EX_DATAERR, "row %llu: '%s' %s", (unsigned long long)reader->row,
        reader->columns[i].name, what);
    return -1;
}

static int set_cell(struct table_reader *reader, size_t i, struct text text, struct err *err)
{
    reader->text[i] = text;
    if (!(reader->columns[i].kind & COLUMN_NUMBER)) {
        if (!utf8_valid(text.data, text.length))
            return bad_cell(reader, i, "is not valid UTF-8", err);
        return 0;
    }
    if (!number_parse(text.data, text.length, &reader->number[i]))
        return bad_cell(reader, i, "is not a number", err);
    return 0;
}

static int set_null(struct table_reader *reader, size_t i, struct err *err)
{
    if (!(reader->columns[i].kind & (COLUMN_NULLABLE | COLUMN_OPTIONAL)))
        return bad_cell(reader, i, "is missing", err);
    reader->text[i] = (struct text){NULL, 0};
    reader->number[i] = NAN;
    return 0;
}

static int next_stream(struct table_reader *reader, struct err *err)
{
    int got = stream_next(&reader->stream, err);

    if (got <= 0)
        return got;
    reader->row++;
    for (size_t i = 0; i < reader->count; i++) {
        const struct cell *cell = reader->present[i] ? &reader->stream.cells[reader->at[i]] : NULL;

        if (!cell || cell->null ? set_null(reader, i, err)
                                : set_cell(reader, i, stream_text(cell, &reader->scratch[i]), err))
            return -1;
    }
    return 1;
}

static int next_csv(struct table_reader *reader, struct err *err)
{
    int got = csv_next(&reader->comma, err);

    if (got <= 0)
        return got;
    reader->row++;
    if (reader->comma.columns != reader->width) {
        err_set(err, EX_DATAERR, "row %llu has %zu cells where the header has %zu",
            (unsigned long long)reader->row, reader->comma.columns, reader->width);
        return -1;
    }
    for (size_t i = 0; i < reader->count; i++) {
        struct text text = {NULL, 0};

        if (reader->present[i])
            text = reader->comma.cells[reader->at[i]];
        if (text.length ? set_cell(reader, i, text, err) : set_null(reader, i, err))
            return -1;
    }
    return 1;
}

int table_next(struct table_reader *reader, struct err *err)
{
    return reader->csv ? next_csv(reader, err) : next_stream(reader, err);
}

static void put(struct table_writer *writer, const char *text, size_t length)
{
    if (!writer->csv) {
        if (text)
            stream_put(&writer->stream, text, length);
        else
            stream_put_null(&writer->stream);
    } else {
        if (text)
            csv_put(&writer->out, text, length);
        out_bytes(&writer->out, writer->column + 1 < writer->columns ? "," : "\n", 1);
    }
    writer->column = (writer->column + 1) % writer->columns;
}

void table_create(struct table_writer *writer, int fd, const char *name, bool csv,
    const char *label, size_t columns, const char *const *names)
{
    const char *header[TABLE_COLUMNS + 1] = {"analysis"};
    size_t first = label ? 1 : 0;

    *writer = (struct table_writer){.csv = csv, .columns = columns + first};
    for (size_t i = 0; i < columns; i++)
        header[i + first] = names[i];
    if (csv) {
        out_open(&writer->out, fd, name);
        for (size_t i = 0; header[i]; i++)
            put(writer, header[i], strlen(header[i]));
    } else {
        stream_create(&writer->stream, fd, name, writer->columns, header);
    }
    writer->label = label;
}

static void put_labelled(struct table_writer *writer, const char *text, size_t length)
{
    if (writer->label && writer->column == 0)
        put(writer, writer->label, strlen(writer->label));
    put(writer, text, length);
}

void table_text(struct table_writer *writer, const char *text)
{
    put_labelled(writer, text, text ? strlen(text) : 0);
}

void table_number(struct table_writer *writer, double value)
{
    char text[NUMBER_TEXT];

    if (isfinite(value))
        put_labelled(writer, text, number_format(value, text));
    else
        put_labelled(writer, NULL, 0);
}

int table_finish(struct table_writer *writer, struct err *err)
{
    if (!writer->csv)
        return stream_finish(&writer->stream, err);
    return out_close(&writer->out, err);
}

int table_abandon(struct table_writer *writer, struct err *err)
{
    struct err closing = ERR_INIT;

    if (!writer->csv)
        stream_abandon(&writer->stream, &closing);
    else
        out_close(&writer->out, &closing);
    return err->code;
}
