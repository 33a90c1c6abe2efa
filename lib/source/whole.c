#include "source/whole_parts.h"
#include "base/json.h"
#include "base/memory.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static const int64_t second = 1000 * 1000 * 1000;

static bool ends_in(const char *name, const char *suffix)
{
    size_t length = strlen(name), end = strlen(suffix);

    return length > end && strcasecmp(name + length - end, suffix) == 0;
}

/* The names under which programs send, or download, what they will rename when it is whole. */
static bool being_sent(const char *name)
{
    static const char *const suffixes[] = {
        ".part", ".partial", ".filepart", ".crdownload", ".tmp", ".temp"};

    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (ends_in(name, suffixes[i]))
            return true;
    return false;
}

bool whole_ignores(const struct whole *whole, const char *name)
{
    if (whole->by == WHOLE_AS_IT_STANDS)
        return false;
    return name[0] == '.' || strncmp(name, "~$", 2) == 0 || being_sent(name) ||
           (whole->by == WHOLE_MARKED && ends_in(name, whole->suffix)) ||
           (whole->by == WHOLE_LISTED && fnmatch(whole->file, name, 0) == 0);
}

static int64_t nanoseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * second + time.tv_nsec;
}

static void look_at(struct whole_look *look, const char *name, const struct stat *status)
{
    int64_t modified = nanoseconds(status->st_mtim), changed = nanoseconds(status->st_ctim);
    char *line = mem_format("%016llx %s %llu %llu %llu %lld %lld", (unsigned long long)look->print,
        name, (unsigned long long)status->st_dev, (unsigned long long)status->st_ino,
        (unsigned long long)status->st_size, (long long)modified, (long long)changed);

    look->print = fingerprint(line, strlen(line));
    if (modified > look->modified)
        look->modified = modified;
    if (changed > look->changed)
        look->changed = changed;
    free(line);
}

int whole_waits(struct err *err, const char *path, const char *why)
{
    char *name = delivery_name(path);

    err_set(err, EX_TEMPFAIL, "'%s' %s", name, why);
    free(name);
    return err->code;
}

static int look_folder(
    const struct whole *whole, const char *path, struct whole_look *look, struct err *err)
{
    struct folder_walk walk;

    if (folder_walk_open(&walk, path, err))
        return err->code;
    for (int i = 0; i < walk.count && !err->code; i++) {
        const char *name = walk.entries[i]->d_name;
        struct stat status;

        if (!folder_walk_status(&walk, i, &status)) {
            whole_waits(err, path, "holds a file that has gone, or a link to none");
        } else if (S_ISREG(status.st_mode)) {
            look_at(look, name, &status);
            if (whole->by == WHOLE_STABLE && being_sent(name))
                whole_waits(err, path, "holds a file under a temporary name");
        }
    }
    folder_walk_close(&walk);
    return err->code;
}

/* 0, also where there is nothing to look at: then look->print stays 0. */
static int look_whole(
    const struct whole *whole, const char *path, struct whole_look *look, struct err *err)
{
    struct stat status;

    *look = (struct whole_look){.modified = INT64_MIN, .changed = INT64_MIN};
    if (stat(path, &status) != 0 || !(S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)))
        return 0;
    look_at(look, "", &status);
    return S_ISDIR(status.st_mode) ? look_folder(whole, path, look, err) : 0;
}

static int check_age(const struct whole *whole, const char *path, int64_t now,
    const struct whole_look *look, struct err *err)
{
    int64_t last = look->changed;

    if (look->modified > last && look->modified <= now)
        last = look->modified;
    if (last > now) {
        whole_waits(err, path, "was changed at a time that this machine's clock has not reached");
        return err_hint(err, "where a clock is wrong, set it right, and 'touch' what is there");
    }
    if ((double)(now - last) >= whole->seconds * (double)second)
        return 0;
    whole_waits(err, path, "is still being sent, or has only just been");
    return err_detail(err, "it was changed %lld s ago; it is taken where that is %.0f s or more",
        (long long)((now - last) / second), whole->seconds);
}

/* `path` without the slashes that a pattern such as "in/MHSDS_*" + "/" leaves at its end. */
static char *without_slash(const char *path)
{
    size_t length = strlen(path);

    while (length > 1 && path[length - 1] == '/')
        length--;
    return mem_text_n(path, length);
}

static int check_marker(
    const struct whole *whole, const char *path, const struct whole_look *look, struct err *err)
{
    char *plain = without_slash(path), *marker = mem_format("%s%s", plain, whole->suffix);
    struct stat status;

    if (stat(marker, &status) != 0 || !S_ISREG(status.st_mode)) {
        whole_waits(err, path, "has no marker beside it");
        err_detail(err, "it is taken where a file of its name and '%s' is there", whole->suffix);
    } else if (nanoseconds(status.st_mtim) < look->modified &&
               nanoseconds(status.st_ctim) < look->changed) {
        whole_waits(err, path, "has been changed since its marker was set");
        err_hint(err, "set the marker anew, by 'touch', where it is whole");
    }
    free(plain);
    free(marker);
    return err->code;
}

static bool is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

int whole_ready(
    struct whole *whole, const char *path, int64_t now, struct whole_look *look, struct err *err)
{
    *look = (struct whole_look){.print = 0};
    if (whole->by == WHOLE_AS_IT_STANDS || look_whole(whole, path, look, err) || !look->print)
        return err->code;
    if (whole->by == WHOLE_STABLE)
        return check_age(whole, path, now, look, err);
    if (whole->by == WHOLE_MARKED)
        return check_marker(whole, path, look, err);
    return is_folder(path) ? listed_folder_ready(whole, path, err)
                           : listed_file_ready(whole, path, err);
}

int whole_hash(const struct whole *whole, const char *path, const struct whole_look *look,
    char hex[DELIVERY_HASH_SIZE], struct err *err)
{
    struct whole_look again;

    if (whole->by != WHOLE_LISTED)
        delivery_hash(path, hex, err);
    else if (is_folder(path))
        listed_folder_hash(whole, path, hex, err);
    else
        listed_file_hash(whole, path, hex, err);
    if (err->code || whole->by == WHOLE_AS_IT_STANDS)
        return err->code;
    if (look_whole(whole, path, &again, err) == 0 && again.print != look->print)
        whole_waits(err, path, "was changed while it was read");
    return err->code;
}
