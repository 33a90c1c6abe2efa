#include "store/binary.h"
#include "record/dates.h"

#include <limits.h>
#include <string.h>

/* Limits of numeric: PostgreSQL 8.1, "Numeric Types". */
enum { WHOLE_DIGITS_MAXIMUM = 131072, SCALE_MAXIMUM = 16383, GROUP = 4, NEGATIVE = 0x4000 };

/* The numbers are those of PostgreSQL's src/include/catalog/pg_type.dat, which never change. */
static const struct {
    const char *name;
    unsigned oid;
    enum binary_type type;
} types[] = {{"text", 25, BINARY_TEXT}, {"uuid", 2950, BINARY_UUID}, {"date", 1082, BINARY_DATE},
    {"smallint", 21, BINARY_SMALLINT}, {"integer", 23, BINARY_INTEGER},
    {"bigint", 20, BINARY_BIGINT}, {"numeric", 1700, BINARY_NUMERIC},
    {"boolean", 16, BINARY_BOOLEAN}, {"timestamptz", 1184, BINARY_TIMESTAMPTZ},
    {"character varying", 1043, BINARY_TEXT}};

bool binary_type_find(const char *name, enum binary_type *type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, name) == 0) {
            *type = types[i].type;
            return true;
        }
    return false;
}

const char *binary_type_name(unsigned oid)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].oid == oid)
            return types[i].name;
    return "another";
}

static char plain(char c)
{
    static const char escapes[] = "b\bf\fn\nr\rt\tv\v";
    const char *found = strchr(escapes, c);

    return found ? found[1] : c;
}

/* Escapes are pairs: the text is shorter by one for each. */
static void put_escaped(struct copy *copy, const struct cell *cell)
{
    uint32_t length = 0;

    for (uint32_t i = 0; i < cell->length; i++, length++)
        i += cell->data[i] == '\\';
    copy_int32(copy, (int32_t)length);
    for (uint32_t i = 0; i < cell->length; i++) {
        char c = cell->data[i] == '\\' ? plain(cell->data[++i]) : cell->data[i];

        *copy_room(copy, 1) = c;
        copy->length++;
    }
}

static bool put_text(struct copy *copy, const struct cell *cell)
{
    if (cell->escaped)
        put_escaped(copy, cell);
    else
        copy_text(copy, cell->data, cell->length);
    return true;
}

/* A hexadecimal digit's value with HEX_DIGIT set, 0 for any other byte: two digits are checked at
 * once, and the branch that a random digit would take either way is spared. */
enum { HEX_DIGIT = 0x10 };
static const unsigned char hex[256] = {
    ['0'] = 0x10,
    0x11,
    0x12,
    0x13,
    0x14,
    0x15,
    0x16,
    0x17,
    0x18,
    0x19,
    ['A'] = 0x1a,
    0x1b,
    0x1c,
    0x1d,
    0x1e,
    0x1f,
    ['a'] = 0x1a,
    0x1b,
    0x1c,
    0x1d,
    0x1e,
    0x1f,
};

/* 32 hexadecimal digits, or the same with PostgreSQL's four hyphens. */
static bool put_uuid(struct copy *copy, const struct cell *cell)
{
    bool hyphens = cell->length == 36;
    const char *p = cell->data;
    unsigned char bytes[16];

    if (cell->length != 32 && !hyphens)
        return false;
    for (size_t i = 0; i < sizeof bytes; i++, p += 2) {
        unsigned high, low;

        if (hyphens && (i == 4 || i == 6 || i == 8 || i == 10) && *p++ != '-')
            return false;
        high = hex[(unsigned char)p[0]];
        low = hex[(unsigned char)p[1]];
        if (!(high & low & HEX_DIGIT))
            return false;
        bytes[i] = (unsigned char)(high << 4 | (low & 0xf));
    }
    copy_int32(copy, sizeof bytes);
    copy_bytes(copy, bytes, sizeof bytes);
    return true;
}

static bool put_date(struct copy *copy, const struct cell *cell)
{
    int32_t days;

    if (!date_parse(cell->data, cell->length, &days))
        return false;
    copy_int32(copy, sizeof days);
    copy_int32(copy, days);
    return true;
}

static bool parse_integer(const struct cell *cell, int64_t minimum, int64_t maximum, int64_t *value)
{
    const char *p = cell->data, *end = p + cell->length;
    bool negative = p < end && *p == '-';
    int64_t sum = 0;

    p += negative;
    if (p == end)
        return false;
    for (; p < end; p++) {
        if (*p < '0' || *p > '9' || __builtin_mul_overflow(sum, 10, &sum) ||
            __builtin_sub_overflow(sum, *p - '0', &sum))
            return false;
    }
    /* Summed up below zero, where there is one more. */
    if (!negative && sum == INT64_MIN)
        return false;
    *value = negative ? sum : -sum;
    return *value >= minimum && *value <= maximum;
}

static bool put_smallint(struct copy *copy, const struct cell *cell)
{
    int64_t value;

    if (!parse_integer(cell, INT16_MIN, INT16_MAX, &value))
        return false;
    copy_int32(copy, sizeof(int16_t));
    copy_int16(copy, (int16_t)value);
    return true;
}

static bool put_integer(struct copy *copy, const struct cell *cell)
{
    int64_t value;

    if (!parse_integer(cell, INT32_MIN, INT32_MAX, &value))
        return false;
    copy_int32(copy, sizeof(int32_t));
    copy_int32(copy, (int32_t)value);
    return true;
}

static bool put_bigint(struct copy *copy, const struct cell *cell)
{
    int64_t value;

    if (!parse_integer(cell, INT64_MIN, INT64_MAX, &value))
        return false;
    copy_int32(copy, sizeof value);
    copy_int64(copy, value);
    return true;
}

static size_t count_digits(const char *p, const char *end)
{
    const char *from = p;

    while (p < end && *p >= '0' && *p <= '9')
        p++;
    return (size_t)(p - from);
}

/* `count` digits from `p`, as a group of four that begins `lead` places in. */
static int16_t digit_group(const char *p, size_t count, size_t lead)
{
    int group = 0;

    for (size_t i = 0; i < GROUP; i++)
        group = group * 10 + (i >= lead && i - lead < count ? p[i - lead] - '0' : 0);
    return (int16_t)group;
}

/* Base 10000, groups aligned at the decimal point; the scale is kept as it was written (numeric_recv
 * in PostgreSQL's src/backend/utils/adt/numeric.c). */
static bool put_numeric(struct copy *copy, const struct cell *cell)
{
    const char *p = cell->data, *end = p + cell->length;
    bool negative = p < end && *p == '-';
    size_t whole, scale, groups, fraction_groups, lead;

    p += negative;
    whole = count_digits(p, end);
    scale = whole && p + whole < end && p[whole] == '.' ? count_digits(p + whole + 1, end) : 0;
    if (!whole || p + whole + (scale ? scale + 1 : 0) != end || whole > WHOLE_DIGITS_MAXIMUM ||
        scale > SCALE_MAXIMUM)
        return false;
    groups = (whole + GROUP - 1) / GROUP;
    fraction_groups = (scale + GROUP - 1) / GROUP;
    lead = groups * GROUP - whole;
    copy_int32(copy, (int32_t)(8 + 2 * (groups + fraction_groups)));
    copy_int16(copy, (int16_t)(groups + fraction_groups));
    copy_int16(copy, (int16_t)(groups - 1));
    copy_int16(copy, negative ? NEGATIVE : 0);
    copy_int16(copy, (int16_t)scale);
    for (size_t i = 0; i < groups; i++) {
        copy_int16(copy, digit_group(p, GROUP - lead, lead));
        p += GROUP - lead;
        lead = 0;
    }
    p++;
    for (size_t at = 0; at < scale; at += GROUP)
        copy_int16(copy, digit_group(p + at, scale - at, 0));
    return true;
}

static bool put_boolean(struct copy *copy, const struct cell *cell)
{
    if (cell->length != 1 || (*cell->data != 't' && *cell->data != 'f'))
        return false;
    copy_int32(copy, 1);
    *copy_room(copy, 1) = *cell->data == 't';
    copy->length++;
    return true;
}

static bool put_timestamptz(struct copy *copy, const struct cell *cell)
{
    int64_t microseconds;

    if (!timestamp_parse(cell->data, cell->length, &microseconds))
        return false;
    copy_int32(copy, sizeof microseconds);
    copy_int64(copy, microseconds);
    return true;
}

bool binary_put(struct copy *copy, enum binary_type type, const struct cell *cell)
{
    static bool (*const put[])(struct copy *, const struct cell *) = {
        [BINARY_TEXT] = put_text,
        [BINARY_UUID] = put_uuid,
        [BINARY_DATE] = put_date,
        [BINARY_SMALLINT] = put_smallint,
        [BINARY_INTEGER] = put_integer,
        [BINARY_BIGINT] = put_bigint,
        [BINARY_NUMERIC] = put_numeric,
        [BINARY_BOOLEAN] = put_boolean,
        [BINARY_TIMESTAMPTZ] = put_timestamptz,
    };

    if (cell->null) {
        copy_null(copy);
        return true;
    }
    return put[type](copy, cell);
}
