#include "pipeline/folders.h"
#include "base/memory.h"
#include "base/out.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

int folder_make(const char *path, struct err *err)
{
    char *partial = mem_text(path);
    int code = 0;

    for (char *slash = partial + 1; !code; slash++) {
        char kept = *slash;

        if (kept != '/' && kept)
            continue;
        *slash = '\0';
        if (mkdir(partial, 0700) != 0 && errno != EEXIST)
            code = err_errno(err, EX_CANTCREAT, "cannot make folder '%s'", partial);
        *slash = kept;
        if (!kept)
            break;
    }
    free(partial);
    return code;
}

void folder_empty(const char *path)
{
    DIR *directory = opendir(path);
    const struct dirent *entry;

    while (directory && (entry = readdir(directory)))
        if (entry->d_name[0] != '.')
            unlinkat(dirfd(directory), entry->d_name, 0);
    if (directory)
        closedir(directory);
}

/* Only a lock that was taken is kept: who has none must not touch what is in the folders. */
static int take_lock(struct folders *folders, struct err *err)
{
    char *path = mem_format("%s/run.lock", folders->var);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0) {
        err_errno(err, EX_CANTCREAT, "cannot make '%s'", path);
    } else if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        err_set(err, EX_TEMPFAIL, "another run is going on");
        err_detail(err, "'%s' is locked", path);
        err_hint(err, "wait for it, and run again");
        close(fd);
    } else {
        folders->lock = fd;
    }
    free(path);
    return err->code;
}

int folders_open(struct folders *folders, const char *var, const char *night, struct err *err)
{
    *folders = (struct folders){.var = mem_text(var),
        .journal = mem_format("%s/journal/%s", var, night),
        .log = mem_format("%s/log/%s", var, night),
        .rejects = mem_format("%s/rejects", var),
        .report = mem_format("%s/report", var),
        .feedback = mem_format("%s/feedback", var),
        .lock = -1};
    if (folder_make(var, err) || take_lock(folders, err) || folder_make(folders->journal, err) ||
        folder_make(folders->log, err) || folder_make(folders->rejects, err))
        return err->code;
    folder_empty(folders->rejects);
    return 0;
}

int folders_record(const struct folders *folders, const char *verdict, const char *summary,
    int code, struct err *err)
{
    char *path = mem_format("%s/night.jsonl", folders->journal);
    char *line =
        mem_format("{\"verdict\":\"%s\",\"exit\":%d,\"summary\":\"%s\"}\n", verdict, code, summary);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    struct out out;

    if (fd < 0) {
        err_errno(err, EX_CANTCREAT, "cannot make '%s'", path);
    } else {
        out_open(&out, fd, path);
        out_bytes(&out, line, strlen(line));
        out_close(&out, err);
    }
    free(line);
    free(path);
    return err->code;
}

void folders_close(struct folders *folders)
{
    if (folders->lock >= 0) {
        folder_empty(folders->rejects);
        close(folders->lock);
    }
    free(folders->var);
    free(folders->journal);
    free(folders->log);
    free(folders->rejects);
    free(folders->report);
    free(folders->feedback);
    *folders = (struct folders){.lock = -1};
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

void folders_remove(struct folders *folders)
{
    enum { DESCRIPTORS = 16 };

    if (folders->lock >= 0)
        nftw(folders->var, remove_one, DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
    folders_close(folders);
}
