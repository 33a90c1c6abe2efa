#include "source/delivery.h"
#include "base/buf.h"
#include "base/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { FILLED_MAXIMUM = 64 * 1024 };

static int malformed(const char *text, struct err *err)
{
    err_set(err, EX_CONFIG, "'%.200s' is not a text with {parts}", text);
    return err_hint(err, "write a part as {name}, with a literal character between two parts");
}

/* Takes the part that begins at *pattern from *name. */
static int take(struct parts *parts, const char **pattern, const char **name, const char *whole,
    const char *end, struct err *err)
{
    const char *close = strchr(*pattern, '}');
    const char *stop;

    if (!close || close == *pattern + 1 || close[1] == '{' || parts->count == PARTS_MAXIMUM)
        return malformed(whole, err);
    stop = close[1] ? memchr(*name, close[1], (size_t)(end - *name)) : end;
    if (!stop || stop == *name)
        return err_set(err, EX_DATAERR, "the delivery's name does not fit '%.200s'", whole);
    parts->items[parts->count++] =
        (struct part){mem_text_n(*pattern + 1, (size_t)(close - *pattern - 1)),
            mem_text_n(*name, (size_t)(stop - *name))};
    *pattern = close + 1;
    *name = stop;
    return 0;
}

static bool ends_with(const char *text, size_t length, const char *ending)
{
    size_t size = strlen(ending);

    return length > size && memcmp(text + length - size, ending, size) == 0;
}

/* Without the ending that a packed delivery has, where the pattern does not have it. */
static size_t length_unpacked(const char *pattern, const char *name)
{
    static const char *const endings[] = {".gz", ".zip"};
    size_t length = strlen(name);

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends_with(name, length, endings[i]) && !ends_with(pattern, strlen(pattern), endings[i]))
            return length - strlen(endings[i]);
    return length;
}

int parts_match(struct parts *parts, const char *pattern, const char *name, struct err *err)
{
    const char *whole = pattern, *end = name + length_unpacked(pattern, name);
    int code = 0;

    *parts = (struct parts){0};
    while (!code && *pattern) {
        if (*pattern == '{')
            code = take(parts, &pattern, &name, whole, end, err);
        else if (name == end || *name++ != *pattern++)
            break;
    }
    if (!code && (*pattern || name != end))
        code = err_set(err, EX_DATAERR, "the delivery's name does not fit '%.200s'", whole);
    if (code)
        parts_release(parts);
    return code;
}

void parts_release(struct parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        free(parts->items[i].name);
        free(parts->items[i].value);
    }
    *parts = (struct parts){0};
}

static const char *value_of(const struct parts *parts, const char *name, size_t length)
{
    for (size_t i = 0; i < parts->count; i++)
        if (strncmp(parts->items[i].name, name, length) == 0 && !parts->items[i].name[length])
            return parts->items[i].value;
    return NULL;
}

const char *parts_value(const struct parts *parts, const char *name)
{
    return value_of(parts, name, strlen(name));
}

char *parts_fill(const struct parts *parts, const char *text, struct err *err)
{
    struct buf filled = BUF_INIT(FILLED_MAXIMUM);
    char *result = NULL;

    for (const char *at = text; *at; at++) {
        const char *close = *at == '{' ? strchr(at, '}') : at;
        const char *value = NULL;

        if (close && close != at)
            value = value_of(parts, at + 1, (size_t)(close - at - 1));
        if (!close || (close != at && !value)) {
            err_set(err, EX_CONFIG, "'%.200s' names a part that the source's 'file' does not have",
                text);
            goto out;
        }
        if (value)
            buf_add_text(&filled, value);
        else
            buf_add_char(&filled, *at);
        at = close;
    }
    result = mem_text(buf_text(&filled));
out:
    buf_release(&filled);
    return result;
}

char *delivery_name(const char *location)
{
    size_t length = strlen(location);
    size_t start;

    if (strstr(location, "://"))
        length = strcspn(location, "?#");
    while (length > 1 && location[length - 1] == '/')
        length--;
    start = length;
    while (start && location[start - 1] != '/')
        start--;
    return mem_text_n(location + start, length - start);
}
