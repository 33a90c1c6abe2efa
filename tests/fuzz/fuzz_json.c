/* Any bytes as JSON, as pages of JSON and as NDJSON: no crash, and no text with a NUL or that is not UTF-8. */
#include "bytes.h"
#include "record/stream.h"
#include "source/rows.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(const uint8_t *data, size_t size, enum source_format format, enum paging_by by)
{
    static const char *const paths[] = {"a", "b.c", "b.0.c", "n"};
    struct source source = {.path = "fuzz", .format = format, .http = {.paging = {.by = by}}};
    struct memory memory = {data, size, 7, 0};
    struct bytes *bytes = open_memory(&memory);
    struct rows_request request = {&source, bytes, NULL, paths, 4, false};
    struct err err = ERR_INIT;
    struct rows rows;

    if (rows_open(&rows, &request, &err) == 0) {
        while (rows_next(&rows, &err) > 0)
            for (size_t i = 0; !rows.defect && i < 4; i++)
                if (rows.texts[i].data && !utf8_valid(rows.texts[i].data, rows.texts[i].length))
                    abort();
        rows_close(&rows);
    }
    bytes_close(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_all(data, size, FORMAT_NDJSON, PAGING_NONE);
    read_all(data, size, FORMAT_JSON, PAGING_NONE);
    read_all(data, size, FORMAT_JSON, PAGING_LINK);
    return 0;
}
