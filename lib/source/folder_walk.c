#include "source/folder_walk.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static int is_entry(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

/* Not alphasort(), which goes by the locale. */
static int by_name(const struct dirent **left, const struct dirent **right)
{
    return strcmp((*left)->d_name, (*right)->d_name);
}

int folder_walk_open(struct folder_walk *walk, const char *path, struct err *err)
{
    *walk = (struct folder_walk){.path = path};
    walk->count = scandir(path, &walk->entries, is_entry, by_name);
    return walk->count < 0 ? err_errno(err, EX_NOINPUT, "cannot read '%s'", path) : 0;
}

bool folder_walk_status(const struct folder_walk *walk, int at, struct stat *status)
{
    char *path = mem_format("%s/%s", walk->path, walk->entries[at]->d_name);
    bool there = stat(path, status) == 0;

    free(path);
    return there;
}

void folder_walk_close(struct folder_walk *walk)
{
    for (int i = 0; i < walk->count; i++)
        free(walk->entries[i]);
    free(walk->entries);
}

bool folder_walk_holds(const struct folder_walk *walk, const char *name)
{
    for (int i = 0; i < walk->count; i++)
        if (strcmp(walk->entries[i]->d_name, name) == 0)
            return true;
    return false;
}
