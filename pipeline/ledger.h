/* ledger.h - the night in the database: the lock, what is due, and what it came to. The statements
 * are in sql/pipeline/. */
#ifndef ONTRACK_PIPELINE_LEDGER_H
#define ONTRACK_PIPELINE_LEDGER_H

#include "pipeline/plan.h"
#include "privacy/key.h"

#include <libpq-fe.h>

enum { SUMMARY_SIZE = 400 };

/* What stands in sql/pipeline/NAME.sql, to be freed, or NULL. */
char *ledger_statement(const char *name, struct err *err);

/* One statement of sql/pipeline/NAME.sql with text parameters. Rows, to be freed with PQclear(),
 * or NULL. */
PGresult *ledger_ask(
    PGconn *connection, const char *name, size_t count, const char *const *values, struct err *err);

/* Takes the lock that one run at a time may have, for as long as the connection lasts.
 * 0, or EX_TEMPFAIL where another run has it. */
int ledger_lock(PGconn *connection, struct err *err);

/* The id of the key that tonight's records are to be loaded under: the domain's active one, which
 * must be the one that the database was built with. 0; EX_CONFIG, EX_NOINPUT, EX_NOPERM, … */
int ledger_key(PGconn *connection, const struct config *config, char key_id[KEY_ID_LENGTH + 1],
    struct err *err);

/* Asks of each unit that is due so far whether it really is. */
int ledger_compare(PGconn *connection, struct night *night, const char *key_id, struct err *err);

int ledger_begin(PGconn *connection, const char *night, struct err *err);

/* clean, held or failed */
const char *ledger_verdict(const struct night *night);
/* The exit code that goes with it: 0 or EX_DATAERR. */
int ledger_code(const struct night *night);

/* The verdict in words, of the night as a whole: a night that took two runs reads like one. */
int ledger_summary(PGconn *connection, const char *date, const struct night *night,
    char summary[SUMMARY_SIZE], struct err *err);

/* Writes what failed, what the night comes to so far, and when deliveries are expected: what is
 * published tells it. */
int ledger_settle(PGconn *connection, const char *date, const struct night *night,
    const char *summary, struct err *err);
/* Writes the verdict, and that the run has ended. */
int ledger_end(PGconn *connection, const char *date, const struct night *night, const char *summary,
    struct err *err);

#endif
