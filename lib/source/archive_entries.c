/* The layout is PKWARE's APPNOTE.TXT 6.3.10: end of central directory (4.3.16), and for zip64 the
 * record of the same name (4.3.14) and its locator (4.3.15), which stands just before it. */
#include "source/archive_entries.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum {
    END = 22,
    COMMENT = 65535,
    LOCATOR = 20,
    END_64 = 56,
    COUNT_AT = 10,
    COUNT_64_AT = 32,
    OFFSET_64_AT = 8,
    IN_ZIP64 = 0xffff
};

static uint64_t number_at(const char *data, size_t size)
{
    uint64_t number = 0;

    while (size--)
        number = number << 8 | (unsigned char)data[size];
    return number;
}

/* Fills `data` from `offset`: how many bytes there were, or -1. */
static ssize_t read_fully(
    const struct archive_input *input, char *data, size_t length, uint64_t offset, struct err *err)
{
    size_t done = 0;

    while (done < length) {
        ssize_t got = input->read_at(input->state, data + done, length - done, offset + done, err);

        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return (ssize_t)done;
}

/* The count of an end of central directory at tail[at]; -1: error. */
static int64_t count_at(
    const struct archive_input *input, const char *tail, size_t at, struct err *err)
{
    uint64_t count = number_at(tail + at + COUNT_AT, 2);
    const char *locator = tail + at - LOCATOR;
    char end[END_64];
    ssize_t got;

    if (count != IN_ZIP64 || at < LOCATOR || memcmp(locator, "PK\6\7", 4) != 0)
        return (int64_t)count;
    got = read_fully(input, end, sizeof end, number_at(locator + OFFSET_64_AT, 8), err);
    if (got < 0)
        return -1;
    if (got < END_64 || memcmp(end, "PK\6\6", 4) != 0)
        return (int64_t)count;
    count = number_at(end + COUNT_64_AT, 8);
    return count > INT64_MAX ? INT64_MAX : (int64_t)count;
}

/* Every place that looks like an end is held against the limit: which of several counts is nobody's
 * secret, and a zip with a comment that holds another is no table. */
static int check_tail(
    const struct archive_input *input, const char *tail, size_t length, struct err *err)
{
    for (size_t at = 0; at + END <= length; at++) {
        int64_t count;

        if (memcmp(tail + at, "PK\5\6", 4) != 0)
            continue;
        count = count_at(input, tail, at, err);
        if (count < 0)
            return err->code;
        if (count > ARCHIVE_ENTRIES) {
            err_set(err, EX_DATAERR, "the zip '%s' has more than %d files in it", input->name,
                ARCHIVE_ENTRIES);
            return err_hint(err, "ask for a zip of the tables alone");
        }
    }
    return 0;
}

int archive_entries_check(const struct archive_input *input, struct err *err)
{
    size_t length = LOCATOR + END + COMMENT;
    char *tail;
    ssize_t got;
    int code;

    if (input->size < length)
        length = (size_t)input->size;
    tail = mem_alloc(length);
    got = read_fully(input, tail, length, input->size - length, err);
    code = got < 0 ? err->code : check_tail(input, tail, (size_t)got, err);
    free(tail);
    return code;
}
