#include "pipeline/remote.h"
#include "pipeline/blame.h"
#include "pipeline/folders.h"
#include "pipeline/spawn.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

int remote_open(struct remote *remote, const char *var, struct err *err)
{
    *remote = (struct remote){.folder = mem_format("%s/spool", var)};
    folder_empty(remote->folder);
    if (getrandom(remote->key, sizeof remote->key, 0) != (ssize_t)sizeof remote->key)
        return err_errno(err, EX_OSERR, "cannot draw a random key");
    return 0;
}

void remote_close(struct remote *remote)
{
    explicit_bzero(remote->key, sizeof remote->key);
    if (remote->folder)
        folder_empty(remote->folder);
    free(remote->folder);
    remote->folder = NULL;
}

char *remote_path(struct remote *remote)
{
    return mem_format("%s/%zu", remote->folder, ++remote->count);
}

int remote_key(const struct remote *remote, struct err *err)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0) {
        err_errno(err, EX_OSERR, "cannot make a pipe");
        return -1;
    }
    if (write(ends[1], remote->key, sizeof remote->key) != (ssize_t)sizeof remote->key) {
        err_errno(err, EX_OSERR, "cannot write to a pipe");
        close(ends[0]);
        ends[0] = -1;
    }
    close(ends[1]);
    return ends[0];
}

/* `extract --fetch` prints the hash of what it fetched, on a line. */
static int read_hash(int fd, char hash[65], struct err *err)
{
    char text[80];
    size_t length = 0;
    ssize_t got;

    while ((got = read(fd, text + length, sizeof text - length)) > 0 || (got < 0 && errno == EINTR))
        length += got > 0 ? (size_t)got : 0;
    if (length < 64 || strspn(text, "0123456789abcdef") != 64)
        return err_set(err, EX_SOFTWARE, "'extract --fetch' told no hash");
    memcpy(hash, text, 64);
    hash[64] = '\0';
    return 0;
}

/* The ends of what extract gets and gives. */
struct ends {
    int key, log, output[2];
};

static void ends_close(struct ends *ends)
{
    int *const all[] = {&ends->key, &ends->log, &ends->output[0], &ends->output[1]};

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (*all[i] >= 0)
            close(*all[i]);
        *all[i] = -1;
    }
}

static int ends_open(struct ends *ends, const struct remote *remote, struct err *err)
{
    ends->key = remote_key(remote, err);
    ends->log = memfd_create("ontrack-log", MFD_CLOEXEC);
    if (!err->code && (ends->log < 0 || pipe2(ends->output, O_CLOEXEC) != 0))
        err_errno(err, EX_OSERR, "cannot make a pipe");
    return err->code;
}

static pid_t start(const struct request *request, const struct ends *ends, struct err *err)
{
    struct arguments arguments = {0};
    struct spawn spawn = {.program = "extract",
        .arguments = &arguments,
        .input = -1,
        .output = ends->output[1],
        .errors = ends->log,
        .keep = {ends->key}};
    pid_t pid;

    arguments_option(&arguments, "--fetch", request->path);
    arguments_number(&arguments, "--spool-key", ends->key);
    arguments_add(&arguments, "--");
    arguments_add(&arguments, request->source);
    arguments_add(&arguments, request->feed);
    arguments_add(&arguments, request->url);
    pid = spawn_start(&spawn, err);
    arguments_release(&arguments);
    return pid;
}

static void finish(pid_t pid, const struct ends *ends, char hash[65], struct err *err)
{
    struct process process = {.name = "extract", .pid = pid, .ended = true};
    char log[40];

    read_hash(ends->output[0], hash, err);
    process.code = spawn_wait(pid);
    snprintf(log, sizeof log, "/proc/self/fd/%d", ends->log);
    blame(&process, 1, log, err);
}

int remote_fetch(
    struct remote *remote, const struct request *request, char hash[65], struct err *err)
{
    struct ends ends = {-1, -1, {-1, -1}};
    pid_t pid;

    if (folder_make(remote->folder, err) == 0 && ends_open(&ends, remote, err) == 0) {
        pid = start(request, &ends, err);
        close(ends.output[1]);
        ends.output[1] = -1;
        if (pid > 0)
            finish(pid, &ends, hash, err);
    }
    ends_close(&ends);
    return err->code;
}
