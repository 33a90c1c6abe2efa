/* delivery.h - what is known of a delivery before its records are read: its name's parts and the
 * hash of its content. */
#ifndef ONTRACK_SOURCE_DELIVERY_H
#define ONTRACK_SOURCE_DELIVERY_H

#include "base/err.h"
#include "source/sha256.h"

#include <stddef.h>

enum { DELIVERY_HASH_SIZE = SHA256_HEX_SIZE, PARTS_MAXIMUM = 32 };

/* The parts of a name by a pattern such as "ILR-{ukprn}-{year}.xml": a part is one or more
 * characters up to the next literal one. A trailing ".gz" or ".zip" that the pattern does not
 * have is ignored. */
struct part {
    char *name, *value;
};
struct parts {
    size_t count;
    struct part items[PARTS_MAXIMUM];
};

/* 0; EX_DATAERR where the name does not fit; EX_CONFIG where the pattern is malformed. */
int parts_match(struct parts *parts, const char *pattern, const char *name, struct err *err);
void parts_release(struct parts *parts);
/* A part's value, or NULL. */
const char *parts_value(const struct parts *parts, const char *name);
/* A text with its {parts} filled in, to be freed; NULL with EX_CONFIG where it names another. */
char *parts_fill(const struct parts *parts, const char *text, struct err *err);

/* The last component of a path or URL (without the query), to be freed. */
char *delivery_name(const char *location);

/* SHA-256, in hex, of a file's bytes; of a directory: of the lines "NAME HASH\n" of the regular
 * files in it, sorted by name as bytes, those whose name begins with a dot left out. 0,
 * EX_NOINPUT (anything else than these two, too), EX_IOERR. */
int delivery_hash(const char *path, char hex[DELIVERY_HASH_SIZE], struct err *err);

/* The same of a directory, of which the hashes of some files are known already. */
struct known_hash {
    char *name;
    char hex[DELIVERY_HASH_SIZE];
};
int delivery_hash_folder(const char *path, const struct known_hash *known, size_t count,
    char hex[DELIVERY_HASH_SIZE], struct err *err);

#endif
