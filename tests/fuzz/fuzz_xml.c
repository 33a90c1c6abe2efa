/* Any bytes as XML, with every kind of path and a structure to check: no crash, and no text with a NUL
 * or that is not UTF-8. */
#include "bytes.h"
#include "record/stream.h"
#include "source/rows.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static cJSON *rules(void)
{
    static cJSON *json;

    if (!json)
        json = cJSON_Parse(
            "{\"check\": {\"rule\": \"R\", \"elements\": {\"M\": {\"required\": [\"H\"],"
            " \"optional\": [\"L\"]}, \"M/L\": {\"required\": [\"R\"], \"optional\": "
            "[\"A\", \"F\"]}}}}");
    return json;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {
        "R", "../R", "../F[T=1]/C", "@n", ".", "/M/H", "/M/H/@y", "../../@v"};
    enum { PATHS = sizeof paths / sizeof *paths };
    struct source source = {.path = "fuzz", .format = FORMAT_XML};
    struct memory memory = {data, size, 100, 0};
    struct bytes *bytes = open_memory(&memory);
    struct rows_request request = {&source, bytes, "M/L/A", paths, PATHS, false};
    struct err err = ERR_INIT;
    struct rows rows;

    source.json = size % 2 ? rules() : NULL;
    if (rows_open(&rows, &request, &err) == 0) {
        while (rows_next(&rows, &err) > 0)
            for (size_t i = 0; i < PATHS; i++)
                if (rows.texts[i].data && !utf8_valid(rows.texts[i].data, rows.texts[i].length))
                    abort();
        rows_close(&rows);
    }
    bytes_close(bytes);
    return 0;
}
