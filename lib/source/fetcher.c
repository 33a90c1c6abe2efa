#include "source/fetcher.h"
#include "base/memory.h"
#include "base/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NUMBER = 16, ARGUMENTS = 20 };

bool is_remote(const char *location)
{
    return strncasecmp(location, "http://", 7) == 0 || strncasecmp(location, "https://", 8) == 0;
}

/* In the child: dies with its parent, keeps two descriptors, and becomes `fetch`. */
static _Noreturn void become(const struct fetcher *fetcher, char **arguments, pid_t parent)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
        _exit(EX_OSERR);
    if (fetcher->output != STDOUT_FILENO && dup2(fetcher->output, STDOUT_FILENO) < 0)
        _exit(EX_OSERR);
    fcntl(fetcher->spool, F_SETFD, 0);
    fcntl(fetcher->key, F_SETFD, 0);
    execv(arguments[0], arguments);
    dprintf(
        STDERR_FILENO, "extract: error: cannot start '%s': %s\n", arguments[0], strerror(errno));
    _exit(EX_OSERR);
}

static int wait_for(pid_t pid, struct err *err)
{
    int status;

    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return err_errno(err, EX_OSERR, "cannot wait for 'fetch'");
    if (WIFEXITED(status)) {
        err->code = WEXITSTATUS(status);
        return err->code;
    }
    return err_set(err, EX_SOFTWARE, "'fetch' was killed by signal %d", WTERMSIG(status));
}

int fetcher_run(const struct fetcher *fetcher, struct err *err)
{
    char spool[NUMBER], key[NUMBER];
    char *path = tree_program("fetch", err);
    const char *arguments[ARGUMENTS] = {path, "--spool", spool, "--spool-key", key};
    const struct {
        const char *name, *value;
    } options[] = {{"--journal", fetcher->journal}, {"--since", fetcher->since},
        {"--etag", fetcher->etag}, {"--last-modified", fetcher->last_modified}};
    size_t count = 5;
    pid_t parent = getpid(), pid;

    if (!path)
        return err->code;
    snprintf(spool, sizeof spool, "%d", fetcher->spool);
    snprintf(key, sizeof key, "%d", fetcher->key);
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (options[i].value) {
            arguments[count++] = options[i].name;
            arguments[count++] = options[i].value;
        }
    arguments[count++] = "--";
    arguments[count++] = fetcher->source;
    arguments[count++] = fetcher->url;
    pid = fork();
    if (pid == 0)
        become(fetcher, (char **)arguments, parent);
    free(path);
    if (pid < 0)
        return err_errno(err, EX_OSERR, "cannot start 'fetch'");
    return wait_for(pid, err);
}

/* The reading end of a pipe that holds the key, or -1. */
static int key_pipe(const unsigned char key[SPOOL_KEY_SIZE], struct err *err)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0 ||
        write(ends[1], key, SPOOL_KEY_SIZE) != (ssize_t)SPOOL_KEY_SIZE) {
        err_errno(err, EX_OSERR, "cannot make a pipe");
        return -1;
    }
    close(ends[1]);
    return ends[0];
}

static int run_quietly(struct fetcher *fetcher, struct err *err)
{
    int code;

    fetcher->output = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (fetcher->output < 0)
        return err_errno(err, EX_OSERR, "cannot open '/dev/null'");
    code = fetcher_run(fetcher, err);
    close(fetcher->output);
    return code;
}

/* Takes the descriptor over. */
static struct spool *fill(int fd, struct fetcher *fetcher, const char *name, struct err *err)
{
    unsigned char key[SPOOL_KEY_SIZE];
    struct spool *spool = NULL;
    int code;

    if (getrandom(key, sizeof key, 0) != (ssize_t)sizeof key) {
        code = err_errno(err, EX_OSERR, "cannot draw a random key");
    } else {
        fetcher->spool = fd;
        fetcher->key = key_pipe(key, err);
        code = fetcher->key < 0 ? err->code : run_quietly(fetcher, err);
        if (fetcher->key >= 0)
            close(fetcher->key);
    }
    if (code)
        close(fd);
    else
        spool = spool_open(fd, name, key, err);
    explicit_bzero(key, sizeof key);
    return spool;
}

struct spool *fetcher_open(
    const char *source, const char *url, const char *since, const char *name, struct err *err)
{
    const char *folder = getenv("TMPDIR");
    struct fetcher fetcher = {.source = source, .url = url, .since = since};
    int fd;

    if (!folder || !*folder)
        folder = "/tmp";
    fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0) {
        err_errno(err, EX_CANTCREAT, "cannot make a spool in '%s'", folder);
        err_hint(err, "TMPDIR says where; the file system must know files without a name");
        return NULL;
    }
    return fill(fd, &fetcher, name, err);
}
