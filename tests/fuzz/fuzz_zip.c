/* Any bytes as a zip, of which the first MiB of two members is read as a table is, also where it is
 * gzip: no crash, no leak, and an error where there is nothing. */
#include "bytes.h"
#include "source/archive.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RATIO = 20, MOST = 1024 * 1024 };

static ssize_t memory_at(void *state, char *data, size_t length, uint64_t offset, struct err *err)
{
    const struct memory *memory = state;
    size_t left = offset < memory->length ? memory->length - (size_t)offset : 0;

    (void)err;
    length = length < left ? length : left;
    length = length < memory->part ? length : memory->part;
    if (length)
        memcpy(data, memory->data + offset, length);
    return (ssize_t)length;
}

static void read_member(struct archive *archive, const char *glob)
{
    static char block[64 * 1024];
    struct err err = ERR_INIT;
    struct bytes *bytes = archive_member(archive, glob, &err);
    uint64_t sum = 0;
    ssize_t got = 0;

    if (bytes)
        bytes = bytes_unpack(bytes, RATIO, &err);
    while (bytes && sum < MOST && (got = bytes_read(bytes, block, sizeof block, &err)) > 0)
        sum += (uint64_t)got;
    if ((got < 0 || !bytes) != (err.code != 0))
        abort();
    bytes_close(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct memory memory = {data, size, 300, 0};
    struct archive_input input = {memory_at, &memory, size, "fuzz", RATIO};
    struct err err = ERR_INIT;
    struct archive *archive = archive_open(&input, &err);

    if (!archive != (err.code != 0))
        abort();
    if (!archive)
        return 0;
    if (archive_count(archive, "a*") > ARCHIVE_ENTRIES)
        abort();
    read_member(archive, "a*");
    read_member(archive, "*.csv");
    archive_close(archive);
    return 0;
}
