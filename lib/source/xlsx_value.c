#include "source/xlsx_value.h"
#include "record/dates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    DAYS_BEFORE_2000 = 36526, /* 2000-01-01 is day 36526 of the count from 1900 */
    DAYS_BEFORE_1904 = 1462,
    DAYS_END = 2958466, /* 9999-12-31 is the last one */
    LEAP_THAT_WAS_NOT = 60,
    DAY = 86400
};

enum xlsx_kind xlsx_builtin_kind(long id)
{
    if (id == 46)
        return XLSX_DURATION;
    if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id == 45 || id == 47 ||
        (id >= 50 && id <= 58))
        return XLSX_DATE;
    return XLSX_NUMBER;
}

/* Past what stands in brackets; *elapsed where it is one of [h], [mm], … */
static const char *skip_brackets(const char *at, bool *elapsed)
{
    const char *end = at + 1 + strcspn(at + 1, "]");
    size_t letters = strspn(at + 1, "hHmMsS");

    if (letters && at + 1 + letters == end)
        *elapsed = true;
    return *end ? end : end - 1;
}

static const char *skip_quoted(const char *at)
{
    const char *end = at + 1 + strcspn(at + 1, "\"");

    return *end ? end : end - 1;
}

enum xlsx_kind xlsx_code_kind(const char *code)
{
    enum xlsx_kind kind = XLSX_NUMBER;
    bool elapsed = false;

    for (const char *at = code; *at && *at != ';'; at++) {
        if (*at == '"')
            at = skip_quoted(at);
        else if (*at == '[')
            at = skip_brackets(at, &elapsed);
        else if (strchr("\\_*", *at) && at[1])
            at++;
        else if (strchr("dmyhsDMYHS", *at))
            kind = XLSX_DATE;
    }
    return elapsed ? XLSX_DURATION : kind;
}

/* The number of 15 significant digits nearest to it, without an exponent. */
static void add_decimal(double number, struct buf *to)
{
    char text[40], *exponent;
    long power;
    size_t count;

    if (number == 0) {
        buf_add_char(to, '0');
        return;
    }
    snprintf(text, sizeof text, "%.14e", fabs(number)); /* d.dddddddddddddde±dd */
    exponent = strchr(text, 'e');
    power = strtol(exponent + 1, NULL, 10);
    memmove(text + 1, text + 2, (size_t)(exponent - text) - 2);
    for (count = (size_t)(exponent - text) - 1; count > 1 && text[count - 1] == '0'; count--)
        ;
    if (number < 0)
        buf_add_char(to, '-');
    if (power < 0)
        buf_add(to, "0.", 2);
    for (long zeros = -1; zeros > power; zeros--)
        buf_add_char(to, '0');
    for (size_t i = 0; i < count || (long)i <= power; i++) {
        if (power >= 0 && (long)i == power + 1)
            buf_add_char(to, '.');
        buf_add_char(to, i < count ? text[i] : '0');
    }
}

static void add_date(long days, struct buf *to)
{
    int year, month, day;

    if (days == LEAP_THAT_WAS_NOT) {
        buf_add_text(to, "1900-02-29");
        return;
    }
    if (days < LEAP_THAT_WAS_NOT)
        days++;
    date_split((int32_t)(days - DAYS_BEFORE_2000), &year, &month, &day);
    buf_addf(to, "%04d-%02d-%02d", year, month, day);
}

static bool add_moment(double number, bool from_1904, struct buf *to)
{
    long days = (long)number, seconds = (long)((number - (double)days) * DAY + 0.5);

    if (seconds == DAY) {
        days++;
        seconds = 0;
    }
    if (days >= 1 && from_1904)
        days += DAYS_BEFORE_1904;
    if (days >= DAYS_END)
        return false;
    if (days)
        add_date(days, to);
    if (days && seconds)
        buf_add_char(to, 'T');
    if (!days || seconds)
        buf_addf(to, "%02ld:%02ld:%02ld", seconds / 3600, seconds / 60 % 60, seconds % 60);
    return true;
}

static void add_duration(double number, struct buf *to)
{
    long long seconds = (long long)(number * DAY + 0.5);

    buf_addf(to, "%lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/* strtod() takes more than a workbook has: blanks, hexadecimal numbers, infinity. */
static bool parse(struct text text, double *number)
{
    char copy[64], *end;

    if (!text.length || text.length >= sizeof copy)
        return false;
    memcpy(copy, text.data, text.length);
    copy[text.length] = '\0';
    if (copy[strspn(copy, "0123456789+-.eE")])
        return false;
    *number = strtod(copy, &end);
    return !*end && isfinite(*number);
}

bool xlsx_number(
    struct text text, enum xlsx_kind kind, bool from_1904, struct buf *to, const char **rule)
{
    double number;

    if (!parse(text, &number))
        return false;
    if (kind == XLSX_DATE && number >= 0 && number < DAYS_END && add_moment(number, from_1904, to))
        return true;
    if (kind == XLSX_DURATION && number >= 0 && number < DAYS_END) {
        add_duration(number, to);
        return true;
    }
    if (fabs(number) >= 1e15)
        *rule = "excel-number";
    add_decimal(number, to);
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character of an escape that stands at `at`, or -1. */
static int escaped(const char *at, size_t length)
{
    int character = 0;

    if (length < 7 || at[0] != '_' || at[1] != 'x' || at[6] != '_')
        return -1;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit(at[i]);

        if (digit < 0)
            return -1;
        character = character * 16 + digit;
    }
    if (character < 0x20 && character != '\t' && character != '\n' && character != '\r')
        return -1;
    return (character >= 0xd800 && character <= 0xdfff) || character >= 0xfffe ? -1 : character;
}

static char *put_utf8(char *to, int character)
{
    if (character < 0x80) {
        *to++ = (char)character;
    } else if (character < 0x800) {
        *to++ = (char)(0xc0 | character >> 6);
        *to++ = (char)(0x80 | (character & 0x3f));
    } else {
        *to++ = (char)(0xe0 | character >> 12);
        *to++ = (char)(0x80 | (character >> 6 & 0x3f));
        *to++ = (char)(0x80 | (character & 0x3f));
    }
    return to;
}

size_t xlsx_unescape(char *text, size_t length)
{
    char *to = memchr(text, '_', length);
    const char *end = text + length;

    if (!to)
        return length;
    for (const char *at = to; at < end;) {
        int character = escaped(at, (size_t)(end - at));

        if (character < 0) {
            *to++ = *at++;
        } else {
            to = put_utf8(to, character);
            at += 7;
        }
    }
    return (size_t)(to - text);
}

bool xlsx_reference(const char *reference, size_t *column, uint64_t *row)
{
    const char *at = reference;

    *column = 0;
    *row = 0;
    for (; *at >= 'A' && *at <= 'Z' && at - reference < 3; at++)
        *column = *column * 26 + (size_t)(*at - 'A') + 1;
    if (at == reference || *at < '1' || *at > '9')
        return false;
    for (const char *first = at; *at >= '0' && *at <= '9' && at - first < 9; at++)
        *row = *row * 10 + (uint64_t)(*at - '0');
    --*column;
    return !*at;
}

void xlsx_letters(size_t column, char letters[XLSX_LETTERS])
{
    char *at = &letters[XLSX_LETTERS - 1];

    *at = '\0';
    for (column++; column && at > letters; column = (column - 1) / 26)
        *--at = (char)('A' + (column - 1) % 26);
    memmove(letters, at, (size_t)(letters + XLSX_LETTERS - at));
}
