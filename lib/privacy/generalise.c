#include "privacy/generalise.h"
#include "record/dates.h"

#include <string.h>

static const char *band_of(int years)
{
    static const struct {
        int last;
        const char *name;
    } bands[] = {
        {10, "0-10"}, {13, "11-13"}, {15, "14-15"}, {17, "16-17"}, {19, "18-19"}, {25, "20-25"}};

    for (size_t i = 0; i < sizeof bands / sizeof *bands; i++)
        if (years <= bands[i].last)
            return bands[i].name;
    return "26+";
}

struct day {
    int year, month, day;
};

static int whole_years(struct day birth, struct day on)
{
    bool before = on.month < birth.month || (on.month == birth.month && on.day < birth.day);

    return on.year - birth.year - before;
}

/* As date_age() and date_academic_start() have it, with each date taken apart once only: this runs
 * for every record. */
bool age_on(int32_t birth, int32_t on, struct age *age)
{
    struct day born, at, start = {.month = 8, .day = 31};

    date_split(birth, &born.year, &born.month, &born.day);
    date_split(on, &at.year, &at.month, &at.day);
    start.year = at.month >= 9 ? at.year : at.year - 1;
    age->years = whole_years(born, at);
    age->band = band_of(whole_years(born, start));
    return birth <= on && age->years <= AGE_MAXIMUM;
}

enum postcode postcode_of(const char *data, size_t size, struct normal *normal)
{
    switch (identifier_check(IDENTIFIER_POSTCODE, data, size, normal)) {
    case VERDICT_SENTINEL:
        return POSTCODE_UNKNOWN;
    case VERDICT_VALID:
        return POSTCODE_GOOD;
    default:
        return POSTCODE_INVALID;
    }
}

struct text district_of(const struct normal *postcode)
{
    const char *space = memchr(postcode->data, ' ', postcode->length);

    return (struct text){postcode->data, space ? (size_t)(space - postcode->data) : 0};
}
