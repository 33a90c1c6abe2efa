#include "source/spelling.h"
#include "base/json.h"

#include <string.h>

static int compile_split(
    struct spelling *spelling, const cJSON *value, const char *path, struct err *err)
{
    static const char *const known[] = {"at", "part", NULL};
    const cJSON *split = cJSON_GetObjectItemCaseSensitive(value, "split");
    const char *at;
    double part;

    if (!split)
        return 0;
    if (!cJSON_IsObject(split))
        return err_set(err, EX_CONFIG, "'split' must be an object with 'at' and 'part'");
    if (json_known(split, known, path, err) < 0 || json_required(split, "at", &at, path, err) < 0 ||
        json_number(split, "part", 0, &part, path, err) < 0)
        return err->code;
    if (!*at || part < -SPELLING_PARTS || part > SPELLING_PARTS || part != (int)part || part == 0)
        return err_set(err, EX_CONFIG,
            "'split' needs a text 'at' and a 'part': 1 is the first, -1 the last, %d the most",
            SPELLING_PARTS);
    spelling->at = (struct text){at, strlen(at)};
    spelling->part = (int)part;
    return 0;
}

static int compile_zeros(
    struct spelling *spelling, const cJSON *value, const char *path, struct err *err)
{
    double zeros;

    if (json_number(value, "zeros", 0, &zeros, path, err) < 0)
        return err->code;
    if (cJSON_HasObjectItem(value, "zeros") &&
        (zeros < 1 || zeros > SPELLING_ZEROS || zeros != (int)zeros))
        return err_set(err, EX_CONFIG,
            "'zeros' must be the number of digits that the identifier has, 1 to %d",
            SPELLING_ZEROS);
    spelling->zeros = (size_t)zeros;
    return 0;
}

int spelling_compile(
    struct spelling *spelling, const cJSON *value, const char *path, struct err *err)
{
    if (json_flag(value, "upper", false, &spelling->upper, path, err) < 0 ||
        json_flag(value, "digits", false, &spelling->digits, path, err) < 0 ||
        compile_split(spelling, value, path, err) || compile_zeros(spelling, value, path, err))
        return err->code;
    return 0;
}

struct text spelling_letters(const struct spelling *spelling, struct text text, struct buf *scratch)
{
    const bool upper = spelling->upper, digits = spelling->digits;
    const char *from = text.data, *end = text.data + text.length;
    char *to;

    if (from != scratch->data) {
        buf_reset(scratch);
        if (!buf_reserve(scratch, text.length))
            return (struct text){NULL, 0};
    }
    to = scratch->data;
    for (; from < end; from++) {
        char c = *from;

        if (digits && (c == ' ' || c == '-'))
            continue;
        *to++ = upper && c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
    }
    scratch->length = (size_t)(to - scratch->data);
    *to = '\0';
    return (struct text){scratch->length ? scratch->data : NULL, scratch->length};
}

static size_t count_parts(struct text text, struct text at)
{
    const char *end = text.data + text.length, *next = text.data;
    size_t count = 1;

    while ((next = memmem(next, (size_t)(end - next), at.data, at.length)) != NULL) {
        next += at.length;
        count++;
    }
    return count;
}

struct text spelling_part(const struct spelling *spelling, struct text text)
{
    const char *start = text.data, *end = text.data + text.length, *next;
    struct text at = spelling->at;
    long part = spelling->part;

    if (!at.data)
        return text;
    if (part < 0)
        part += 1 + (long)count_parts(text, at);
    if (part < 1)
        return (struct text){NULL, 0};
    while ((next = memmem(start, (size_t)(end - start), at.data, at.length)) != NULL && --part)
        start = next + at.length;
    if (!next && part > 1)
        return (struct text){NULL, 0};
    return (struct text){start, (size_t)((next ? next : end) - start)};
}

struct text spelling_zeros(const struct spelling *spelling, struct text text, struct buf *scratch)
{
    char padded[SPELLING_ZEROS];
    size_t missing;

    if (text.length >= spelling->zeros)
        return text;
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return text;
    missing = spelling->zeros - text.length;
    memset(padded, '0', missing);
    memcpy(padded + missing, text.data, text.length);
    buf_reset(scratch);
    buf_add(scratch, padded, spelling->zeros);
    return (struct text){scratch->data, scratch->length};
}
