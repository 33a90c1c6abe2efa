#include "pipeline/remote.h"
#include "pipeline/folders.h"
#include "pipeline/spawn.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
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

static pid_t start(const struct request *request, int key, int output, struct err *err)
{
    struct arguments arguments = {0};
    struct spawn spawn = {.program = "extract",
        .arguments = &arguments,
        .input = -1,
        .output = output,
        .errors = STDERR_FILENO,
        .keep = {key}};
    pid_t pid;

    arguments_option(&arguments, "--fetch", request->path);
    arguments_number(&arguments, "--spool-key", key);
    arguments_add(&arguments, "--");
    arguments_add(&arguments, request->source);
    arguments_add(&arguments, request->feed);
    arguments_add(&arguments, request->url);
    pid = spawn_start(&spawn, err);
    arguments_release(&arguments);
    return pid;
}

int remote_fetch(
    struct remote *remote, const struct request *request, char hash[65], struct err *err)
{
    int ends[2], key, ending;
    pid_t pid;

    if (folder_make(remote->folder, err) || (key = remote_key(remote, err)) < 0)
        return err->code;
    if (pipe2(ends, O_CLOEXEC) != 0) {
        close(key);
        return err_errno(err, EX_OSERR, "cannot make a pipe");
    }
    pid = start(request, key, ends[1], err);
    close(ends[1]);
    close(key);
    if (pid > 0) {
        read_hash(ends[0], hash, err);
        ending = spawn_wait(pid);
        if (ending) {
            err_set(err, ending, "cannot fetch a delivery of '%s'", request->source);
            err_detail(err, "'extract' ended with %s", spawn_ending(ending));
        }
    }
    close(ends[0]);
    return err->code;
}
