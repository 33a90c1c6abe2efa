/* archive_entries.h - how many files a zip says that it has, looked up before anything is built of it:
 * its directory would come into memory whole. */
#ifndef ONTRACK_SOURCE_ARCHIVE_ENTRIES_H
#define ONTRACK_SOURCE_ARCHIVE_ENTRIES_H

#include "source/archive.h"

/* 0, EX_DATAERR where they are more than ARCHIVE_ENTRIES, or the input's own error. A zip without an
 * end is left to who opens it. */
int archive_entries_check(const struct archive_input *input, struct err *err);

#endif
