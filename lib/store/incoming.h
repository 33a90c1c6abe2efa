/* incoming.h - the stream into a table, by binary COPY. */
#ifndef ONTRACK_STORE_INCOMING_H
#define ONTRACK_STORE_INCOMING_H

#include "record/contract.h"
#include "record/stream.h"
#include "store/binary.h"

#include <libpq-fe.h>

struct incoming_column {
    const char *name; /* in the table; not copied */
    enum binary_type type;
    int cell; /* its position in the stream */
};

struct incoming {
    size_t count;
    struct incoming_column *columns;
    const struct incoming_column *rows; /* source_row, where the table is pg_temp.incoming */
    PGresult *names;                    /* owns the names, where the table was looked at */
    uint64_t traces; /* of rejected records (record/stream.h): how many of those that were copied */
    bool hashed;     /* whether to make the hash */
    uint64_t hash;   /* FNV-1a of the header and all records, as they stood */
};

/* Makes pg_temp.incoming as the contract says, and pairs its columns with the stream's. A column
 * that the contract doesn't name, or a missing column of the key, is EX_DATAERR; other columns that
 * the stream doesn't have are NULL. */
int incoming_create(struct incoming *incoming, PGconn *connection, const struct contract *contract,
    const struct stream_reader *reader, struct err *err);

/* Pairs the columns of an existing table, "table" or "schema.table", with the stream's. */
int incoming_find(struct incoming *incoming, PGconn *connection, const char *table,
    const struct stream_reader *reader, struct err *err);

/* Copies the stream into `table` up to its end. 0; EX_DATAERR where it is torn or
 * holds what is no value of its column's type; or what the server said. */
int incoming_copy(struct incoming *incoming, PGconn *connection, const char *table,
    struct stream_reader *reader, struct err *err);

void incoming_release(struct incoming *incoming);

#endif
