#include "pipeline/report.h"
#include "pipeline/spawn.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/out.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BASIS_MAXIMUM = 1024 };

/* In the report's folder: what the report was made from. */
static const char marker[] = ".basis";

static bool is_current(const char *path, const char *basis)
{
    struct err ignored = ERR_INIT;
    char *made = access(path, F_OK) == 0 ? file_read(path, BASIS_MAXIMUM, NULL, &ignored) : NULL;
    bool current = made && strcmp(made, basis) == 0;

    free(made);
    return current;
}

static int make(const struct folders *folders, struct err *err)
{
    struct arguments arguments = {0};
    struct spawn spawn = {
        .program = "report", .arguments = &arguments, .input = -1, .output = -1, .database = true};
    char *log = mem_format("%s/report.log", folders->log);
    int ending = 0;
    pid_t pid;

    spawn.errors = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (spawn.errors < 0) {
        err_errno(err, EX_CANTCREAT, "cannot make '%s'", log);
        free(log);
        return err->code;
    }
    arguments_option(&arguments, "--output", folders->report);
    pid = spawn_start(&spawn, err);
    if (pid > 0)
        ending = spawn_wait(pid);
    if (ending) {
        err_set(err, ending, "'report' ended with %s", spawn_ending(ending));
        err_detail(err, "see '%s'", log);
    }
    close(spawn.errors);
    arguments_release(&arguments);
    free(log);
    return err->code;
}

static int mark(const char *path, const char *basis, struct err *err)
{
    struct out out;

    if (out_create(&out, path, err))
        return err->code;
    out_bytes(&out, basis, strlen(basis));
    return out_close(&out, err);
}

int report_refresh(const struct folders *folders, const char *basis, bool *changed, struct err *err)
{
    char *path = mem_format("%s/%s", folders->report, marker);

    if (!is_current(path, basis)) {
        *changed = true;
        report_renew(folders, basis, err);
    }
    free(path);
    return err->code;
}

int report_renew(const struct folders *folders, const char *basis, struct err *err)
{
    char *path = mem_format("%s/%s", folders->report, marker);

    unlink(path);
    if (folder_make(folders->report, err) == 0 && make(folders, err) == 0)
        mark(path, basis, err);
    free(path);
    return err->code;
}
