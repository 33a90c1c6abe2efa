#include "source/excel.h"
#include "record/dates.h"

#include <stddef.h>

enum { DIGITS = 5, LEAP_BUG = 60, LATER = 1462 /* days from one system to the other */ };

static size_t digits_at(const char *data, size_t length)
{
    size_t digits = 0;

    while (digits < length && data[digits] >= '0' && data[digits] <= '9')
        digits++;
    return digits;
}

bool excel_date(enum excel_dates system, struct text text, char date[11])
{
    size_t whole = digits_at(text.data, text.length);
    int32_t serial = 0, start, last;

    if (!whole || whole > DIGITS || text.data[0] == '0')
        return false;
    if (whole < text.length &&
        (text.data[whole] != '.' || whole + 1 == text.length ||
            digits_at(text.data + whole + 1, text.length - whole - 1) != text.length - whole - 1))
        return false;
    for (size_t i = 0; i < whole; i++)
        serial = serial * 10 + (text.data[i] - '0');
    if (!date_from(1900, 1, 1, &start) || !date_from(2099, 12, 31, &last))
        return false;
    if (system == EXCEL_1904)
        serial += LATER;
    else if (serial == LEAP_BUG)
        return false;
    serial = start + serial - (serial > LEAP_BUG ? 2 : 1);
    if (serial > last)
        return false;
    date_format(serial, date);
    return true;
}

bool excel_number_slowly(struct text text)
{
    const char *at = text.data, *end = text.data + text.length;
    size_t whole = digits_at(at, text.length), decimals = 0, exponent;
    bool plus;

    at += whole;
    if (at < end && (*at == '.' || *at == ',')) {
        at++;
        decimals = digits_at(at, (size_t)(end - at));
        at += decimals;
    }
    if (!whole || at == end || (*at != 'E' && *at != 'e'))
        return false;
    at++;
    plus = at < end && *at == '+';
    at += plus;
    exponent = digits_at(at, (size_t)(end - at));
    return (plus || decimals) && exponent >= 1 && exponent <= 3 && at + exponent == end;
}
