#include "source/window.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void window_open(struct window *window, struct bytes *bytes, enum source_encoding encoding)
{
    *window = (struct window){.capacity = WINDOW_FIRST};
    decoder_open(&window->decoder, bytes, encoding);
    window->data = mem_alloc(window->capacity + WINDOW_SLACK);
}

/* It grows no further, so that a record of any encoding has the same limit. */
bool window_full(const struct window *window)
{
    return window->capacity >= RECORD_MAXIMUM &&
           window->capacity - (window->end - window->start) < DECODER_CAPACITY;
}

static int make_room(struct window *window, struct err *err)
{
    if (window->start) {
        memmove(window->data, window->data + window->start, window->end - window->start);
        window->end -= window->start;
        window->start = 0;
    }
    if (window->capacity - window->end >= DECODER_CAPACITY)
        return 0;
    if (window_full(window)) {
        err_set(err, EX_DATAERR, "'%s' has a record of more than 8 MiB",
            bytes_name(window->decoder.bytes));
        return err_hint(
            err, "see whether its line breaks are there, and whether it is what the source says");
    }
    window->capacity *= 2;
    window->data = mem_grow(window->data, window->capacity + WINDOW_SLACK, 1);
    return 0;
}

int window_fill(struct window *window, struct err *err)
{
    ssize_t got;

    if (make_room(window, err))
        return err->code;
    got = decoder_read(
        &window->decoder, window->data + window->end, window->capacity - window->end, err);
    if (got < 0)
        return err->code;
    window->end += (size_t)got;
    window->ended = got == 0;
    memset(window->data + window->end, 0, WINDOW_SLACK);
    return 0;
}

void window_close(struct window *window)
{
    decoder_close(&window->decoder);
    free(window->data);
    *window = (struct window){.data = NULL};
}
