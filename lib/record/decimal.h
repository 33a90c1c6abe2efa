/* decimal.h - exact decimals of up to 115 digits, for the rules' arithmetic. No rounding and no
 * overflow: the compiler of an expression knows how many digits each part can need and refuses one
 * that could need more. */
#ifndef ONTRACK_RECORD_DECIMAL_H
#define ONTRACK_RECORD_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    DECIMAL_LIMBS = 6,          /* 384 bits */
    DECIMAL_DIGITS = 115,       /* whole and fraction together */
    DECIMAL_RATIO_FRACTION = 12 /* digits of decimal_ratio() after the point */
};

/* (-1)^negative * limbs * 10^-scale; limbs from `used` on are not set. */
struct decimal {
    uint64_t limbs[DECIMAL_LIMBS]; /* the lowest first */
    uint32_t used;                 /* 0 for zero */
    uint16_t scale;
    bool negative; /* false for zero */
};

/* `data` is a canonical number. */
void decimal_parse(struct decimal *decimal, const char *data, size_t length);
void decimal_from(struct decimal *decimal, int64_t number);
void decimal_negate(struct decimal *decimal);
/* `out` may be one of the operands. */
void decimal_add(struct decimal *out, const struct decimal *a, const struct decimal *b);
void decimal_subtract(struct decimal *out, const struct decimal *a, const struct decimal *b);
void decimal_multiply(struct decimal *out, const struct decimal *a, const struct decimal *b);
/* a / b, cut off (not rounded) after 12 digits: PostgreSQL's div(a * 10^12, b) / 10^12. False where
 * b is zero. */
bool decimal_ratio(struct decimal *out, const struct decimal *a, const struct decimal *b);
int decimal_compare(const struct decimal *a, const struct decimal *b);

/* Writes it as text with `scale` digits after the point, with a NUL; returns the length. */
enum { DECIMAL_TEXT = DECIMAL_DIGITS + 4 };
size_t decimal_format(const struct decimal *decimal, char text[DECIMAL_TEXT]);

#endif
