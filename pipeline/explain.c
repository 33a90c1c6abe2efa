/* ontrack explain - what is wrong with a delivery, or with one row of it: what, where, why, and what to
 * do about it. Never a value. */
#include "pipeline/commands.h"
#include "pipeline/database.h"
#include "pipeline/ledger.h"
#include "pipeline/sealed.h"
#include "pipeline/subject.h"
#include "store/connect.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *config_path;

static const struct option_spec options[] = {
    {"config", OPTION_TEXT, &config_path, "FILE", DATABASE_CONFIG_HELP},
    {0},
};

static void print_line(const char *label, const char *text)
{
    if (text)
        printf("      %s%s\n", label, text);
}

static void print_sealed(void *state, const char *path)
{
    (void)state;
    print_line("rejected records, sealed: ", path);
}

/* Where a sealed record is to be had, and how. */
static void print_quarantine(const struct config *config, const PGresult *rows, int i)
{
    const char *source = store_value(rows, i, "source"), *feed = store_value(rows, i, "feed");
    const char *slot = store_value(rows, i, "slot");

    if (sealed_each(config, source, feed, slot, print_sealed, NULL))
        printf("      the data officer opens them: ontrack quarantine open '%s/%s/%s' --key "
               "PRIVATEKEY\n",
            source, feed, slot);
}

/* *stands: whether one of them does, so that its findings are known. */
static int print_units(const struct config *config, PGconn *connection,
    const struct subject *subject, bool *stands, struct err *err)
{
    const char *values[] = {subject->name};
    PGresult *rows = ledger_ask(connection, "explain_units", 1, values, err);

    if (!rows)
        return err->code;
    for (int i = 0; i < PQntuples(rows); i++) {
        *stands |= strcmp(store_value(rows, i, "stands"), "t") == 0;
        printf("%s %s: %s\n", store_value(rows, i, "feed"), store_value(rows, i, "slot"),
            store_value(rows, i, "what"));
        print_line("", store_value(rows, i, "detail"));
        print_line("what to do: ", store_value(rows, i, "hint"));
        print_quarantine(config, rows, i);
    }
    if (!PQntuples(rows)) {
        err_set(err, EX_NOINPUT, "no delivery of the name '%s' is known", subject->name);
        err_hint(err, "name it as `ontrack status` does: the file's name, or SOURCE/FEED/SLOT");
    }
    PQclear(rows);
    return err->code;
}

static void print_finding(const PGresult *rows, int i, const struct subject *subject)
{
    const char *field = store_value(rows, i, "field");
    const char *severity = store_value(rows, i, "severity");
    const char *records = store_value(rows, i, "records");
    const char *where = store_value(rows, i, "rows");

    printf("\n  %s", store_value(rows, i, "feed"));
    if (strcmp(field, "-") != 0)
        printf(", field '%s'", field);
    printf(": %s (%s)\n", store_value(rows, i, "rule"),
        strcmp(severity, "warning") == 0 ? "warning" : "rejected");
    print_line("", store_value(rows, i, "message"));
    print_line("what to do: ", store_value(rows, i, "guidance"));
    if (!subject->row && where && *where)
        printf("      %s finding%s, row%s %s\n", records, strcmp(records, "1") == 0 ? "" : "s",
            strchr(where, ',') ? "s" : "", where);
}

static int print_findings(
    PGconn *connection, const struct subject *subject, bool stands, struct err *err)
{
    const char *values[] = {subject->name, subject->row};
    PGresult *rows = ledger_ask(connection, "explain", 2, values, err);

    if (!rows)
        return err->code;
    if (subject->row)
        printf("\nrow %s\n", subject->row);
    for (int i = 0; i < PQntuples(rows); i++)
        print_finding(rows, i, subject);
    if (!PQntuples(rows))
        puts(stands
                 ? "\n  nothing was found wrong"
                 : "\n  which records, and why, is known only of a delivery that has been applied");
    PQclear(rows);
    return 0;
}

static int run(int count, char **operands, struct err *err)
{
    struct subject subject = subject_read(operands[0]);
    struct config config;
    PGconn *connection;
    bool stands = false;

    (void)count;
    if (database_config(&config, config_path, err) == 0) {
        connection = store_connect("ontrack", err);
        if (connection && print_units(&config, connection, &subject, &stands, err) == 0)
            print_findings(connection, &subject, stands, err);
        PQfinish(connection);
        config_release(&config);
    }
    free(subject.name);
    return err->code;
}

const struct stage command_explain = {
    .name = "ontrack explain",
    .purpose = "Says what is wrong with a delivery, or with one row of it, and what to do about it",
    .operands = "DELIVERY[:ROW]",
    .minimum = 1,
    .maximum = 1,
    .options = options,
    .exits = "   0  said\n"
             "  66  no such delivery is known\n"
             "  69  the database server can't be reached\n"
             "  78  the configuration or the database's schema is not in order\n",
    .run = run,
};
