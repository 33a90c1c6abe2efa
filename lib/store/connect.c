#include "store/connect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SERVER_MINIMUM = 150000 };

static void drop_notice(void *unused, const PGresult *notice)
{
    (void)unused;
    (void)notice;
}

/* libpq's text says where it looked and why it failed, over several lines; no row has passed yet,
 * so it may be shown. */
static int cannot_connect(const PGconn *connection, struct err *err)
{
    char text[sizeof err->detail];

    snprintf(text, sizeof text, "%s", connection ? PQerrorMessage(connection) : "");
    for (char *p = text; *p; p++)
        if (*p == '\n' || *p == '\t')
            *p = p[1] ? ' ' : '\0';
    err_set(err, EX_UNAVAILABLE, "cannot reach the database");
    err_detail(err, "%s", text);
    return err_hint(err,
        "check that the server runs, and what the configuration or PGHOST, PGPORT, PGUSER, "
        "PGDATABASE say; the clone's own server: ./run.sh status, plan, doctor, ...");
}

/* What ours must be, whatever the server's defaults are. Read committed: each statement sees what was
 * committed while the one before it waited for a lock. No timeouts: a stage may be slow to begin. */
static const char *const settings[] = {"set search_path = pg_catalog, pg_temp",
    "set default_transaction_isolation = 'read committed'",
    "set default_transaction_read_only = off", "set standard_conforming_strings = on", NULL};

static int start_session(PGconn *connection, struct err *err)
{
    const char *encoding = PQparameterStatus(connection, "server_encoding");

    if (PQserverVersion(connection) < SERVER_MINIMUM)
        return err_set(err, EX_CONFIG, "the server is older than PostgreSQL 15");
    if (!encoding || strcmp(encoding, "UTF8") != 0) {
        err_set(err, EX_CONFIG, "the database '%s' is not in UTF8", PQdb(connection));
        return err_hint(err, "createdb --encoding UTF8 --locale C.UTF-8 --template template0 NAME");
    }
    for (const char *const *sql = settings; *sql; sql++)
        if (store_run(connection, *sql, "start a session", err))
            return err->code;
    return 0;
}

PGconn *store_connect(const char *program, struct err *err)
{
    const char *const keywords[] = {"fallback_application_name", "client_encoding", NULL};
    const char *const values[] = {program, "UTF8", NULL};
    PGconn *connection = PQconnectdbParams(keywords, values, 0);

    if (PQstatus(connection) != CONNECTION_OK) {
        cannot_connect(connection, err);
        PQfinish(connection);
        return NULL;
    }
    PQsetErrorVerbosity(connection, PQERRORS_SQLSTATE);
    PQsetNoticeReceiver(connection, drop_notice, NULL);
    if (start_session(connection, err)) {
        PQfinish(connection);
        return NULL;
    }
    return connection;
}

struct refusal {
    const char *state; /* SQLSTATE, or its first letters */
    int code;
    const char *hint;
};

/* The first that fits. See PostgreSQL's Appendix A and errcode in sql/functions. */
static const struct refusal refusals[] = {
    {"08", EX_UNAVAILABLE, "the connection to the server was lost; nothing was changed"},
    {"57", EX_UNAVAILABLE, "the server ended the session; nothing was changed; run it again"},
    {"53", EX_UNAVAILABLE, "the server is out of disk, memory or connections; nothing was changed"},
    {"40", EX_UNAVAILABLE, "another session was in the way; nothing was changed; run it again"},
    {"55P03", EX_UNAVAILABLE, "another session holds a lock; nothing was changed; run it again"},
    {"42501", EX_NOPERM, "the database user lacks a right: see sql/roles.sql"},
    {"25006", EX_NOPERM, "the server or the session is read-only"},
    {"42", EX_CONFIG, "bring the database up to date: ontrack schema --apply"},
    {"3F", EX_CONFIG, "bring the database up to date: ontrack schema --apply"},
    {"OT078", EX_CONFIG, "bring the database up to date: ontrack schema --apply"},
    {"OT079", EX_CONFIG, "a feed keeps its primary key: give the changed feed a new name"},
    {"OT080", EX_CONFIG,
        "the database was built with another key: put that one's file back from its copy"},
    {"22", EX_DATAERR, NULL}, {"23", EX_DATAERR, NULL},
    {"54", EX_DATAERR, "a value is too long, most likely one of the primary key"},
    {"", EX_SOFTWARE, NULL}};

static const struct refusal *find_refusal(const char *state)
{
    const struct refusal *refusal = refusals;

    while (strncmp(refusal->state, state, strlen(refusal->state)) != 0)
        refusal++;
    return refusal;
}

int store_refused(PGconn *connection, const PGresult *result, const char *what, struct err *err)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    const char *table = PQresultErrorField(result, PG_DIAG_TABLE_NAME);
    const char *column = PQresultErrorField(result, PG_DIAG_COLUMN_NAME);
    const struct refusal *refusal;

    if (!state)
        state = PQstatus(connection) == CONNECTION_OK ? "" : "08006";
    refusal = find_refusal(state);
    err_set(err, refusal->code, "the database refused to %s: SQLSTATE %s", what,
        *state ? state : "unknown");
    if (constraint || table)
        err_detail(err, "constraint '%s', table '%s', column '%s'", constraint ? constraint : "",
            table ? table : "", column ? column : "");
    if (refusal->hint)
        err_hint(err, "%s", refusal->hint);
    return err->code;
}

int store_run(PGconn *connection, const char *sql, const char *what, struct err *err)
{
    PGresult *result = PQexec(connection, sql);
    ExecStatusType status = PQresultStatus(result);
    int code = 0;

    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
        code = store_refused(connection, result, what, err);
    PQclear(result);
    return code;
}

int store_commit(PGconn *connection, const char *what, struct err *err)
{
    PGresult *result = PQexec(connection, "commit");
    int code = 0;

    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        code = store_refused(connection, result, what, err);
    else if (strcmp(PQcmdStatus(result), "COMMIT") != 0)
        code = err_set(err, EX_SOFTWARE, "the database rolled back instead of committing");
    PQclear(result);
    return code;
}

PGresult *store_ask(PGconn *connection, const char *sql, size_t count, const char *const *values,
    const char *what, struct err *err)
{
    PGresult *result = PQexecParams(connection, sql, (int)count, NULL, values, NULL, NULL, 0);

    if (PQresultStatus(result) == PGRES_TUPLES_OK || PQresultStatus(result) == PGRES_COMMAND_OK)
        return result;
    store_refused(connection, result, what, err);
    PQclear(result);
    return NULL;
}

const char *store_value(const PGresult *result, int row, const char *column)
{
    int at = PQfnumber(result, column);

    return at < 0 || PQgetisnull(result, row, at) ? NULL : PQgetvalue(result, row, at);
}

long long store_number(const PGresult *result, int row, const char *column)
{
    const char *value = store_value(result, row, column);

    return value ? strtoll(value, NULL, 10) : 0;
}
