#include "base/tree.h"
#include "base/memory.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What only our tree has. */
static const char landmark[] = "sql/schema";

static char *program_folder(struct err *err)
{
    char *path = mem_alloc(PATH_MAX + 1);
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX);

    if (length < 0) {
        err_errno(err, EX_OSERR, "cannot read '/proc/self/exe'");
        free(path);
        return NULL;
    }
    path[length] = '\0';
    *strrchr(path, '/') = '\0';
    return path;
}

char *tree_path(const char *relative, struct err *err)
{
    char *folder = program_folder(err);
    char *found = NULL;

    if (!folder)
        return NULL;
    for (char *slash = strrchr(folder, '/'); slash && !found; slash = strrchr(folder, '/')) {
        char *candidate;

        *slash = '\0';
        candidate = mem_format("%s/%s", folder, landmark);
        if (access(candidate, F_OK) == 0)
            found = mem_format("%s/%s", folder, relative);
        free(candidate);
    }
    free(folder);
    if (!found) {
        err_set(err, EX_CONFIG, "cannot find '%s' in a folder above this program", landmark);
        err_hint(err, "run the programs from the folder that they were built in");
    }
    return found;
}

char *tree_program(const char *name, struct err *err)
{
    char *folder = program_folder(err);
    char *path = folder ? mem_format("%s/%s", folder, name) : NULL;

    free(folder);
    return path;
}
