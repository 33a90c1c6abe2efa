#include "privacy/postcodes_format.h"

/* Those of the inward half: the others are too like one another in handwriting. */
static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";

enum {
    LETTERS = 20,
    SECOND = 27, /* none, or a letter */
    THIRD = 37,  /* none, a digit or a letter */
    SECTORS = 26 * SECOND * 10 * THIRD * 10,
    SECTOR_GIR = SECTORS /* GIR 0AA, which follows no rule */
};

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The number of the outward half. */
static bool outward(const char *text, size_t length, uint32_t *number)
{
    size_t area = length > 1 && is_letter(text[1]) ? 2 : 1;
    uint32_t second = area == 2 ? (uint32_t)(text[1] - 'A') + 1 : 0, third = 0;

    if (length <= area || length > area + 2 || !is_letter(text[0]) || !is_digit(text[area]))
        return false;
    if (length == area + 2) {
        char c = text[area + 1];

        if (!is_letter(c) && !is_digit(c))
            return false;
        third = is_digit(c) ? (uint32_t)(c - '0') + 1 : (uint32_t)(c - 'A') + 11;
    }
    *number = (uint32_t)(text[0] - 'A') * SECOND + second;
    *number = (*number * 10 + (uint32_t)(text[area] - '0')) * THIRD + third;
    return true;
}

static bool unit(const char *text, uint32_t *number)
{
    const char *first = memchr(letters, text[0], LETTERS);
    const char *second = memchr(letters, text[1], LETTERS);

    if (!first || !second)
        return false;
    *number = (uint32_t)(first - letters) * LETTERS + (uint32_t)(second - letters);
    return true;
}

bool postcode_key(const char *postcode, size_t length, struct postcode_key *key)
{
    const char *inward;
    uint32_t area;

    if (length < 6 || length >= POSTCODE_SIZE)
        return false;
    inward = postcode + length - 3;
    if (inward[-1] != ' ' || !is_digit(inward[0]) || !unit(inward + 1, &key->unit))
        return false;
    if (length == 7 && memcmp(postcode, "GIR 0", 5) == 0) {
        key->sector = SECTOR_GIR;
        return true;
    }
    if (!outward(postcode, length - 4, &area))
        return false;
    key->sector = area * 10 + (uint32_t)(inward[0] - '0');
    return true;
}

bool postcode_text(const struct postcode_key *key, char postcode[POSTCODE_SIZE])
{
    uint32_t sector = key->sector / 10, third = sector % THIRD, digit = sector / THIRD % 10;
    uint32_t area = sector / THIRD / 10, second = area % SECOND;
    char last = third == 0 ? '\0' : (char)(third <= 10 ? '0' + third - 1 : 'A' + third - 11);
    char *to = postcode;

    if (key->sector > SECTOR_GIR || key->unit >= PLACES_UNITS)
        return false;
    if (key->sector == SECTOR_GIR) {
        memcpy(to, "GIR 0", 5);
        to += 5;
    } else {
        *to++ = (char)('A' + area / SECOND);
        if (second)
            *to++ = (char)('A' + second - 1);
        *to++ = (char)('0' + digit);
        if (last)
            *to++ = last;
        *to++ = ' ';
        *to++ = (char)('0' + key->sector % 10);
    }
    *to++ = letters[key->unit / LETTERS];
    *to++ = letters[key->unit % LETTERS];
    *to = '\0';
    return true;
}
