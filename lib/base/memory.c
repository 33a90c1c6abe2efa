#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

enum { FIRST_ROOM = 16 };

static _Noreturn void out_of_memory(void)
{
    static const char text[] = "ontrack: error: out of memory\n";
    ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);

    (void)ignored;
    _exit(EX_OSERR);
}

void *mem_array(size_t count, size_t size)
{
    void *block = calloc(count ? count : 1, size ? size : 1);

    if (!block)
        out_of_memory();
    return block;
}

void *mem_alloc(size_t size)
{
    return mem_array(1, size);
}

void *mem_grow(void *block, size_t count, size_t size)
{
    void *grown;

    if (size && count > SIZE_MAX / size)
        out_of_memory();
    if (!count || !size)
        count = size = 1;
    grown = realloc(block, count * size);
    if (!grown)
        out_of_memory();
    return grown;
}

void *mem_room(void *block, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return block;
    *capacity = *capacity ? *capacity * 2 : FIRST_ROOM;
    return mem_grow(block, *capacity, size);
}

char *mem_text_n(const char *text, size_t length)
{
    char *copy = mem_alloc(length + 1);

    if (length)
        memcpy(copy, text, length);
    return copy;
}

char *mem_text(const char *text)
{
    return text ? mem_text_n(text, strlen(text)) : NULL;
}

char *mem_format(const char *format, ...)
{
    va_list arguments;
    char *text = NULL;

    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        out_of_memory();
    va_end(arguments);
    return text;
}
