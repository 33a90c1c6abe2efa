#include "source/bookmark.h"
#include "record/dates.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { STAMP_MAXIMUM = 64, SECOND = 1000000 };

static const int64_t day = INT64_C(86400) * SECOND;

/* As timestamp_parse(), with more than six digits behind the point. */
static bool read_stamp(struct text text, int64_t *stamp)
{
    char shorter[STAMP_MAXIMUM];
    size_t point = 0, digits;

    if (!text.data || text.length >= sizeof shorter)
        return false;
    memcpy(shorter, text.data, text.length);
    shorter[text.length] = '\0';
    point = strcspn(shorter, ".");
    if (point == text.length)
        return timestamp_parse(shorter, text.length, stamp);
    digits = strspn(shorter + point + 1, "0123456789");
    if (digits > 6) {
        memmove(shorter + point + 7, shorter + point + 1 + digits,
            text.length - point - digits); /* the NUL too */
        text.length -= digits - 6;
    }
    return timestamp_parse(shorter, text.length, stamp);
}

void bookmark_note(struct bookmark *bookmark, struct text text)
{
    int64_t stamp;

    if (!read_stamp(text, &stamp)) {
        bookmark->undated++;
    } else if (bookmark->limit < INT64_MAX - day && stamp > bookmark->limit + day) {
        bookmark->late++;
    } else {
        bookmark->dated++;
        if (stamp <= bookmark->limit && stamp > bookmark->greatest)
            bookmark->greatest = stamp;
    }
}

static void put_stamp(const struct bookmark *bookmark, struct tally *tally)
{
    int64_t of_day = (bookmark->greatest % day + day) % day;
    int64_t seconds = of_day / SECOND;
    char date[11], text[48];

    date_format((int32_t)((bookmark->greatest - of_day) / day), date);
    snprintf(text, sizeof text, "\"%s %02d:%02d:%02d.%06d+00\"", date, (int)(seconds / 3600),
        (int)(seconds / 60 % 60), (int)(seconds % 60), (int)(of_day % SECOND));
    tally_extra(tally, "bookmark", text);
}

int bookmark_close(
    const struct bookmark *bookmark, const char *file, struct tally *tally, struct err *err)
{
    static const struct text all = {NULL, 0};

    if (!bookmark->path)
        return 0;
    if (bookmark->undated && !bookmark->dated && !bookmark->late) {
        err_set(err, EX_DATAERR, "no record of '%s' has a time stamp with offset at '%.100s'", file,
            bookmark->path);
        err_detail(err, "'path' of 'since' in the source's 'http' says that it has");
        return err_hint(err,
            "name the path of the time at which a record was changed, as 2026-03-31T09:30:00Z");
    }
    if (bookmark->undated)
        tally_finding(tally, all, NULL, "since-undated", SEVERITY_WARNING);
    if (bookmark->late)
        tally_finding(tally, all, NULL, "since-late", SEVERITY_WARNING);
    if (bookmark->greatest != INT64_MIN)
        put_stamp(bookmark, tally);
    return 0;
}
