#include "store/incoming.h"
#include "base/memory.h"
#include "record/fault.h"
#include "store/connect.h"
#include "store/ddl.h"

#include <stdlib.h>
#include <string.h>

enum { SQL_MAXIMUM = 1024 * 1024 };

#define HASH_START UINT64_C(0xcbf29ce484222325)
#define HASH_PRIME UINT64_C(0x100000001b3)

static uint64_t hash_line(uint64_t hash, const char *data, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)data[i]) * HASH_PRIME;
    return (hash ^ '\n') * HASH_PRIME;
}

static void start(struct incoming *incoming, const struct stream_reader *reader)
{
    *incoming = (struct incoming){.hash = HASH_START};
    incoming->columns = mem_array(reader->columns + 1, sizeof *incoming->columns);
    for (size_t i = 0; i < reader->columns; i++)
        incoming->hash = hash_line(incoming->hash, reader->names[i], strlen(reader->names[i]));
}

static int add(struct incoming *incoming, const char *name, const char *type, int cell,
    const struct stream_reader *reader, struct err *err)
{
    struct incoming_column *column = &incoming->columns[incoming->count];

    if (incoming->count == reader->columns)
        return err_set(err, EX_DATAERR, "the stream names a column twice");
    *column = (struct incoming_column){.name = name, .cell = cell};
    if (!binary_type_find(type, &column->type))
        return err_set(
            err, EX_CONFIG, "column '%s' is of type '%s', which load cannot fill", name, type);
    incoming->count++;
    return 0;
}

/* Every column of the stream must have found its place. */
static int check_all_placed(
    const struct incoming *incoming, const struct stream_reader *reader, struct err *err)
{
    for (size_t i = 0; i < reader->columns; i++) {
        size_t placed = 0;

        for (size_t j = 0; j < incoming->count; j++)
            placed += incoming->columns[j].cell == (int)i;
        if (placed)
            continue;
        err_set(err, EX_DATAERR, "the stream has a column '%s' that is not of the table",
            reader->names[i]);
        return err_hint(err, "load takes what anonymise prints under the same contract");
    }
    return 0;
}

static bool is_key(const struct contract *contract, int field)
{
    for (size_t i = 0; i < contract->key_count; i++)
        if (contract->key[i] == field)
            return true;
    return false;
}

static int pair(struct incoming *incoming, const struct contract *contract,
    const struct stream_reader *reader, struct err *err)
{
    int cell = stream_column(reader, STREAM_ROW_COLUMN);

    if (cell < 0)
        return err_set(err, EX_DATAERR, "the stream has no column '" STREAM_ROW_COLUMN "'");
    if (add(incoming, STREAM_ROW_COLUMN, "bigint", cell, reader, err))
        return err->code;
    incoming->rows = incoming->columns;
    for (size_t i = 0; i < contract->column_count; i++) {
        const struct column *column = &contract->columns[i];
        const char *name = column->name;

        if (!column->in_stream)
            continue;
        cell = stream_column(reader, name);
        if (cell < 0 && is_key(contract, column->field))
            return err_set(err, EX_DATAERR,
                "the stream has no column '%s', which is of the key of "
                "feed '%s'",
                name, contract->name);
        if (column->field == contract->resolve.from && contract->resolve.column)
            name = contract->resolve.column;
        if (cell >= 0 && add(incoming, name, column->sql_type, cell, reader, err))
            return err->code;
    }
    return check_all_placed(incoming, reader, err);
}

int incoming_create(struct incoming *incoming, PGconn *connection, const struct contract *contract,
    const struct stream_reader *reader, struct err *err)
{
    struct buf sql = BUF_INIT(SQL_MAXIMUM);
    struct ddl_table table;
    int code;

    start(incoming, reader);
    ddl_table(&table, contract, DDL_INCOMING);
    code = ddl_create(&sql, &table)
               ? store_run(connection, buf_text(&sql), "make a temporary table", err)
               : err_set(err, EX_CONFIG, "feed '%s' has too many columns", contract->name);
    ddl_release(&table);
    buf_release(&sql);
    return code ? code : pair(incoming, contract, reader, err);
}

/* schema.table or table, each part quoted. */
static bool quote_table(struct buf *sql, const char *table)
{
    const char *dot = strchr(table, '.');
    char *schema = dot ? mem_text_n(table, (size_t)(dot - table)) : NULL;
    bool ok = (!schema || (ddl_identifier(sql, schema) && buf_add_char(sql, '.'))) &&
              ddl_identifier(sql, dot ? dot + 1 : table);

    free(schema);
    return ok;
}

static int look_at(
    struct incoming *incoming, PGconn *connection, const char *table, struct err *err)
{
    struct buf sql = BUF_INIT(SQL_MAXIMUM);

    if (buf_add_text(&sql, "select * from ") && quote_table(&sql, table) &&
        buf_add_text(&sql, " limit 0"))
        incoming->names = store_ask(connection, buf_text(&sql), 0, NULL, "look at the table", err);
    buf_release(&sql);
    return incoming->names ? 0 : err->code;
}

int incoming_find(struct incoming *incoming, PGconn *connection, const char *table,
    const struct stream_reader *reader, struct err *err)
{
    start(incoming, reader);
    if (look_at(incoming, connection, table, err))
        return err->code;
    for (int i = 0; i < PQnfields(incoming->names); i++) {
        const char *name = PQfname(incoming->names, i);
        const char *type = binary_type_name(PQftype(incoming->names, i));
        int cell = stream_column(reader, name);

        if (cell >= 0 && add(incoming, name, type, cell, reader, err))
            return err->code;
    }
    return check_all_placed(incoming, reader, err);
}

static bool copy_statement(const struct incoming *incoming, const char *table, struct buf *sql)
{
    bool ok = buf_add_text(sql, "copy ") && quote_table(sql, table) && buf_add_text(sql, " (");

    for (size_t i = 0; i < incoming->count && ok; i++)
        ok = buf_add_text(sql, i ? ", " : "") && ddl_identifier(sql, incoming->columns[i].name);
    return ok && buf_add_text(sql, ") from stdin (format binary)");
}

#ifdef ONTRACK_FAULT
/* A record that is struck has the buffer to itself. */
static bool begin_strike(struct copy *copy)
{
    bool strikes = fault_strikes(copy->rows + 1);

    if (strikes)
        copy_flush(copy);
    return strikes;
}

static void end_strike(struct copy *copy, bool strikes)
{
    if (strikes && copy->length <= COPY_BUFFER / 2)
        copy->length = fault_apply(copy->data, copy->length);
}
#else
static bool begin_strike(struct copy *copy)
{
    (void)copy;
    return false;
}

static void end_strike(struct copy *copy, bool strikes)
{
    (void)copy;
    (void)strikes;
}
#endif

static int put_record(const struct incoming *incoming, struct copy *copy,
    const struct stream_reader *reader, struct err *err)
{
    bool strikes = begin_strike(copy);

    copy_row(copy);
    for (size_t i = 0; i < incoming->count; i++) {
        const struct incoming_column *column = &incoming->columns[i];

        if (binary_put(copy, column->type, &reader->cells[column->cell]))
            continue;
        err_set(err, EX_DATAERR, "column '%s' holds what is no value of its type",
            reader->names[column->cell]);
        err_detail(
            err, "in record %llu of '%s'", (unsigned long long)reader->records, reader->name);
        return err_hint(err, "load takes what validate and anonymise have passed");
    }
    end_strike(copy, strikes);
    return 0;
}

static int copy_records(
    struct incoming *incoming, struct copy *copy, struct stream_reader *reader, struct err *err)
{
    int got;

    while ((got = stream_next(reader, err)) > 0) {
        if (incoming->hashed)
            incoming->hash = hash_line(incoming->hash, reader->line, reader->line_length);
        incoming->traces += incoming->rows && stream_is_trace(&reader->cells[incoming->rows->cell]);
        if (put_record(incoming, copy, reader, err))
            return err->code;
        if (copy->failed)
            break; /* copy_finish() says why */
    }
    return got < 0 ? err->code : 0;
}

int incoming_copy(struct incoming *incoming, PGconn *connection, const char *table,
    struct stream_reader *reader, struct err *err)
{
    struct buf sql = BUF_INIT(SQL_MAXIMUM);
    struct copy copy;
    int code;

    if (!copy_statement(incoming, table, &sql))
        code = err_set(err, EX_CONFIG, "the table has too many columns");
    else
        code = copy_begin(&copy, connection, buf_text(&sql), incoming->count, err);
    buf_release(&sql);
    if (code)
        return code;
    code = copy_records(incoming, &copy, reader, err);
    if (code)
        copy_abandon(&copy);
    else
        code = copy_finish(&copy, err);
    return code;
}

void incoming_release(struct incoming *incoming)
{
    free(incoming->columns);
    PQclear(incoming->names);
    *incoming = (struct incoming){0};
}
