/* Any bytes as CSV, in a dialect that the first byte chooses: no crash; and what is read does not
 * depend on the parts in which it comes. */
#include "bytes.h"
#include "source/csv_reader.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t read_all(
    const uint8_t *data, size_t size, size_t part, const struct dialect *dialect)
{
    struct memory memory = {data, size, part, 0};
    struct bytes *bytes = open_memory(&memory);
    struct csv_reader csv;
    struct err err = ERR_INIT;
    uint64_t hash = 0;
    int got;

    csv_reader_open(&csv, bytes, ENCODING_UTF8, dialect);
    while ((got = csv_reader_next(&csv, &err)) > 0) {
        size_t count = csv.count < CSV_COLUMNS_MAXIMUM ? csv.count : CSV_COLUMNS_MAXIMUM;

        for (size_t i = 0; i < count; i++)
            hash = mix(hash, csv.cells[i].data, csv.cells[i].length, i);
        hash = mix(hash, "", 0, csv.row * 3 + csv.line + csv.plain);
    }
    hash = mix(hash, err.message, strlen(err.message), (uint64_t)(got + 2));
    hash = mix(hash, err.detail, strlen(err.detail), 0);
    csv_reader_close(&csv);
    bytes_close(bytes);
    return hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct dialect dialects[] = {{',', '"', 1}, {';', '\'', 1}, {'\t', '"', 1}};
    const struct dialect *dialect;

    if (!size)
        return 0;
    dialect = &dialects[data[0] % 3];
    if (read_all(data + 1, size - 1, size, dialect) != read_all(data + 1, size - 1, 5, dialect))
        abort();
    return 0;
}
