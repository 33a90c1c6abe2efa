#include "base/buf.h"
#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUF_FIRST = 256 };

void buf_init(struct buf *buf, size_t maximum)
{
    *buf = (struct buf)BUF_INIT(maximum);
}

void buf_reset(struct buf *buf)
{
    buf->length = 0;
    if (buf->data)
        buf->data[0] = '\0';
}

void buf_release(struct buf *buf)
{
    free(buf->data);
    buf_init(buf, buf->maximum);
}

bool buf_reserve(struct buf *buf, size_t extra)
{
    size_t wanted, capacity;

    if (extra > buf->maximum || buf->length > buf->maximum - extra)
        return false;
    wanted = buf->length + extra + 1;
    if (wanted <= buf->capacity)
        return true;
    capacity = buf->capacity ? buf->capacity : BUF_FIRST;
    while (capacity < wanted)
        capacity *= 2;
    if (capacity > buf->maximum + 1)
        capacity = buf->maximum + 1;
    buf->data = mem_grow(buf->data, capacity, 1);
    buf->capacity = capacity;
    return true;
}

bool buf_add(struct buf *buf, const char *data, size_t length)
{
    if (!buf_reserve(buf, length))
        return false;
    if (length)
        memcpy(buf->data + buf->length, data, length);
    buf->length += length;
    buf->data[buf->length] = '\0';
    return true;
}

bool buf_add_text(struct buf *buf, const char *text)
{
    return buf_add(buf, text, strlen(text));
}

bool buf_add_char(struct buf *buf, char c)
{
    return buf_add(buf, &c, 1);
}

bool buf_addf(struct buf *buf, const char *format, ...)
{
    va_list arguments, again;
    int length;

    va_start(arguments, format);
    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !buf_reserve(buf, (size_t)length)) {
        va_end(again);
        return false;
    }
    vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
    va_end(again);
    buf->length += (size_t)length;
    return true;
}

const char *buf_text(const struct buf *buf)
{
    return buf->data ? buf->data : "";
}
