#include "record/dates.h"

#include <stdio.h>
#include <time.h>

enum { EPOCH = 730425 }; /* days from 0000-03-01 to 2000-01-01 */

static bool digits(const char *data, size_t count, int *value)
{
    int sum = 0;

    for (size_t i = 0; i < count; i++) {
        if (data[i] < '0' || data[i] > '9')
            return false;
        sum = sum * 10 + (data[i] - '0');
    }
    *value = sum;
    return true;
}

static bool leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && leap(year) ? 29 : days[month - 1];
}

bool date_from(int year, int month, int day, int32_t *days)
{
    if (year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1 ||
        day > month_days(year, month))
        return false;
    /* Years that begin in March put the leap day last. */
    int y = month > 2 ? year : year - 1, m = month > 2 ? month - 3 : month + 9;

    *days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - EPOCH;
    return true;
}

bool date_parse(const char *data, size_t length, int32_t *days)
{
    int year, month, day;

    return length == 10 && data[4] == '-' && data[7] == '-' && digits(data, 4, &year) &&
           digits(data + 5, 2, &month) && digits(data + 8, 2, &day) &&
           date_from(year, month, day, days);
}

void date_split(int32_t days, int *year, int *month, int *day)
{
    int32_t n = days + EPOCH, era = n / 146097, of_era = n % 146097;
    int32_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;

    *day = of_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = y + era * 400 + (*month <= 2);
}

void date_format(int32_t days, char text[11])
{
    int year, month, day;

    date_split(days, &year, &month, &day);
    snprintf(text, 11, "%04u-%02u-%02u", (unsigned)year % 10000u, (unsigned)month % 100u,
        (unsigned)day % 100u);
}

int32_t date_today(void)
{
    time_t now = time(NULL);
    struct tm day;
    int32_t days = 0;

    if (localtime_r(&now, &day))
        date_from(day.tm_year + 1900, day.tm_mon + 1, day.tm_mday, &days);
    return days;
}

int date_age(int32_t birth, int32_t on)
{
    int by, bm, bd, y, m, d;

    date_split(birth, &by, &bm, &bd);
    date_split(on, &y, &m, &d);
    return y - by - (m < bm || (m == bm && d < bd));
}

int32_t date_academic_start(int32_t on)
{
    int year, month, day;
    int32_t start = 0;

    date_split(on, &year, &month, &day);
    date_from(month >= 9 ? year : year - 1, 8, 31, &start);
    return start;
}

/* :SS and .f{1,6} where they stand; returns how many bytes they took. */
static size_t seconds_part(const char *data, size_t length, int *second, int *micro)
{
    size_t at = 3;
    int unit = 100000;

    *second = *micro = 0;
    if (length < 3 || data[0] != ':' || !digits(data + 1, 2, second))
        return 0;
    if (length <= 4 || data[3] != '.' || data[4] < '0' || data[4] > '9')
        return 3;
    for (at = 4; at < length && data[at] >= '0' && data[at] <= '9' && unit; at++, unit /= 10)
        *micro += (data[at] - '0') * unit;
    return at;
}

static bool offset_part(const char *data, size_t length, int *minutes)
{
    int hour, minute;

    *minutes = 0;
    if (length == 1 && data[0] == 'Z')
        return true;
    if (length != 6 || (data[0] != '+' && data[0] != '-') || data[3] != ':' ||
        !digits(data + 1, 2, &hour) || !digits(data + 4, 2, &minute) || hour > 15 || minute > 59)
        return false;
    *minutes = (hour * 60 + minute) * (data[0] == '-' ? -1 : 1);
    return true;
}

bool timestamp_parse(const char *data, size_t length, int64_t *microseconds)
{
    int32_t days;
    int hour, minute, second, micro, offset;
    size_t at;

    if (length < 17 || !date_parse(data, 10, &days) || (data[10] != 'T' && data[10] != ' ') ||
        data[13] != ':' || !digits(data + 11, 2, &hour) || !digits(data + 14, 2, &minute))
        return false;
    at = 16 + seconds_part(data + 16, length - 16, &second, &micro);
    if (hour > 23 || minute > 59 || second > 59 || !offset_part(data + at, length - at, &offset))
        return false;
    *microseconds =
        ((int64_t)days * 86400 + hour * 3600 + (minute - offset) * 60 + second) * 1000000 + micro;
    return true;
}
