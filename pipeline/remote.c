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

enum { ANSWER_MAXIMUM = 8192 };

int remote_open(struct remote *remote, const char *var, struct err *err)
{
    remote->folder = mem_format("%s/spool", var);
    remote->count = 0;
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

/* The text of a line "NAME TEXT" of what was told, to be freed; NULL: there is none. */
static char *told(const char *text, const char *name)
{
    size_t length = strlen(name);

    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, name, length) == 0 && line[length] == ' ')
            return mem_text_n(line + length + 1, strcspn(line + length + 1, "\n"));
    }
    return NULL;
}

/* `extract --fetch` prints the hash of what it fetched, on a line, and what the server said after it. */
static int read_answer(int fd, struct answer *answer, struct err *err)
{
    char text[ANSWER_MAXIMUM + 1] = "";
    size_t length = 0;
    ssize_t got;
    char *date;

    while (
        (got = read(fd, text + length, ANSWER_MAXIMUM - length)) > 0 || (got < 0 && errno == EINTR))
        length += got > 0 ? (size_t)got : 0;
    text[length] = '\0';
    answer->unchanged = strncmp(text, "unchanged\n", 10) == 0;
    if (!answer->unchanged && strspn(text, "0123456789abcdef") != 64)
        return err_set(err, EX_SOFTWARE, "'extract --fetch' told no hash");
    if (!answer->unchanged)
        snprintf(answer->hash, sizeof answer->hash, "%.64s", text);
    date = told(text, "date");
    snprintf(answer->date, sizeof answer->date, "%s", date ? date : "");
    free(date);
    answer->etag = told(text, "etag");
    answer->last_modified = told(text, "last-modified");
    return 0;
}

void answer_release(struct answer *answer)
{
    free(answer->etag);
    free(answer->last_modified);
    *answer = (struct answer){.hash = ""};
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
    if (request->since)
        arguments_option(&arguments, "--since", request->since);
    if (request->etag)
        arguments_option(&arguments, "--etag", request->etag);
    if (request->last_modified)
        arguments_option(&arguments, "--last-modified", request->last_modified);
    arguments_add(&arguments, "--");
    arguments_add(&arguments, request->source);
    arguments_add(&arguments, request->feed);
    arguments_add(&arguments, request->url);
    pid = spawn_start(&spawn, err);
    arguments_release(&arguments);
    return pid;
}

static void finish(pid_t pid, const struct ends *ends, struct answer *answer, struct err *err)
{
    struct process process = {.name = "extract", .pid = pid, .ended = true};
    char log[40];

    read_answer(ends->output[0], answer, err);
    process.code = spawn_wait(pid);
    snprintf(log, sizeof log, "/proc/self/fd/%d", ends->log);
    blame(&process, 1, log, err);
}

int remote_fetch(
    struct remote *remote, const struct request *request, struct answer *answer, struct err *err)
{
    struct ends ends = {-1, -1, {-1, -1}};
    pid_t pid;

    if (folder_make(remote->folder, err) == 0 && ends_open(&ends, remote, err) == 0) {
        pid = start(request, &ends, err);
        close(ends.output[1]);
        ends.output[1] = -1;
        if (pid > 0)
            finish(pid, &ends, answer, err);
    }
    ends_close(&ends);
    return err->code;
}
