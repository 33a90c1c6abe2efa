#include "record/identifiers.h"

#include <string.h>

const char *identifier_name(enum identifier identifier)
{
    static const char *const names[] = {
        "none", "nhs", "upn", "uln", "local", "record", "urn", "ukprn", "postcode"};

    return names[identifier];
}

/* One character beyond ASCII in its plain form; 0 where it is to be left out, -1 where no identifier
 * has it. */
static int plain(const unsigned char *p, size_t left, size_t *step)
{
    *step = 2;
    if (left >= 2 && p[0] == 0xc2 && p[1] == 0xa0) /* U+00A0, no-break space */
        return 0;
    *step = 3;
    if (left >= 3 && p[0] == 0xef && p[1] == 0xbc && p[2] >= 0x90 && p[2] <= 0x99)
        return p[2] - 0x90 + '0'; /* U+FF10, full-width digits */
    if (left >= 3 && p[0] == 0xef && p[1] == 0xbc && p[2] >= 0xa1 && p[2] <= 0xba)
        return p[2] - 0xa1 + 'A'; /* U+FF21, full-width letters */
    return -1;
}

static bool left_out(unsigned char c)
{
    return c == ' ' || c == '-' || c == '.';
}

/* The rule for any text; normalise() takes the short way through what is plain already. */
static bool normalise_any(const unsigned char *p, size_t length, struct normal *normal)
{
    size_t step;

    normal->length = 0;
    for (; length; p += step, length -= step) {
        int c = *p;

        step = 1;
        if (left_out(*p))
            c = 0;
        else if (*p >= 'a' && *p <= 'z')
            c = *p - 'a' + 'A';
        else if (*p >= 0x80)
            c = plain(p, length, &step);
        if (c < 0 || (c && normal->length == sizeof normal->data))
            return false;
        if (c)
            normal->data[normal->length++] = (char)c;
    }
    return true;
}

static bool normalise(const char *data, size_t length, struct normal *normal)
{
    const unsigned char *p = (const unsigned char *)data;
    size_t kept = 0;

    if (length > sizeof normal->data)
        return normalise_any(p, length, normal);
    for (size_t i = 0; i < length; i++) {
        if (p[i] >= 'a')
            return normalise_any(p, length, normal);
        normal->data[kept] = (char)p[i];
        kept += !left_out(p[i]);
    }
    normal->length = kept;
    return true;
}

static bool all_digits(const char *data, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (data[i] < '0' || data[i] > '9')
            return false;
    return true;
}

static int weighted(const char *data)
{
    int sum = 0;

    for (int i = 0; i < 9; i++)
        sum += (data[i] - '0') * (10 - i);
    return sum;
}

static bool palindrome(const char *data, size_t length)
{
    for (size_t i = 0; i < length / 2; i++)
        if (data[i] != data[length - 1 - i])
            return false;
    return true;
}

static enum verdict check_nhs(const struct normal *normal)
{
    const char *d = normal->data;
    int check;

    if (normal->length != 10 || !all_digits(d, 10))
        return VERDICT_INVALID;
    check = 11 - weighted(d) % 11;
    if (check == 11)
        check = 0;
    if (check != d[9] - '0') /* 10 is no digit: no such number is given out */
        return VERDICT_INVALID;
    /* PDS answers a trace with 0000000000 and 9999999999; 0123456789 is what people type. */
    if (palindrome(d, 10) || memcmp(d, "0123456789", 10) == 0)
        return VERDICT_SENTINEL;
    return memcmp(d, "999", 3) == 0 ? VERDICT_TEST_RANGE : VERDICT_VALID;
}

static enum verdict check_upn(const struct normal *normal)
{
    static const char letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ"; /* no I, O, S */
    const char *d = normal->data, *last;
    int sum = 0;

    if (normal->length != 13 || !all_digits(d + 1, 11))
        return VERDICT_INVALID;
    for (int i = 1; i < 12; i++)
        sum += (d[i] - '0') * (i + 1);
    last = strchr(letters, d[12]);
    if (!last && !all_digits(d + 12, 1))
        return VERDICT_INVALID;
    sum += 13 * (last ? (int)(last - letters) : d[12] - '0');
    if (letters[sum % 23] != d[0])
        return VERDICT_INVALID;
    return memcmp(d, "A000000000000", 13) == 0 ? VERDICT_SENTINEL : VERDICT_VALID;
}

static enum verdict check_uln(const struct normal *normal)
{
    const char *d = normal->data;
    int rest;

    if (normal->length != 10 || !all_digits(d, 10))
        return VERDICT_INVALID;
    if (memcmp(d, "9999999999", 10) == 0)
        return VERDICT_SENTINEL;
    rest = weighted(d) % 11;
    /* A rest of 0 would want a check digit of 10: no such number is given out. */
    return 10 - rest == d[9] - '0' ? VERDICT_VALID : VERDICT_INVALID;
}

static enum verdict check_number(const struct normal *normal, size_t length)
{
    return normal->length == length && all_digits(normal->data, length) && normal->data[0] != '0'
               ? VERDICT_VALID
               : VERDICT_INVALID;
}

static bool capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* [A-Z]{1,2}[0-9][0-9A-Z]? as the outward half. */
static bool outward(const char *data, size_t length)
{
    size_t letters = length > 1 && capital(data[1]) ? 2 : 1;

    if (length <= letters || length > letters + 2 || !capital(data[0]) ||
        !all_digits(data + letters, 1))
        return false;
    return length == letters + 1 || capital(data[letters + 1]) || all_digits(data + letters + 1, 1);
}

/* [0-9][ABD-HJLNP-UWXYZ]{2} as the inward half. */
static bool inward(const char *data)
{
    static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";

    return all_digits(data, 1) && memchr(letters, data[1], sizeof letters - 1) &&
           memchr(letters, data[2], sizeof letters - 1);
}

/* Whether the one space (or no-break space) inside the text stands before its last three. */
static bool divided(const char *data, size_t length)
{
    while (length && data[length - 1] == ' ')
        length--;
    return length > 4 && (data[length - 4] == ' ' ||
                             (length > 5 && memcmp(data + length - 5, "\xc2\xa0", 2) == 0));
}

static enum verdict check_postcode(const char *data, size_t length, struct normal *normal)
{
    size_t out = normal->length - 3;
    bool girobank = normal->length == 6 && memcmp(normal->data, "GIR0AA", 6) == 0;

    if (normal->length < 5 || normal->length > 7 || !divided(data, length) ||
        (!girobank && !outward(normal->data, out)))
        return VERDICT_INVALID;
    memmove(normal->data + out + 1, normal->data + out, 3);
    normal->data[out] = ' ';
    normal->length++;
    /* Pseudo-postcodes of NHS Digital and the ILR; their inward halves know no rule. */
    if (out == 4 && memcmp(normal->data, "ZZ99", 4) == 0)
        return VERDICT_SENTINEL;
    return inward(normal->data + out + 1) ? VERDICT_VALID : VERDICT_INVALID;
}

enum verdict identifier_check(
    enum identifier kind, const char *data, size_t length, struct normal *normal)
{
    if (!normalise(data, length, normal))
        return VERDICT_INVALID;
    switch (kind) {
    case IDENTIFIER_NHS:
        return check_nhs(normal);
    case IDENTIFIER_UPN:
        return check_upn(normal);
    case IDENTIFIER_ULN:
        return check_uln(normal);
    case IDENTIFIER_URN:
        return check_number(normal, 6);
    case IDENTIFIER_UKPRN:
        return check_number(normal, 8);
    case IDENTIFIER_POSTCODE:
        return check_postcode(data, length, normal);
    case IDENTIFIER_NONE:
    case IDENTIFIER_LOCAL:
    case IDENTIFIER_RECORD:
        break;
    }
    return VERDICT_INVALID;
}
