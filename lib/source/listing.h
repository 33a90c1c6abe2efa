/* listing.h - checksum files that are delivered with files: which SHA-256 the sender says that each
 * has.
 *
 * Lines are those of sha256sum ("HEX  NAME", "HEX *NAME"; with a backslash before them where \\, \n
 * and \r in NAME stand for a backslash and line ends) and those of BSD and openssl
 * ("SHA256 (NAME) = HEX", "SHA2-256(NAME)= HEX"). Digits may be of either case, line ends of either
 * kind. A sender computes it where the file is with him: of NAME only what follows the last slash
 * counts. A line that is none of these, or is cut short, lists nothing. */
#ifndef ONTRACK_SOURCE_LISTING_H
#define ONTRACK_SOURCE_LISTING_H

#include "base/err.h"
#include "source/delivery.h"

#include <stdbool.h>
#include <stddef.h>

enum { LISTING_FILE_MAXIMUM = 16 * 1024 * 1024, LISTING_MAXIMUM = 1000 * 1000 };

struct listing {
    char *folder; /* NULL: nothing has been read */
    size_t files; /* checksum files in it */
    size_t count;
    struct known_hash *items; /* a name may stand several times */
};

/* Adds what a checksum file's text says; `text` is taken apart in place. `path` is for messages. 0 or
 * EX_DATAERR where there are more than LISTING_MAXIMUM. */
int listing_add(struct listing *listing, char *text, const char *path, struct err *err);

/* Reads the checksum files of a folder: those whose name fits `glob` and begins with no dot. 0,
 * EX_NOINPUT, EX_DATAERR. */
int listing_read(struct listing *listing, const char *folder, const char *glob, struct err *err);
void listing_release(struct listing *listing);

/* Whether the name is listed at all, and whether it is with this hash (in small letters). */
bool listing_names(const struct listing *listing, const char *name);
bool listing_has(const struct listing *listing, const char *name, const char *hex);

#endif
