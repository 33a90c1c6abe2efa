#include "source/link_header.h"
#include "base/memory.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

static const char *skip_space(const char *at)
{
    return at + strspn(at, " \t");
}

/* The end of a parameter's value, a token or a text in quotes, from its first character. */
static const char *value_end(const char *at)
{
    if (*at != '"')
        return at + strcspn(at, " \t;,");
    for (at++; *at && *at != '"'; at++)
        if (*at == '\\' && at[1])
            at++;
    return at + (*at == '"');
}

/* Relations stand in a list with spaces between, and in any case (RFC 8288 section 2.1.1). */
static bool names_next(const char *value, const char *end)
{
    if (*value == '"') {
        value++;
        end -= end > value && end[-1] == '"';
    }
    while (value < end) {
        const char *word = value;

        while (value < end && *value != ' ' && *value != '\t')
            value++;
        if (value - word == 4 && strncasecmp(word, "next", 4) == 0)
            return true;
        value += value < end;
    }
    return false;
}

/* Reads the parameters of a link up to its end; only the first rel counts. */
static const char *read_parameters(const char *at, bool *next)
{
    bool seen = false;

    *next = false;
    for (at = skip_space(at); *at == ';'; at = skip_space(at)) {
        const char *name = skip_space(at + 1);
        const char *end = name + strcspn(name, " \t=;,");
        const char *value = skip_space(end);

        at = value;
        if (*value != '=')
            continue;
        value = skip_space(value + 1);
        at = value_end(value);
        if (!seen && end - name == 3 && strncasecmp(name, "rel", 3) == 0) {
            seen = true;
            *next = names_next(value, at);
        }
    }
    return at;
}

char *link_header_next(const char *header)
{
    const char *at = header ? header : "";

    while (*(at += strspn(at, " \t,"))) {
        const char *end = *at == '<' ? strchr(at, '>') : NULL;
        const char *target = at + 1;
        bool next;

        if (!end)
            return NULL;
        at = read_parameters(end + 1, &next);
        if (next)
            return mem_text_n(target, (size_t)(end - target));
        if (*at && *at != ',')
            return NULL;
    }
    return NULL;
}
