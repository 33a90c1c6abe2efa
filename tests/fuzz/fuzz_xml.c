/* A path in the first line, and any bytes as XML, with that, every kind of path and a structure to
 * check: no crash, and no text with a NUL or that is not UTF-8. */
#include "bytes.h"
#include "record/stream.h"
#include "source/rows.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PATHS = 10, PATH_SIZE = 300 };

static cJSON *rules(void)
{
    static cJSON *json;

    if (!json)
        json = cJSON_Parse(
            "{\"check\": {\"rule\": \"R\", \"elements\": {\"M\": {\"required\": [\"H\"],"
            " \"optional\": [\"L\", \"D\"]}, \"M/L\": {\"sequence\": [\"R\", \"A|F*\", \"Z?\"]}},"
            " \"header\": [{\"rule\": \"H\", \"same\": [\"/M/H\", \"/M/T/@y\"]}]}}");
    return json;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[PATH_SIZE];
    size_t taken = take_line(data, size, path, sizeof path);
    const char *const paths[PATHS] = {
        "R", "../R", "../F[T=1]/C", "min(../F/C)", "@n", ".", "/M/H", "/M/H/@y", path, "../../@v"};
    struct source source = {.path = "fuzz", .format = FORMAT_XML};
    struct memory memory = {data + taken, size - taken, 100, 0};
    struct bytes *bytes = open_memory(&memory);
    bool ruled = size % 2;
    /* A header cannot stand in a record's tree, which the last path makes of the whole. */
    struct rows_request request = {.source = &source,
        .bytes = bytes,
        .record = "M/L/A|M/D",
        .paths = paths,
        .path_count = PATHS - ruled};
    struct err err = ERR_INIT;
    struct rows rows;

    source.json = ruled ? rules() : NULL;
    if (rows_open(&rows, &request, &err) == 0) {
        while (rows_next(&rows, &err) > 0)
            for (size_t i = 0; i < request.path_count; i++)
                if (rows.texts[i].data && !utf8_valid(rows.texts[i].data, rows.texts[i].length))
                    abort();
        rows_close(&rows);
    }
    bytes_close(bytes);
    return 0;
}
