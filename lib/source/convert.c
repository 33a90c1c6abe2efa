#include "source/convert.h"
#include "record/dates.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

enum {
    STEPS = sizeof((struct date_pattern *)0)->steps / sizeof *((struct date_pattern *)0)->steps
};

static const struct token {
    const char *text;
    enum date_step step;
    unsigned char least, most;
} tokens[] = {/* longest first */
    {"YYYY", STEP_YEAR, 4, 4}, {"MMMM", STEP_MONTH_FULL, 3, 9}, {"MMM", STEP_MONTH_NAME, 3, 3},
    {"YY", STEP_YEAR, 2, 2}, {"DD", STEP_DAY, 2, 2}, {"MM", STEP_MONTH, 2, 2},
    {"hh", STEP_TIME, 2, 23}, {"mm", STEP_TIME, 2, 59}, {"ss", STEP_TIME, 2, 60},
    {"D", STEP_DAY, 1, 2}, {"M", STEP_MONTH, 1, 2}};

static const struct token *token_at(const char *text)
{
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
        if (strncmp(tokens[i].text, text, strlen(tokens[i].text)) == 0)
            return &tokens[i];
    return NULL;
}

static bool is_month(enum date_step step)
{
    return step == STEP_MONTH || step == STEP_MONTH_NAME || step == STEP_MONTH_FULL;
}

static enum excel_dates serial_of(const char *text)
{
    if (strcmp(text, "excel") == 0)
        return EXCEL_1900;
    return strcmp(text, "excel-1904") == 0 ? EXCEL_1904 : EXCEL_NONE;
}

bool date_pattern_compile(struct date_pattern *pattern, const char *text)
{
    unsigned int days = 0, months = 0, years = 0;

    *pattern = (struct date_pattern){.serial = serial_of(text)};
    if (pattern->serial)
        return true;
    while (*text) {
        const struct token *token = token_at(text);
        size_t at = pattern->count++;

        if (at == STEPS)
            return false;
        if (!token) {
            pattern->steps[at].step = *text == '*' && !text[1] ? STEP_REST : STEP_TEXT;
            pattern->steps[at].text = *text++;
            continue;
        }
        pattern->steps[at].step = token->step;
        pattern->steps[at].least = token->least;
        pattern->steps[at].most = token->most;
        days += token->step == STEP_DAY;
        months += is_month(token->step);
        years += token->step == STEP_YEAR;
        if (token->step == STEP_YEAR && token->most == 2)
            pattern->short_year = true;
        text += strlen(token->text);
    }
    return days == 1 && months == 1 && years == 1;
}

static inline bool take_number(
    struct text *text, unsigned int least, unsigned int most, int *number)
{
    const char *at = text->data;
    const char *end = at + (most < text->length ? most : text->length);
    int sum = 0;

    while (at < end && *at >= '0' && *at <= '9')
        sum = sum * 10 + (*at++ - '0');
    *number = sum;
    end = text->data;
    text->data = at;
    text->length -= (size_t)(at - end);
    return at - end >= (ptrdiff_t)least;
}

static bool take_month_name(struct text *text, int *month)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    char name[3];

    if (text->length < sizeof name)
        return false;
    for (size_t i = 0; i < sizeof name; i++)
        name[i] = (char)(text->data[i] | 0x20);
    for (int i = 0; i < 12; i++)
        if (memcmp(names + 3 * i, name, sizeof name) == 0) {
            *month = i + 1;
            text->data += sizeof name;
            text->length -= sizeof name;
            return true;
        }
    return false;
}

/* In full, in any case; September also as Sept. */
static bool take_month_full(struct text *text, int *month)
{
    static const char *const names[] = {"january", "february", "march", "april", "may", "june",
        "july", "august", "september", "october", "november", "december", "sept"};

    for (int i = 0; i < 13; i++) {
        size_t length = strlen(names[i]);

        if (text->length < length || strncasecmp(text->data, names[i], length) != 0)
            continue;
        *month = i < 12 ? i + 1 : 9;
        text->data += length;
        text->length -= length;
        return true;
    }
    return false;
}

static bool take_text(struct text *text, char c)
{
    if (!text->length || *text->data != c)
        return false;
    text->data++;
    text->length--;
    return true;
}

struct date_parts {
    int day, month, year, time;
};

static inline bool take_step(
    const struct date_pattern *pattern, size_t at, struct text *text, struct date_parts *parts)
{
    unsigned int least = pattern->steps[at].least, most = pattern->steps[at].most;

    switch (pattern->steps[at].step) {
    case STEP_DAY:
        return take_number(text, least, most, &parts->day);
    case STEP_MONTH:
        return take_number(text, least, most, &parts->month);
    case STEP_MONTH_NAME:
        return take_month_name(text, &parts->month);
    case STEP_MONTH_FULL:
        return take_month_full(text, &parts->month);
    case STEP_YEAR:
        return take_number(text, least, most, &parts->year);
    case STEP_TIME:
        return take_number(text, least, least, &parts->time) && parts->time <= (int)most;
    case STEP_TEXT:
        return take_text(text, pattern->steps[at].text);
    case STEP_REST:
        text->length = 0;
        return true;
    }
    return false;
}

static void put_digits(char *to, int count, int number)
{
    while (count--) {
        to[count] = (char)('0' + number % 10);
        number /= 10;
    }
}

bool date_convert(const struct date_pattern *pattern, struct text text, int century, char date[11])
{
    struct date_parts parts = {0, 0, 0, 0};
    int32_t days;

    if (pattern->serial)
        return excel_date(pattern->serial, text, date);
    for (size_t i = 0; i < pattern->count; i++)
        if (!take_step(pattern, i, &text, &parts))
            return false;
    if (pattern->short_year)
        parts.year = century + ((parts.year - century) % 100 + 100) % 100;
    if (text.length || !date_from(parts.year, parts.month, parts.day, &days))
        return false;
    put_digits(date, 4, parts.year);
    put_digits(date + 5, 2, parts.month);
    put_digits(date + 8, 2, parts.day);
    date[4] = date[7] = '-';
    date[10] = '\0';
    return true;
}

/* A space between digits; others stand around the number. */
static bool is_inner_space(const struct text *text)
{
    return text->length > 1 && text->data[0] == ' ' && text->data[1] >= '0' && text->data[1] <= '9';
}

/* Copies the digits before the decimals; those after a separator, or after a space in its place, are
 * three: two numbers in a cell are not one. */
static bool take_whole(struct text *text, char separator, struct buf *number)
{
    char used = '\0';
    size_t digits = 0;

    for (; text->length; text->data++, text->length--) {
        char c = *text->data;

        if (c >= '0' && c <= '9') {
            if (used && digits == 3)
                return false;
            digits++;
            buf_add_char(number, c);
        } else if (c == separator || is_inner_space(text)) {
            if (digits < 1 || digits > 3 || (used && (c != used || digits != 3)))
                return false;
            used = c;
            digits = 0;
        } else {
            break;
        }
    }
    return used ? digits == 3 : true;
}

static bool take_decimals(struct text *text, char point, struct buf *number)
{
    size_t digits = 0;

    if (!take_text(text, point))
        return true;
    for (; text->length && *text->data >= '0' && *text->data <= '9'; text->data++, text->length--) {
        if (!digits++)
            buf_add_char(number, '.');
        buf_add_char(number, *text->data);
    }
    return digits > 0;
}

static void take_spaces(struct text *text)
{
    while (take_text(text, ' '))
        ;
}

bool number_convert(enum number_style style, struct text text, struct buf *number)
{
    static const char pound[] = "\xc2\xa3";
    char separator = style == NUMBER_POINT ? ',' : '.', point = style == NUMBER_POINT ? '.' : ',';
    size_t sign, start;

    buf_reset(number);
    if (text.length > 100)
        return false;
    if (take_text(&text, '-'))
        buf_add_char(number, '-');
    sign = number->length;
    take_spaces(&text);
    if (text.length >= 2 && memcmp(text.data, pound, 2) == 0) {
        text.data += 2;
        text.length -= 2;
        take_spaces(&text);
        if (!sign && take_text(&text, '-'))
            buf_add_char(number, '-');
    }
    start = number->length;
    if (!take_whole(&text, separator, number) || (number->length == start && !text.length))
        return false;
    if (number->length == start)
        buf_add_char(number, '0');
    if (!take_decimals(&text, point, number))
        return false;
    take_spaces(&text);
    return !text.length;
}
