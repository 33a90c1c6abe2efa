/* whole_parts.h - between the files of whole.h. */
#ifndef ONTRACK_SOURCE_WHOLE_PARTS_H
#define ONTRACK_SOURCE_WHOLE_PARTS_H

#include "source/folder_walk.h"
#include "source/whole.h"

/* Says why the delivery waits; EX_TEMPFAIL. */
int whole_waits(struct err *err, const char *path, const char *why);

/* whole_listed.c: whole_ready() and whole_hash() for {"by": "listed"}. */
int listed_file_ready(struct whole *whole, const char *path, struct err *err);
int listed_folder_ready(struct whole *whole, const char *path, struct err *err);
int listed_file_hash(
    const struct whole *whole, const char *path, char hex[DELIVERY_HASH_SIZE], struct err *err);
int listed_folder_hash(
    const struct whole *whole, const char *path, char hex[DELIVERY_HASH_SIZE], struct err *err);

#endif
