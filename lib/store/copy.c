#include "store/copy.h"
#include "base/memory.h"
#include "store/connect.h"

#include <arpa/inet.h>
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The fixed start of a binary COPY: signature, no flags, no extension (PostgreSQL: COPY, "Binary
 * Format"). */
static const char signature[19] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0";

int copy_begin(
    struct copy *copy, PGconn *connection, const char *sql, size_t columns, struct err *err)
{
    PGresult *result = PQexec(connection, sql);
    int code = 0;

    *copy = (struct copy){.connection = connection, .columns = (int16_t)columns};
    if (PQresultStatus(result) != PGRES_COPY_IN)
        code = store_refused(connection, result, "take records", err);
    PQclear(result);
    if (code)
        return code;
    copy->data = mem_alloc(COPY_BUFFER);
    copy_bytes(copy, signature, sizeof signature);
    return 0;
}

void copy_flush(struct copy *copy)
{
    if (copy->length && !copy->failed &&
        PQputCopyData(copy->connection, copy->data, (int)copy->length) != 1)
        copy->failed = true;
    copy->length = 0;
}

char *copy_room(struct copy *copy, size_t length)
{
    if (COPY_BUFFER - copy->length < length)
        copy_flush(copy);
    return copy->data + copy->length;
}

void copy_bytes(struct copy *copy, const void *data, size_t length)
{
    const char *from = data;

    while (length) {
        size_t room = COPY_BUFFER - copy->length, part = length < room ? length : room;

        memcpy(copy->data + copy->length, from, part);
        copy->length += part;
        from += part;
        length -= part;
        if (copy->length == COPY_BUFFER)
            copy_flush(copy);
    }
}

void copy_int16(struct copy *copy, int16_t value)
{
    uint16_t network = htons((uint16_t)value);

    memcpy(copy_room(copy, sizeof network), &network, sizeof network);
    copy->length += sizeof network;
}

void copy_int32(struct copy *copy, int32_t value)
{
    uint32_t network = htonl((uint32_t)value);

    memcpy(copy_room(copy, sizeof network), &network, sizeof network);
    copy->length += sizeof network;
}

void copy_int64(struct copy *copy, int64_t value)
{
    uint64_t network = htobe64((uint64_t)value);

    memcpy(copy_room(copy, sizeof network), &network, sizeof network);
    copy->length += sizeof network;
}

void copy_row(struct copy *copy)
{
    copy_int16(copy, copy->columns);
    copy->rows++;
}

void copy_null(struct copy *copy)
{
    copy_int32(copy, -1);
}

void copy_text(struct copy *copy, const char *data, size_t length)
{
    copy_int32(copy, (int32_t)length);
    copy_bytes(copy, data, length);
}

static int check_count(const struct copy *copy, PGresult *result, struct err *err)
{
    unsigned long long stored = strtoull(PQcmdTuples(result), NULL, 10);

    if (stored == copy->rows)
        return 0;
    err_set(err, EX_SOFTWARE, "the database took another number of records than it was given");
    return err_detail(err, "given %llu, taken %llu", (unsigned long long)copy->rows, stored);
}

int copy_finish(struct copy *copy, struct err *err)
{
    PGresult *result;
    int code = 0;

    copy_int16(copy, -1);
    copy_flush(copy);
    free(copy->data);
    copy->data = NULL;
    if (!copy->failed)
        copy->failed = PQputCopyEnd(copy->connection, NULL) != 1;
    if (copy->failed)
        return store_refused(copy->connection, NULL, "take records", err);
    while ((result = PQgetResult(copy->connection)) != NULL) {
        if (!code)
            code = PQresultStatus(result) == PGRES_COMMAND_OK
                       ? check_count(copy, result, err)
                       : store_refused(copy->connection, result, "take records", err);
        PQclear(result);
    }
    return code;
}

void copy_abandon(struct copy *copy)
{
    PGresult *result;

    free(copy->data);
    copy->data = NULL;
    PQputCopyEnd(copy->connection, "the stream was not whole");
    while ((result = PQgetResult(copy->connection)) != NULL) {
        bool stuck = PQresultStatus(result) == PGRES_COPY_IN;

        PQclear(result);
        if (stuck)
            break;
    }
}
