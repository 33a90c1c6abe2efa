/* Any bytes as a stream: no crash; and where a record is read, writing it again, as raw cells and as
 * texts, gives the same bytes. */
#include "record/stream.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void compare(const struct stream_reader *reader, struct buf *scratch)
{
    const char *const *names = (const char *const *)reader->names;
    struct stream_writer raw, text;

    stream_create(&raw, -1, "raw", reader->columns, names);
    stream_create(&text, -1, "text", reader->columns, names);
    raw.out.length = text.out.length = 0; /* without the header */
    for (size_t i = 0; i < reader->columns; i++) {
        struct text value = stream_text(&reader->cells[i], scratch);

        stream_put_cell(&raw, &reader->cells[i]);
        if (reader->cells[i].null)
            stream_put_null(&text);
        else
            stream_put(&text, value.data, value.length);
    }
    if (raw.out.length != reader->line_length + 1 || raw.out.length != text.out.length ||
        memcmp(raw.out.data, reader->line, reader->line_length) != 0 ||
        memcmp(raw.out.data, text.out.data, raw.out.length) != 0)
        abort();
    free(raw.out.data);
    free(text.out.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    struct buf scratch = BUF_INIT(STREAM_RECORD_MAXIMUM);
    struct stream_reader reader;
    struct err err = ERR_INIT;

    if (fd < 0 || write(fd, data, size) != (ssize_t)size || lseek(fd, 0, SEEK_SET) != 0)
        abort();
    if (stream_open(&reader, fd, "fuzz", &err) == 0)
        while (stream_next(&reader, &err) > 0)
            compare(&reader, &scratch);
    stream_close(&reader);
    buf_release(&scratch);
    close(fd);
    return 0;
}
