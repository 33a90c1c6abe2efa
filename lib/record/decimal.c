#include "record/decimal.h"

#include <string.h>

enum { CHUNK = 19 }; /* 10^19 is the largest power of ten in a limb */

static const uint64_t powers[CHUNK + 1] = {UINT64_C(1), UINT64_C(10), UINT64_C(100), UINT64_C(1000),
    UINT64_C(10000), UINT64_C(100000), UINT64_C(1000000), UINT64_C(10000000), UINT64_C(100000000),
    UINT64_C(1000000000), UINT64_C(10000000000), UINT64_C(100000000000), UINT64_C(1000000000000),
    UINT64_C(10000000000000), UINT64_C(100000000000000), UINT64_C(1000000000000000),
    UINT64_C(10000000000000000), UINT64_C(100000000000000000), UINT64_C(1000000000000000000),
    UINT64_C(10000000000000000000)};

typedef unsigned __int128 wide;

static void trim(struct decimal *decimal)
{
    while (decimal->used && decimal->limbs[decimal->used - 1] == 0)
        decimal->used--;
    if (decimal->used == 0)
        decimal->negative = false;
}

/* The magnitude times `factor` plus `more`. */
static void scale_by(struct decimal *decimal, uint64_t factor, uint64_t more)
{
    wide carry = more;

    for (uint32_t i = 0; i < decimal->used; i++) {
        carry += (wide)decimal->limbs[i] * factor;
        decimal->limbs[i] = (uint64_t)carry;
        carry >>= 64;
    }
    if (carry && decimal->used < DECIMAL_LIMBS)
        decimal->limbs[decimal->used++] = (uint64_t)carry;
}

static void shift(struct decimal *decimal, unsigned digits)
{
    for (; digits > CHUNK; digits -= CHUNK)
        scale_by(decimal, powers[CHUNK], 0);
    scale_by(decimal, powers[digits], 0);
}

void decimal_parse(struct decimal *decimal, const char *data, size_t length)
{
    const char *p = data, *end = data + length;
    bool fraction = false;

    *decimal = (struct decimal){.negative = length > 0 && *data == '-'};
    for (p += decimal->negative; p < end;) {
        uint64_t sum = 0;
        unsigned digits = 0;

        for (; p < end && digits < CHUNK; p++) {
            if (*p == '.') {
                fraction = true;
                continue;
            }
            sum = sum * 10 + (uint64_t)(*p - '0');
            decimal->scale = (uint16_t)(decimal->scale + fraction);
            digits++;
        }
        scale_by(decimal, powers[digits], sum);
    }
    trim(decimal);
}

void decimal_from(struct decimal *decimal, int64_t number)
{
    *decimal = (struct decimal){.negative = number < 0, .used = number != 0};
    decimal->limbs[0] = number < 0 ? -(uint64_t)number : (uint64_t)number;
}

void decimal_negate(struct decimal *decimal)
{
    if (decimal->used)
        decimal->negative = !decimal->negative;
}

static int compare_magnitude(const struct decimal *a, const struct decimal *b)
{
    if (a->used != b->used)
        return a->used > b->used ? 1 : -1;
    for (uint32_t i = a->used; i-- > 0;)
        if (a->limbs[i] != b->limbs[i])
            return a->limbs[i] > b->limbs[i] ? 1 : -1;
    return 0;
}

/* |a| + |b| of one scale, into a. */
static void add_magnitude(struct decimal *a, const struct decimal *b)
{
    wide carry = 0;
    uint32_t i;

    for (i = 0; i < a->used || i < b->used || carry; i++) {
        if (i == DECIMAL_LIMBS)
            return;
        if (i < a->used)
            carry += a->limbs[i];
        if (i < b->used)
            carry += b->limbs[i];
        a->limbs[i] = (uint64_t)carry;
        carry >>= 64;
    }
    a->used = i;
}

/* |a| - |b| of one scale and |a| >= |b|, into a. */
static void subtract_magnitude(struct decimal *a, const struct decimal *b)
{
    uint64_t borrow = 0;

    for (uint32_t i = 0; i < a->used; i++) {
        wide less = (wide)borrow + (i < b->used ? b->limbs[i] : 0);

        borrow = a->limbs[i] < less;
        a->limbs[i] = (uint64_t)(a->limbs[i] - less);
    }
    trim(a);
}

/* Brings both to the larger scale. */
static void align(struct decimal *a, struct decimal *b)
{
    struct decimal *lower = a->scale < b->scale ? a : b;
    uint16_t scale = a->scale < b->scale ? b->scale : a->scale;

    if (lower->scale != scale)
        shift(lower, (unsigned)(scale - lower->scale));
    a->scale = b->scale = scale;
}

void decimal_add(struct decimal *out, const struct decimal *a, const struct decimal *b)
{
    struct decimal x = *a, y = *b;

    align(&x, &y);
    if (x.negative == y.negative) {
        add_magnitude(&x, &y);
        *out = x;
    } else if (compare_magnitude(&x, &y) >= 0) {
        subtract_magnitude(&x, &y);
        *out = x;
    } else {
        subtract_magnitude(&y, &x);
        *out = y;
    }
    trim(out);
}

void decimal_subtract(struct decimal *out, const struct decimal *a, const struct decimal *b)
{
    struct decimal minus = *b;

    decimal_negate(&minus);
    decimal_add(out, a, &minus);
}

void decimal_multiply(struct decimal *out, const struct decimal *a, const struct decimal *b)
{
    struct decimal product = {
        .negative = a->negative != b->negative, .scale = (uint16_t)(a->scale + b->scale)};

    for (uint32_t i = 0; i < a->used; i++) {
        wide carry = 0;

        for (uint32_t j = 0; i + j < DECIMAL_LIMBS && (j < b->used || carry); j++) {
            carry += product.limbs[i + j];
            if (j < b->used)
                carry += (wide)a->limbs[i] * b->limbs[j];
            product.limbs[i + j] = (uint64_t)carry;
            carry >>= 64;
        }
    }
    product.used = DECIMAL_LIMBS;
    trim(&product);
    *out = product;
}

static void double_and_add(struct decimal *decimal, uint64_t bit)
{
    for (uint32_t i = 0; i < decimal->used; i++) {
        uint64_t top = decimal->limbs[i] >> 63;

        decimal->limbs[i] = decimal->limbs[i] << 1 | bit;
        bit = top;
    }
    if (bit && decimal->used < DECIMAL_LIMBS)
        decimal->limbs[decimal->used++] = bit;
}

/* |a| / |b| without the rest, bit by bit; b is not zero. */
static void divide_magnitude(struct decimal *a, const struct decimal *b)
{
    struct decimal rest = {.used = 0};

    for (uint32_t i = a->used; i-- > 0;)
        for (unsigned bit = 64; bit-- > 0;) {
            double_and_add(&rest, a->limbs[i] >> bit & 1);
            a->limbs[i] &= ~(UINT64_C(1) << bit);
            if (compare_magnitude(&rest, b) < 0)
                continue;
            subtract_magnitude(&rest, b);
            a->limbs[i] |= UINT64_C(1) << bit;
        }
    trim(a);
}

static wide as_wide(const struct decimal *decimal)
{
    wide low = decimal->used > 0 ? decimal->limbs[0] : 0;

    return decimal->used > 1 ? (wide)decimal->limbs[1] << 64 | low : low;
}

bool decimal_ratio(struct decimal *out, const struct decimal *a, const struct decimal *b)
{
    struct decimal x = *a, y = *b;
    int digits = DECIMAL_RATIO_FRACTION + y.scale - x.scale;
    wide divisor;

    if (y.used == 0)
        return false;
    shift(digits > 0 ? &x : &y, (unsigned)(digits > 0 ? digits : -digits));
    divisor = y.used <= 2 ? as_wide(&y) : 0;
    if (x.used <= 2 && divisor) {
        wide quotient = as_wide(&x) / divisor;

        x.limbs[0] = (uint64_t)quotient;
        x.limbs[1] = (uint64_t)(quotient >> 64);
        x.used = 2;
    } else {
        divide_magnitude(&x, &y);
    }
    x.negative = a->negative != b->negative;
    x.scale = DECIMAL_RATIO_FRACTION;
    trim(&x);
    *out = x;
    return true;
}

int decimal_compare(const struct decimal *a, const struct decimal *b)
{
    struct decimal x, y;
    int order;

    if (a->negative != b->negative)
        return a->negative ? -1 : 1;
    if (a->scale == b->scale) {
        order = compare_magnitude(a, b);
    } else {
        x = *a;
        y = *b;
        align(&x, &y);
        order = compare_magnitude(&x, &y);
    }
    return a->negative ? -order : order;
}

/* Divides the magnitude by ten and returns the rest. */
static char last_digit(struct decimal *decimal)
{
    wide rest = 0;

    for (uint32_t i = decimal->used; i-- > 0;) {
        rest = rest << 64 | decimal->limbs[i];
        decimal->limbs[i] = (uint64_t)(rest / 10);
        rest %= 10;
    }
    trim(decimal);
    return (char)('0' + (char)rest);
}

size_t decimal_format(const struct decimal *decimal, char text[DECIMAL_TEXT])
{
    struct decimal left = *decimal;
    size_t at = DECIMAL_TEXT - 1, length;
    unsigned digits = 0;

    text[at] = '\0';
    while (left.used || digits <= decimal->scale) {
        if (digits++ == decimal->scale && decimal->scale)
            text[--at] = '.';
        text[--at] = last_digit(&left);
    }
    if (decimal->negative)
        text[--at] = '-';
    length = DECIMAL_TEXT - 1 - at;
    memmove(text, text + at, length + 1);
    return length;
}
