/* archive.h - tables in a zip: read in place, nothing unpacked to disk. */
#ifndef ONTRACK_SOURCE_ARCHIVE_H
#define ONTRACK_SOURCE_ARCHIVE_H

#include "source/bytes.h"

#include <stdbool.h>

enum { ARCHIVE_ENTRIES = 10000 }; /* files that a zip may have in it */

/* The zip's bytes, in any order. read_at: as pread(), -1 with `err` filled in. */
struct archive_input {
    ssize_t (*read_at)(void *state, char *data, size_t length, uint64_t offset, struct err *err);
    void *state; /* not owned */
    uint64_t size;
    const char *name;
    unsigned int ratio; /* how far a member may unpack (ratio.h); 0: RATIO_DEFAULT */
};

struct archive;

/* NULL with EX_DATAERR or the input's own error. */
struct archive *archive_open(const struct archive_input *input, struct err *err);
/* How many members' base names fit the glob. */
size_t archive_count(const struct archive *archive, const char *glob);
/* The one member whose base name fits the glob; NULL with EX_DATAERR where there is none, several, it
 * is encrypted, or it says that it unpacks beyond the ratio; reading more than it says is EX_DATAERR
 * too. What macOS adds (__MACOSX/, ._NAME) is no member. */
struct bytes *archive_member(struct archive *archive, const char *glob, struct err *err);
bool archive_has(const struct archive *archive, const char *path);
/* The member of this path, in whatever case; NULL with EX_DATAERR where there is none. */
struct bytes *archive_part(struct archive *archive, const char *path, struct err *err);
void archive_close(struct archive *archive);

#endif
