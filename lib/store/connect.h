/* connect.h - the connection to PostgreSQL and what its errors come to.
 *
 * Where to is said by libpq's own environment variables. The default text of a server's error may
 * quote the row that it is about: a message of ours carries the SQLSTATE and the name of a
 * constraint, table or column, and nothing else of it; notices are dropped. */
#ifndef ONTRACK_STORE_CONNECT_H
#define ONTRACK_STORE_CONNECT_H

#include "base/err.h"

#include <libpq-fe.h>
#include <stddef.h>

/* A connection in UTF-8 with an empty search path but for pg_catalog, to be closed with PQfinish().
 * NULL with EX_UNAVAILABLE or EX_CONFIG in `err`. */
PGconn *store_connect(const char *program, struct err *err);

/* One or more statements without a result. `what` completes "the database refused to …".
 * 0 or an exit code. */
int store_run(PGconn *connection, const char *sql, const char *what, struct err *err);

/* Commits. The server answers a COMMIT of a failed transaction with a rollback, and no error: that is
 * EX_SOFTWARE here. */
int store_commit(PGconn *connection, const char *what, struct err *err);

/* One statement with text parameters (NULL: SQL's NULL). Its rows, if any, to be freed with
 * PQclear(); or NULL. */
PGresult *store_ask(PGconn *connection, const char *sql, size_t count, const char *const *values,
    const char *what, struct err *err);

/* Sets the error that `result` (or the connection) stands for, and returns its exit code:
 * EX_UNAVAILABLE where the server is gone, full or stopping, EX_NOPERM, EX_CONFIG where a table or
 * function is not there, EX_DATAERR for what the data break, else EX_SOFTWARE. */
int store_refused(PGconn *connection, const PGresult *result, const char *what, struct err *err);

/* A result's value, or NULL where it is NULL or the column is not there. */
const char *store_value(const PGresult *result, int row, const char *column);
/* As a whole number; 0 where it is NULL. */
long long store_number(const PGresult *result, int row, const char *column);

#endif
