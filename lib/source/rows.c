#include "source/rows.h"
#include "base/memory.h"
#include "source/sheet.h"

#include <stdlib.h>

int rows_open(struct rows *rows, const struct rows_request *request, struct err *err)
{
    static int (*const openers[])(struct rows *, const struct rows_request *, struct err *) = {
        [FORMAT_CSV] = csv_rows_open,
        [FORMAT_NDJSON] = ndjson_rows_open,
        [FORMAT_JSON] = json_rows_open,
        [FORMAT_XML] = xml_rows_open,
        [FORMAT_XLSX] = xlsx_rows_open,
    };
    int code;

    *rows = (struct rows){.positions = mem_array(request->path_count, sizeof *rows->positions)};
    for (size_t i = 0; i < request->path_count; i++)
        rows->positions[i] = (int)i;
    code = openers[request->source->format](rows, request, err);
    if (code)
        rows_close(rows);
    return code;
}

int rows_next(struct rows *rows, struct err *err)
{
    return rows->kind->next(rows, err);
}

void rows_close(struct rows *rows)
{
    if (rows->state)
        rows->kind->close(rows);
    for (size_t i = 0; i < rows->column_count; i++)
        free(rows->columns[i]);
    free(rows->columns);
    sheet_release(rows);
    free(rows->positions);
    *rows = (struct rows){.texts = NULL};
}
