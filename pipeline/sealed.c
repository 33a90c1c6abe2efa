#include "pipeline/sealed.h"
#include "pipeline/folders.h"
#include "base/log.h"
#include "base/memory.h"
#include "privacy/quarantine.h"
#include "record/dates.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CONTENT_LENGTH = 16, NIGHT_LENGTH = 10 };

static const char ending[] = ".sealed";

/* What is behind UNIT in a name: ".CONTENT.NIGHT.sealed". */
struct tail {
    const char *content, *night;
};

static bool read_tail(const char *name, size_t unit, struct tail *tail)
{
    size_t length = strlen(name), rest = 1 + CONTENT_LENGTH + 1 + NIGHT_LENGTH + strlen(ending);

    if (length != unit + rest || strcmp(name + length - strlen(ending), ending) != 0)
        return false;
    *tail = (struct tail){name + unit + 1, name + unit + 1 + CONTENT_LENGTH + 1};
    return name[unit] == '.' && tail->night[-1] == '.';
}

/* Its own night, of a name of whatever unit; false where it is no file of the quarantine. */
static bool night_of(const char *name, int32_t *night)
{
    size_t length = strlen(name), rest = NIGHT_LENGTH + strlen(ending);

    return length > rest && strcmp(name + length - strlen(ending), ending) == 0 &&
           date_parse(name + length - rest, NIGHT_LENGTH, night);
}

static void each_name(const char *folder, void (*take)(void *state, const char *name), void *state)
{
    DIR *directory = opendir(folder);
    const struct dirent *entry;

    while (directory && (entry = readdir(directory)))
        take(state, entry->d_name);
    if (directory)
        closedir(directory);
}

static void remove_path(const char *path)
{
    struct err err = ERR_INIT;

    if (unlink(path) != 0 && errno != ENOENT) {
        err_errno(&err, EX_CANTCREAT, "cannot remove '%s'", path);
        log_error(&err);
    }
}

struct ageing {
    const struct config *config;
    int32_t tonight;
};

static void age(void *state, const char *name)
{
    const struct ageing *ageing = state;
    const char *folder = ageing->config->quarantine.folder;
    size_t length = strlen(name);
    int32_t night;
    bool old = night_of(name, &night) && ageing->tonight - night >= ageing->config->quarantine.days;
    bool left = name[0] == '.' && length > 4 && strcmp(name + length - 4, ".new") == 0;

    if (old || left) {
        char *path = mem_format("%s/%s", folder, name);

        remove_path(path);
        free(path);
    }
}

int sealed_begin(const struct config *config, struct err *err)
{
    const struct config_quarantine *quarantine = &config->quarantine;
    struct ageing ageing = {.config = config};
    uint8_t key[QUARANTINE_KEY_SIZE];

    if (!quarantine->folder)
        return 0;
    if (quarantine->key && quarantine_public(quarantine->key, key, err))
        return err->code = EX_CONFIG;
    if (quarantine->key && folder_make(quarantine->folder, err))
        return err->code;
    date_parse(config->night, strlen(config->night), &ageing.tonight);
    each_name(quarantine->folder, age, &ageing);
    return 0;
}

struct search {
    const struct config *config;
    const char *slug, *content; /* content NULL: any */
    void (*take)(void *state, const char *path);
    void *state;
    size_t count;
};

static void match(void *state, const char *name)
{
    struct search *search = state;
    size_t unit = strlen(search->slug);
    struct tail tail;
    char *path;

    if (strncmp(name, search->slug, unit) != 0 || !read_tail(name, unit, &tail) ||
        (search->content && strncmp(tail.content, search->content, CONTENT_LENGTH) != 0))
        return;
    path = mem_format("%s/%s", search->config->quarantine.folder, name);
    search->count++;
    search->take(search->state, path);
    free(path);
}

static void keep_path(void *state, const char *path)
{
    char **kept = state;

    free(*kept);
    *kept = mem_text(path);
}

char *sealed_path(const struct config *config, const struct unit *unit)
{
    char *path = NULL;
    struct search search = {.config = config,
        .slug = unit->slug,
        .content = unit->delivery->hash,
        .take = keep_path,
        .state = &path};

    if (!config->quarantine.key)
        return NULL;
    /* One that is read once more keeps the night that it was first sealed in. */
    each_name(config->quarantine.folder, match, &search);
    return path ? path
                : mem_format("%s/%s.%.*s.%s%s", config->quarantine.folder, unit->slug,
                      CONTENT_LENGTH, unit->delivery->hash, config->night, ending);
}

static void remove_other(void *state, const char *path)
{
    if (strcmp(path, state) != 0)
        remove_path(path);
}

void sealed_settle(const struct config *config, const struct unit *unit, const char *path)
{
    char *kept = mem_text(path ? path : "");
    struct search search = {
        .config = config, .slug = unit->slug, .take = remove_other, .state = kept};

    if (config->quarantine.folder)
        each_name(config->quarantine.folder, match, &search);
    free(kept);
}

size_t sealed_each(const struct config *config, const char *source, const char *feed,
    const char *slot, void (*take)(void *state, const char *path), void *state)
{
    char *label = unit_label(source, feed, slot), *slug = unit_slug(label);
    struct search search = {.config = config, .slug = slug, .take = take, .state = state};

    if (config->quarantine.folder)
        each_name(config->quarantine.folder, match, &search);
    free(label);
    free(slug);
    return search.count;
}
