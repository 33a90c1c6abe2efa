#include "method/number.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool number_parse(const char *data, size_t length, double *value)
{
    char text[64], *end;

    if (!length || length >= sizeof text)
        return false;
    for (size_t i = 0; i < length; i++)
        if (!strchr("+-.0123456789eE", data[i]) || !data[i])
            return false;
    memcpy(text, data, length);
    text[length] = '\0';
    *value = strtod(text, &end);
    if (*end || end == text || !isfinite(*value))
        return false;
    *value += 0.0; /* minus zero */
    return true;
}

size_t number_format(double value, char text[NUMBER_TEXT])
{
    int length = 0;

    for (int digits = 15; digits <= 17; digits++) {
        length = snprintf(text, NUMBER_TEXT, "%.*g", digits, value);
        if (digits == 17 || strtod(text, NULL) == value)
            break;
    }
    return (size_t)length;
}

bool number_is_count(double value)
{
    return value >= 0 && value == floor(value);
}

double *number_list(const char *text, const char *option, size_t *count, struct err *err)
{
    double *list = mem_array(1, sizeof *list);

    *count = 0;
    while (text) {
        const char *comma = strchr(text, ',');
        size_t length = comma ? (size_t)(comma - text) : strlen(text);

        list = mem_grow(list, *count + 1, sizeof *list);
        if (!number_parse(text, length, &list[(*count)++])) {
            err_set(err, EX_USAGE, "option '--%s' wants numbers apart by commas", option);
            free(list);
            return NULL;
        }
        text = comma ? comma + 1 : NULL;
    }
    return list;
}
