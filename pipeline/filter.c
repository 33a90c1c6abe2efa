#include "pipeline/filter.h"
#include "base/buf.h"
#include "base/memory.h"
#include "store/connect.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { RESULT_MAXIMUM = 256 * 1024 * 1024, BLOCK = 64 * 1024 };

/* The program and the two pipes to it. */
struct pump {
    pid_t pid;
    int to, from;
    int files[KEEP_MAXIMUM]; /* of the tables */
    size_t file_count;
    struct buf result;
};

static int pump_start(struct pump *pump, const struct filter *filter, struct err *err)
{
    int in[2], out[2];
    struct spawn spawn = {
        .program = filter->program, .arguments = filter->arguments, .errors = filter->log};

    if (pipe2(in, O_CLOEXEC) != 0)
        return err_errno(err, EX_OSERR, "cannot make a pipe");
    if (pipe2(out, O_CLOEXEC) != 0) {
        close(in[0]);
        close(in[1]);
        return err_errno(err, EX_OSERR, "cannot make a pipe");
    }
    memcpy(spawn.keep, pump->files, pump->file_count * sizeof *spawn.keep);
    spawn.input = in[0];
    spawn.output = out[1];
    pump->pid = spawn_start(&spawn, err);
    pump->to = in[1];
    pump->from = out[0];
    close(in[0]);
    close(out[1]);
    fcntl(pump->to, F_SETFL, O_NONBLOCK);
    return err->code;
}

/* Takes what the program has printed. false at the end. */
static bool drain(struct pump *pump, struct err *err)
{
    ssize_t got;

    if (!buf_reserve(&pump->result, BLOCK)) {
        err_set(err, EX_DATAERR, "the result is larger than %d bytes", RESULT_MAXIMUM);
        return false;
    }
    got = read(pump->from, pump->result.data + pump->result.length, BLOCK);
    if (got > 0)
        pump->result.length += (size_t)got;
    else if (got < 0 && errno != EINTR)
        err_errno(err, EX_IOERR, "cannot read from a pipe");
    return got > 0 || (got < 0 && errno == EINTR);
}

/* Writes all of it, and takes what is printed meanwhile, so that neither waits for the other. A
 * program that reads no further has failed; its exit code will tell. */
static int feed(struct pump *pump, const char *data, size_t length, struct err *err)
{
    while (length && !err->code) {
        struct pollfd ends[2] = {
            {.fd = pump->to, .events = POLLOUT}, {.fd = pump->from, .events = POLLIN}};
        ssize_t put;

        if (poll(ends, 2, -1) < 0 && errno != EINTR)
            return err_errno(err, EX_OSERR, "cannot wait for a pipe");
        if (ends[1].revents & POLLIN)
            drain(pump, err);
        if (!ends[0].revents)
            continue;
        put = write(pump->to, data, length);
        if (put < 0 && errno == EPIPE)
            return 0;
        if (put < 0 && errno != EAGAIN && errno != EINTR)
            return err_errno(err, EX_IOERR, "cannot write to a pipe");
        data += put > 0 ? put : 0;
        length -= put > 0 ? (size_t)put : 0;
    }
    return err->code;
}

/* Where the rows of a query go. */
typedef int (*sink)(struct pump *pump, const char *data, size_t length, struct err *err);

/* The query's rows as a stream: header, records and the end mark, which the server leaves out. */
static int send_rows(
    PGconn *connection, struct pump *pump, const char *query, sink put, struct err *err)
{
    char *sql = mem_format("copy (%s) to stdout with (format text, header)", query);
    PGresult *result = PQexec(connection, sql);
    char *row;
    int length;

    free(sql);
    if (PQresultStatus(result) != PGRES_COPY_OUT) {
        store_refused(connection, result, "read what is to be analysed", err);
        PQclear(result);
        return err->code;
    }
    PQclear(result);
    while ((length = PQgetCopyData(connection, &row, 0)) > 0) {
        if (!err->code)
            put(pump, row, (size_t)length, err);
        PQfreemem(row);
    }
    while ((result = PQgetResult(connection))) {
        if (PQresultStatus(result) != PGRES_COMMAND_OK && !err->code)
            store_refused(connection, result, "read what is to be analysed", err);
        PQclear(result);
    }
    return err->code ? err->code : put(pump, "\\.\n", 3, err);
}

/* Into the file that was made last. */
static int keep(struct pump *pump, const char *data, size_t length, struct err *err)
{
    while (length) {
        ssize_t put = write(pump->files[pump->file_count - 1], data, length);

        if (put < 0 && errno != EINTR)
            return err_errno(err, EX_IOERR, "cannot write to memory");
        data += put > 0 ? put : 0;
        length -= put > 0 ? (size_t)put : 0;
    }
    return 0;
}

static int make_tables(
    PGconn *connection, struct pump *pump, const struct filter *filter, struct err *err)
{
    char path[40];

    for (size_t i = 0; i < filter->table_count && !err->code; i++) {
        int file = memfd_create("table", MFD_CLOEXEC);

        if (file < 0)
            return err_errno(err, EX_OSERR, "cannot take memory for a table");
        pump->files[pump->file_count++] = file;
        snprintf(path, sizeof path, "/proc/self/fd/%d", file);
        arguments_option(filter->arguments, filter->tables[i].option, path);
        send_rows(connection, pump, filter->tables[i].query, keep, err);
    }
    return err->code;
}

static int pump_finish(struct pump *pump, const struct filter *filter, struct err *err)
{
    int ending;

    close(pump->to);
    while (!err->code && drain(pump, err))
        ;
    close(pump->from);
    ending = spawn_wait(pump->pid);
    if (ending && !err->code) {
        err_set(err, ending, "'%s' ended with %s", filter->program, spawn_ending(ending));
        err_hint(err, "its log is in var/log");
    }
    return err->code;
}

/* "copy TABLE (a, b) …" from the header "a\tb"; NULL where a name is none. */
static char *copy_statement(const char *into, const char *header, size_t length)
{
    struct buf sql = BUF_INIT(BLOCK);
    char *text;

    buf_addf(&sql, "copy %s (", into);
    for (size_t i = 0; i < length; i++) {
        if (header[i] == '\t')
            buf_add_char(&sql, ',');
        else if (strchr("abcdefghijklmnopqrstuvwxyz0123456789_", header[i]))
            buf_add_char(&sql, header[i]);
        else
            length = 0;
    }
    buf_add_text(&sql, ") from stdin with (format text, header match)");
    text = length ? mem_text(buf_text(&sql)) : NULL;
    buf_release(&sql);
    return text;
}

/* What the program printed, a stream, into the table. */
static int store_result(
    PGconn *connection, const struct buf *printed, const char *into, struct err *err)
{
    static const char end[] = "\\.\n";
    size_t length = printed->length, mark = sizeof end - 1;
    const char *newline = length ? memchr(printed->data, '\n', length) : NULL;
    char *sql =
        newline ? copy_statement(into, printed->data, (size_t)(newline - printed->data)) : NULL;
    PGresult *result;

    if (!sql || length < mark || memcmp(printed->data + length - mark, end, mark) != 0) {
        free(sql);
        return err_set(err, EX_DATAERR, "what is meant for '%s' is torn", into);
    }
    result = PQexec(connection, sql);
    free(sql);
    if (PQresultStatus(result) == PGRES_COPY_IN) {
        PQclear(result);
        if (PQputCopyData(connection, printed->data, (int)(length - mark)) != 1 ||
            PQputCopyEnd(connection, NULL) != 1)
            return store_refused(connection, NULL, "store an analysis", err);
        result = PQgetResult(connection);
    }
    do {
        if (PQresultStatus(result) != PGRES_COMMAND_OK && !err->code)
            store_refused(connection, result, "store an analysis", err);
        PQclear(result);
    } while ((result = PQgetResult(connection)));
    return err->code;
}

int filter_run(PGconn *connection, const struct filter *filter, struct err *err)
{
    struct pump pump = {.pid = -1};

    buf_init(&pump.result, RESULT_MAXIMUM);
    if (make_tables(connection, &pump, filter, err) == 0 && pump_start(&pump, filter, err) == 0) {
        if (filter->query)
            send_rows(connection, &pump, filter->query, feed, err);
        pump_finish(&pump, filter, err);
    }
    if (!err->code)
        store_result(connection, &pump.result, filter->into, err);
    for (size_t i = 0; i < pump.file_count; i++)
        close(pump.files[i]);
    buf_release(&pump.result);
    return err->code;
}
