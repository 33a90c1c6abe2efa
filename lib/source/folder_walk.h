/* folder_walk.h - the entries of a folder, in the order of their names as bytes. */
#ifndef ONTRACK_SOURCE_FOLDER_WALK_H
#define ONTRACK_SOURCE_FOLDER_WALK_H

#include "base/err.h"

#include <dirent.h>
#include <stdbool.h>
#include <sys/stat.h>

struct folder_walk {
    const char *path; /* not copied */
    struct dirent **entries;
    int count;
};

/* All but "." and "..". 0 or EX_NOINPUT; then there is nothing to close. */
int folder_walk_open(struct folder_walk *walk, const char *path, struct err *err);
/* False where the entry has gone meanwhile, or is a link to nothing. */
bool folder_walk_status(const struct folder_walk *walk, int at, struct stat *status);
bool folder_walk_holds(const struct folder_walk *walk, const char *name);
void folder_walk_close(struct folder_walk *walk);

#endif
