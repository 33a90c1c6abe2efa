/* csv_file.h - a CSV file of ours to the server as it is. */
#ifndef ONTRACK_STORE_CSV_FILE_H
#define ONTRACK_STORE_CSV_FILE_H

#include "base/err.h"

#include <libpq-fe.h>

/* `copy`: copy … from stdin (format csv, header match); `columns`: what the file must have, for the
 * hint of an error. 0 or an exit code. */
int csv_file_send(
    PGconn *connection, const char *path, const char *copy, const char *columns, struct err *err);

#endif
