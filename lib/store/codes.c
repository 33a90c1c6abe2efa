/* Code lists into ref.code: the files go to the server as they are. */
#include "base/memory.h"
#include "store/connect.h"
#include "store/csv_file.h"
#include "store/schema.h"

#include <stdlib.h>
#include <string.h>

static int store_list(PGconn *connection, const char *path, struct err *err)
{
    char *list = mem_text_n(path_name(path), strlen(path_name(path)) - strlen(".csv"));
    const char *values[] = {list};
    PGresult *done;
    int code = csv_file_send(connection, path,
        "copy pg_temp.code_file from stdin (format csv, header match)",
        "the columns code, label, valid_from, valid_to, source and verified", err);

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
