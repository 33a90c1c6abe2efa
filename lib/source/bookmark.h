/* bookmark.h - how far a source that is asked for its changes has come: the greatest time stamp of its
 * records ("path" of "since" in source_http.h). */
#ifndef ONTRACK_SOURCE_BOOKMARK_H
#define ONTRACK_SOURCE_BOOKMARK_H

#include "record/stream.h"
#include "record/tally.h"

#include <stdbool.h>
#include <stdint.h>

struct bookmark {
    const char *path; /* NULL: the source has none, and nothing is noted */
    int position;     /* of the path among a record's texts */
    int64_t limit; /* microseconds since 2000-01-01 UTC: what is later is a clock that is wrong */
    int64_t greatest; /* INT64_MIN: none yet */
    uint64_t dated, undated, late;
};

/* A text that is no ISO 8601 time stamp with offset is counted as undated, one more than a day after the
 * limit (a clock that is wrong) as late. Neither moves the bookmark, and nothing moves it beyond the
 * limit: what was changed while the delivery was read may lack others of its time. Digits beyond
 * microseconds are dropped. */
void bookmark_note(struct bookmark *bookmark, struct text text);

/* Puts the member "bookmark" into the journal, and a warning each for undated and late records. EX_DATAERR
 * where there were records and none had a time stamp: then the path is wrong. */
int bookmark_close(
    const struct bookmark *bookmark, const char *file, struct tally *tally, struct err *err);

#endif
