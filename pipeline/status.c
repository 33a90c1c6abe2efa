/* ontrack status - how the last nights went, what stands, and what waits for a decision. */
#include "pipeline/commands.h"
#include "pipeline/database.h"
#include "pipeline/ledger.h"
#include "store/connect.h"

#include <stdio.h>
#include <string.h>

static const char *config_path;

static const struct option_spec options[] = {
    {"config", OPTION_TEXT, &config_path, "FILE", DATABASE_CONFIG_HELP},
    {0},
};

static int width_of(const PGresult *rows, int column)
{
    int width = (int)strlen(PQfname(rows, column));

    for (int row = 0; row < PQntuples(rows); row++)
        if (PQgetlength(rows, row, column) > width)
            width = PQgetlength(rows, row, column);
    return width;
}

static bool is_number(const PGresult *rows, int column)
{
    const char *value = PQntuples(rows) ? PQgetvalue(rows, 0, column) : "";

    return *value && strspn(value, "0123456789.") == strlen(value);
}

static void print_table(const PGresult *rows)
{
    int last = PQnfields(rows) - 1;

    for (int row = -1; row < PQntuples(rows); row++)
        for (int column = 0; column <= last; column++) {
            const char *text = row < 0 ? PQfname(rows, column) : PQgetvalue(rows, row, column);
            int width = column == last && !is_number(rows, column) ? 0 : width_of(rows, column);

            printf("%s%*s%s", column ? "  " : "", is_number(rows, column) ? width : -width, text,
                column == last ? "\n" : "");
        }
}

static void print_failures(const PGresult *rows)
{
    for (int row = 0; row < PQntuples(rows); row++) {
        const char *detail = store_value(rows, row, "detail");
        const char *hint = store_value(rows, row, "hint");

        printf("%s\n    %s\n", store_value(rows, row, "unit"), store_value(rows, row, "problem"));
        if (detail)
            printf("    %s\n", detail);
        if (hint)
            printf("    hint: %s\n", hint);
    }
}

/* One part of the page; nothing where there are no rows, unless `none` says so. */
static int section(PGconn *connection, const char *query, const char *title, const char *none,
    void (*print)(const PGresult *), struct err *err)
{
    PGresult *rows = ledger_ask(connection, query, 0, NULL, err);

    if (!rows)
        return err->code;
    if (PQntuples(rows)) {
        printf("%s\n", title);
        print(rows);
        putchar('\n');
    } else if (none) {
        printf("%s\n", none);
    }
    PQclear(rows);
    return 0;
}

static void print_held(const PGresult *rows)
{
    print_table(rows);
    printf("Look at the delivery, then: ontrack release UNIT (the next run applies it),\n"
           "or: ontrack reject UNIT (it is never applied)\n");
}

static int run(int count, char **operands, struct err *err)
{
    struct config config;
    PGconn *connection;

    (void)count;
    (void)operands;
    if (database_config(&config, config_path, err))
        return err->code;
    connection = store_connect("ontrack", err);
    if (connection &&
        section(connection, "status_nights", "Nights", "No night has been run yet", print_table,
            err) == 0 &&
        section(connection, "status_units", "What stands", NULL, print_table, err) == 0 &&
        section(connection, "status_failures", "Not applied", NULL, print_failures, err) == 0)
        section(connection, "status_held", "Held", NULL, print_held, err);
    PQfinish(connection);
    config_release(&config);
    return err->code;
}

const struct stage command_status = {
    .name = "ontrack status",
    .purpose = "Says how the last nights went, what stands, and what waits for a decision",
    .operands = "",
    .options = options,
    .exits = "  69  the database server can't be reached\n"
             "  78  the configuration or the database's schema is not in order\n",
    .run = run,
};
