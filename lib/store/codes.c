/* Code lists into ref.code: the files go to the server as they are. */
#include "base/json.h"
#include "base/memory.h"
#include "store/connect.h"
#include "store/schema.h"

#include <stdlib.h>
#include <string.h>

enum { CODES_MAXIMUM = 64 * 1024 * 1024 };

static int end_copy(PGconn *connection, const char *path, struct err *err)
{
    PGresult *result;
    int code = 0;

    while ((result = PQgetResult(connection)) != NULL) {
        if (PQresultStatus(result) != PGRES_COMMAND_OK && !code) {
            code = store_refused(connection, result, "take a code list", err);
            err_detail(err, "'%s'", path);
            err_hint(err,
                "a code list is a CSV with the columns code, label, valid_from, valid_to, "
                "source and verified");
        }
        PQclear(result);
    }
    return code;
}

static int send(PGconn *connection, const char *path, struct err *err)
{
    size_t length;
    char *text = file_read(path, CODES_MAXIMUM, &length, err);
    PGresult *result;
    int code;

    if (!text)
        return err->code;
    result = PQexec(connection, "copy pg_temp.code_file from stdin (format csv, header match)");
    if (PQresultStatus(result) != PGRES_COPY_IN) {
        code = store_refused(connection, result, "take a code list", err);
    } else if (PQputCopyData(connection, text, (int)length) != 1 ||
               PQputCopyEnd(connection, NULL) != 1) {
        code = store_refused(connection, NULL, "take a code list", err);
    } else {
        code = end_copy(connection, path, err);
    }
    PQclear(result);
    free(text);
    return code;
}

static int store_list(PGconn *connection, const char *path, struct err *err)
{
    char *list = mem_text_n(path_name(path), strlen(path_name(path)) - strlen(".csv"));
    const char *values[] = {list};
    PGresult *done;
    int code = send(connection, path, err);

    if (!code) {
        done = store_ask(
            connection, "select ops.replace_codes($1)", 1, values, "replace a code list", err);
        code = done ? 0 : err->code;
        PQclear(done);
    }
    free(list);
    return code;
}

int schema_codes(PGconn *connection, const struct schema_paths *paths, struct err *err)
{
    int code = store_run(connection, "select ops.begin_codes()", "make a temporary table", err);

    for (size_t i = 0; i < paths->code_count && !code; i++) {
        struct path_list files;

        code = path_list_read(&files, paths->codes[i], ".csv", err);
        for (size_t j = 0; j < files.count && !code; j++)
            code = store_list(connection, files.paths[j], err);
        path_list_release(&files);
    }
    return code;
}
