/* Lists of files, for schema.h. */
#include "base/memory.h"
#include "store/schema.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name), tail = strlen(ending);

    return name[0] != '.' && length > tail && strcmp(name + length - tail, ending) == 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int path_list_read(struct path_list *list, const char *folder, const char *ending, struct err *err)
{
    DIR *directory = opendir(folder);
    struct dirent *entry;

    *list = (struct path_list){0};
    if (!directory)
        return err_errno(err, EX_NOINPUT, "cannot read folder '%s'", folder);
    while ((entry = readdir(directory)) != NULL) {
        if (!ends_with(entry->d_name, ending))
            continue;
        list->paths = mem_grow(list->paths, list->count + 1, sizeof *list->paths);
        list->paths[list->count++] = mem_format("%s/%s", folder, entry->d_name);
    }
    closedir(directory);
    if (list->count)
        qsort(list->paths, list->count, sizeof *list->paths, compare_names);
    return 0;
}

void path_list_release(struct path_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->paths[i]);
    free(list->paths);
    *list = (struct path_list){0};
}

const char *path_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

int contract_list_load(struct contract_list *list, const char *folder, struct err *err)
{
    struct path_list paths;
    int code = path_list_read(&paths, folder, ".json", err);

    *list = (struct contract_list){0};
    list->contracts = mem_array(paths.count, sizeof *list->contracts);
    for (size_t i = 0; i < paths.count && !code; i++) {
        code = contract_load(&list->contracts[list->count], paths.paths[i], err);
        if (!code)
            list->count++;
    }
    path_list_release(&paths);
    if (code)
        contract_list_release(list);
    return code;
}

void contract_list_release(struct contract_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        contract_release(&list->contracts[i]);
    free(list->contracts);
    *list = (struct contract_list){0};
}
