#include "privacy/generalise.h"
#include "record/dates.h"
#include "record/identifiers.h"

#include <string.h>

bool age_on_date(int32_t birth, int32_t on, int *age)
{
    *age = date_age(birth, on);
    return birth <= on && *age <= AGE_MAXIMUM;
}

const char *age_band(int32_t birth, int32_t on)
{
    static const struct {
        int last;
        const char *name;
    } bands[] = {
        {10, "0-10"}, {13, "11-13"}, {15, "14-15"}, {17, "16-17"}, {19, "18-19"}, {25, "20-25"}};
    int age = date_age(birth, date_academic_start(on));

    for (size_t i = 0; i < sizeof bands / sizeof *bands; i++)
        if (age <= bands[i].last)
            return bands[i].name;
    return "26+";
}

enum district district_of(
    const char *data, size_t size, char district[DISTRICT_MAXIMUM + 1], size_t *length)
{
    struct normal normal;
    const char *space;

    switch (identifier_check(IDENTIFIER_POSTCODE, data, size, &normal)) {
    case VERDICT_SENTINEL:
        return DISTRICT_UNKNOWN;
    case VERDICT_VALID:
        break;
    default:
        return DISTRICT_INVALID;
    }
    space = memchr(normal.data, ' ', normal.length);
    *length = space ? (size_t)(space - normal.data) : 0;
    if (*length == 0 || *length > DISTRICT_MAXIMUM)
        return DISTRICT_INVALID;
    memcpy(district, normal.data, *length);
    district[*length] = '\0';
    return DISTRICT_GOOD;
}
