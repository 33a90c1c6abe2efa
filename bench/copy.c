/* copy.c - the floor under every loader: standard input to COPY through libpq, and nothing else.
 *
 *   copy 'copy final from stdin (format binary)' < FILE */
#include <libpq-fe.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    static char block[64 * 1024];
    PGconn *connection = PQconnectdb("");
    PGresult *result;
    ssize_t got;
    int failed;

    if (argc != 2 || PQstatus(connection) != CONNECTION_OK)
        return 69;
    result = PQexec(connection, argv[1]);
    if (PQresultStatus(result) != PGRES_COPY_IN)
        return 70;
    PQclear(result);
    while ((got = read(0, block, sizeof block)) > 0)
        if (PQputCopyData(connection, block, (int)got) != 1)
            return 74;
    if (got < 0 || PQputCopyEnd(connection, NULL) != 1)
        return 74;
    result = PQgetResult(connection);
    failed = PQresultStatus(result) != PGRES_COMMAND_OK;
    PQclear(result);
    PQfinish(connection);
    return failed;
}
