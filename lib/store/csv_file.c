#include "store/csv_file.h"
#include "base/json.h"
#include "store/connect.h"

#include <stdlib.h>

enum { FILE_MAXIMUM = 64 * 1024 * 1024 };

static int end_copy(PGconn *connection, const char *path, const char *columns, struct err *err)
{
    PGresult *result;
    int code = 0;

    while ((result = PQgetResult(connection)) != NULL) {
        if (PQresultStatus(result) != PGRES_COMMAND_OK && !code) {
            code = store_refused(connection, result, "take a file", err);
            err_detail(err, "'%s'", path);
            err_hint(err, "it must be a CSV with %s", columns);
        }
        PQclear(result);
    }
    return code;
}

int csv_file_send(
    PGconn *connection, const char *path, const char *copy, const char *columns, struct err *err)
{
    size_t length;
    char *text = file_read(path, FILE_MAXIMUM, &length, err);
    PGresult *result;
    int code;

    if (!text)
        return err->code;
    result = PQexec(connection, copy);
    if (PQresultStatus(result) != PGRES_COPY_IN)
        code = store_refused(connection, result, "take a file", err);
    else if (PQputCopyData(connection, text, (int)length) != 1 ||
             PQputCopyEnd(connection, NULL) != 1)
        code = store_refused(connection, NULL, "take a file", err);
    else
        code = end_copy(connection, path, columns, err);
    PQclear(result);
    free(text);
    return code;
}
