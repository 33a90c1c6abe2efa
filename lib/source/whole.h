/* whole.h - when a delivery in a drop folder is whole: providers send while the night runs, and half
 * a file must not be taken for all of it. `whole` of a delivery in the configuration:
 *
 *   absent                                  as it stands
 *   {"by": "stable", "seconds": 60}         it has not been changed for so long, and was not while its
 *                                           hash was computed
 *   {"by": "marker", "suffix": ".done"}     NAME.done stands beside it and is not older
 *   {"by": "listed", "file": "*.sha256"}    a checksum file (listing.h) beside it gives its SHA-256
 *
 * The values above are the defaults. A delivery can be a folder of tables: `stable` looks at the
 * folder and all files in it, of which none may have a temporary name; the marker stands beside the
 * folder, not in it; the checksum files stand in the folder, and each of its files must be listed
 * there and each that is listed be there.
 *
 * Age is told by the time at which the file's record on the disk was changed (ctime), which no sender
 * can set: a copy that keeps the sender's modification time, be it years ago or in the future, is as
 * old as its arrival. A modification time that is later than that, but not in the future, counts too
 * (FAT keeps the file's creation as its ctime). Where the clock of a file server is ahead of ours, what it
 * keeps waits until ours has come so far; touching it ends that where the clock was wrong once.
 *
 * A marker that is older than the delivery is of another one, which this is about to replace. */
#ifndef ONTRACK_SOURCE_WHOLE_H
#define ONTRACK_SOURCE_WHOLE_H

#include "base/err.h"
#include "source/listing.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

enum whole_by { WHOLE_AS_IT_STANDS, WHOLE_STABLE, WHOLE_MARKED, WHOLE_LISTED };
enum { WHOLE_SECONDS_MAXIMUM = 7 * 24 * 3600 };

struct whole {
    enum whole_by by;
    double seconds;
    const char *suffix, *file; /* the JSON's */
    struct listing listing;    /* of the folder that was looked at last */
};

/* `json` is the setting, NULL where there is none, and keeps its texts; `path` is the configuration's.
 * 0 or EX_CONFIG. */
int whole_load(struct whole *whole, const cJSON *json, const char *path, struct err *err);
void whole_release(struct whole *whole);

/* Whether what is called so is never a delivery: a temporary name (beginning with a dot or ~$, ending
 * in .part, .partial, .filepart, .crdownload, .tmp or .temp), a marker or a checksum file. Never true
 * where no `whole` is set. */
bool whole_ignores(const struct whole *whole, const char *name);

/* A delivery as it stood at one moment. */
struct whole_look {
    uint64_t print;            /* of the names, sizes and times of all its files */
    int64_t modified, changed; /* the latest of them, nanoseconds since 1970 */
};

/* Whether the delivery at `path` may be read, without reading it. `now` is in nanoseconds since 1970.
 * 0 (also where nothing is there or it is no file and no folder: reading it will tell); EX_TEMPFAIL
 * where it is not whole, which is no error but the reason why it waits; EX_NOINPUT or EX_DATAERR
 * where a checksum file can't be read. */
int whole_ready(
    struct whole *whole, const char *path, int64_t now, struct whole_look *look, struct err *err);

/* The hash of a delivery that is ready (delivery_hash()). 0; EX_TEMPFAIL where it has been changed
 * since that look; EX_DATAERR where its hash is not the one that is listed; EX_NOINPUT, EX_IOERR. */
int whole_hash(const struct whole *whole, const char *path, const struct whole_look *look,
    char hex[DELIVERY_HASH_SIZE], struct err *err);

#endif
