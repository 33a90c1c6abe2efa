#include "record/types.h"
#include "record/dates.h"

#include <string.h>

static const char *const names[] = {"string", "integer", "number", "date", "boolean", "datetime"};

const char *type_name(enum field_type type)
{
    return names[type];
}

bool type_parse(const char *name, enum field_type *type)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) {
            *type = (enum field_type)i;
            return true;
        }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digit_run(const char *data, size_t length)
{
    size_t count = 0;

    while (count < length && is_digit(data[count]))
        count++;
    return count;
}

bool integer_parse(const char *data, size_t length, int32_t *value)
{
    bool negative = length > 0 && data[0] == '-';
    int64_t sum = 0;

    data += negative;
    length -= negative;
    if (length == 0 || digit_run(data, length) != length)
        return false;
    for (size_t i = 0; i < length; i++) {
        sum = sum * 10 + (data[i] - '0');
        if (sum > (int64_t)INT32_MAX + negative)
            return false;
    }
    *value = (int32_t)(negative ? -sum : sum);
    return true;
}

bool boolean_parse(const char *data, size_t length, bool *value)
{
    if (length != 1 || (data[0] != 't' && data[0] != 'f'))
        return false;
    *value = data[0] == 't';
    return true;
}

bool number_valid(const char *data, size_t length)
{
    size_t whole, fraction;

    if (length > 0 && data[0] == '-') {
        data++;
        length--;
    }
    whole = digit_run(data, length);
    if (whole == 0 || whole > NUMBER_WHOLE_DIGITS)
        return false;
    if (whole == length)
        return true;
    if (data[whole] != '.')
        return false;
    fraction = digit_run(data + whole + 1, length - whole - 1);
    return fraction > 0 && fraction <= NUMBER_FRACTION_DIGITS && whole + 1 + fraction == length;
}

bool type_valid(enum field_type type, const char *data, size_t length)
{
    int64_t time;
    int32_t number;
    bool truth;

    switch (type) {
    case TYPE_STRING:
        return true;
    case TYPE_INTEGER:
        return integer_parse(data, length, &number);
    case TYPE_NUMBER:
        return number_valid(data, length);
    case TYPE_DATE:
        return date_parse(data, length, &number);
    case TYPE_BOOLEAN:
        return boolean_parse(data, length, &truth);
    case TYPE_DATETIME:
        return timestamp_parse(data, length, &time);
    }
    return false;
}

/* A canonical number taken apart: leading zeros before and trailing zeros after the point don't
 * count, so that equal values have equal parts. */
struct parts {
    const char *whole, *fraction;
    size_t whole_length, fraction_length;
    bool negative;
};

static struct parts take_apart(const char *data, size_t length)
{
    struct parts parts = {.negative = length > 0 && data[0] == '-'};
    const char *point;

    data += parts.negative;
    length -= parts.negative;
    point = memchr(data, '.', length);
    parts.whole = data;
    parts.whole_length = point ? (size_t)(point - data) : length;
    parts.fraction = point ? point + 1 : data + length;
    parts.fraction_length = length - (size_t)(parts.fraction - data);
    while (parts.whole_length && parts.whole[0] == '0') {
        parts.whole++;
        parts.whole_length--;
    }
    while (parts.fraction_length && parts.fraction[parts.fraction_length - 1] == '0')
        parts.fraction_length--;
    if (!parts.whole_length && !parts.fraction_length)
        parts.negative = false;
    return parts;
}

static int bytes_compare(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t shorter = a_length < b_length ? a_length : b_length;
    int order = shorter ? memcmp(a, b, shorter) : 0;

    return order ? order : (a_length > b_length) - (a_length < b_length);
}

int number_compare(const char *a, size_t a_length, const char *b, size_t b_length)
{
    struct parts x = take_apart(a, a_length), y = take_apart(b, b_length);
    int order;

    if (x.negative != y.negative)
        return x.negative ? -1 : 1;
    if (x.whole_length != y.whole_length)
        order = x.whole_length > y.whole_length ? 1 : -1;
    else
        order = bytes_compare(x.whole, x.whole_length, y.whole, y.whole_length);
    if (order == 0)
        order = bytes_compare(x.fraction, x.fraction_length, y.fraction, y.fraction_length);
    return x.negative ? -order : order;
}

int type_compare(
    enum field_type type, const char *a, size_t a_length, const char *b, size_t b_length)
{
    int64_t x = 0, y = 0;

    switch (type) {
    case TYPE_INTEGER:
    case TYPE_NUMBER:
        return number_compare(a, a_length, b, b_length);
    case TYPE_DATETIME:
        timestamp_parse(a, a_length, &x);
        timestamp_parse(b, b_length, &y);
        return (x > y) - (x < y);
    case TYPE_STRING:
    case TYPE_DATE:
    case TYPE_BOOLEAN:
        break;
    }
    /* A canonical date's bytes, and f before t, are in the order of their values. */
    return bytes_compare(a, a_length, b, b_length);
}
