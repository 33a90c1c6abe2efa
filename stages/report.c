/* report.c - the commissioner's report, from schema publish alone. */
#include "base/stage.h"
#include "output/contract.h"
#include "output/page.h"
#include "store/connect.h"

#include <errno.h>
#include <sys/stat.h>

static const char *output;

static const struct option_spec options[] = {
    {"output", OPTION_TEXT, &output, "DIR", "where index.html and the tables as CSV go"},
    {NULL, 0, NULL, NULL, NULL},
};

static int make_directory(struct err *err)
{
    if (!output)
        return err_set(err, EX_USAGE, "option '--output' is missing");
    if (mkdir(output, 0700) != 0 && errno != EEXIST)
        return err_errno(err, EX_CANTCREAT, "cannot make the folder '%s'", output);
    return 0;
}

static int run(int count, char **operands, struct err *err)
{
    struct published published = {0};
    PGconn *connection;
    int code = make_directory(err);

    (void)count;
    (void)operands;
    if (code)
        return code;
    connection = store_connect("report", err);
    if (!connection)
        return err->code;
    code = published_read(&published, connection, err);
    PQfinish(connection);
    if (!code)
        code = page_write(&published, output, err);
    if (!code)
        code = page_write_tables(&published, output, err);
    if (!code)
        code = contract_write(&published, output, err);
    published_release(&published);
    return code;
}

static const struct stage report = {
    .name = "report",
    .purpose = "Writes the commissioner's report, one page with its tables as CSV, and a contract "
               "report for each provider; libpq's PG* variables say where the database is",
    .options = options,
    .exits = "   0  the report is whole\n"
             "  64  usage\n"
             "  66  nothing has been published yet\n"
             "  69  the database or gnuplot is not available\n"
             "  73  a file cannot be made\n"
             "  74  a file cannot be written\n"
             "  77  the user may not read schema publish\n",
    .run = run,
};

int main(int argc, char **argv)
{
    return stage_main(&report, argc, argv);
}
