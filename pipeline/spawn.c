#include "pipeline/spawn.h"
#include "base/memory.h"
#include "base/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ENVIRONMENT_MAXIMUM = 64 };

void arguments_add(struct arguments *arguments, const char *text)
{
    if (arguments->count < ARGUMENTS_MAXIMUM)
        arguments->items[arguments->count++] = mem_text(text);
    else
        abort(); /* the lists that we build are short: CONFIG_LIST_MAXIMUM */
}

void arguments_option(struct arguments *arguments, const char *option, const char *value)
{
    arguments_add(arguments, option);
    arguments_add(arguments, value);
}

void arguments_number(struct arguments *arguments, const char *option, long long value)
{
    char text[24];

    snprintf(text, sizeof text, "%lld", value);
    arguments_option(arguments, option, text);
}

void arguments_release(struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++)
        free(arguments->items[i]);
    *arguments = (struct arguments){0};
}

static bool is_for_libpq(const char *variable)
{
    return strncmp(variable, "PG", 2) == 0 && strncmp(variable, "PGPASSWORD=", 11) != 0;
}

/* What a program sees of our environment: next to nothing. HOME is where libpq looks for its
 * passfile and certificates. */
static void choose_environment(const struct spawn *spawn, const char **variables)
{
    size_t count = 0;

    variables[count++] = "LANG=C.UTF-8";
    variables[count++] = "PATH=/usr/local/bin:/usr/bin:/bin";
    if (spawn->variable)
        variables[count++] = spawn->variable;
    for (char **variable = environ; spawn->database && *variable; variable++)
        if (count < ENVIRONMENT_MAXIMUM &&
            (is_for_libpq(*variable) || strncmp(*variable, "HOME=", 5) == 0))
            variables[count++] = *variable;
    variables[count] = NULL;
}

static void put_descriptor(int from, int to)
{
    if (from < 0)
        from = open("/dev/null", to ? O_WRONLY : O_RDONLY);
    /* dup2() onto itself would leave the descriptor to be closed by exec */
    if (from == to ? fcntl(to, F_SETFD, 0) < 0 : dup2(from, to) < 0)
        _exit(EX_OSERR);
}

/* In the child: everything up to exec. All that we open is closed by exec, so that only the
 * descriptors put in place here remain. */
static _Noreturn void become(const struct spawn *spawn, const char *path, char **arguments,
    const char **variables, pid_t parent)
{
    sigset_t none;

    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
        _exit(EX_OSERR);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    put_descriptor(spawn->input, STDIN_FILENO);
    put_descriptor(spawn->output, STDOUT_FILENO);
    put_descriptor(spawn->errors, STDERR_FILENO);
    for (size_t i = 0; i < sizeof spawn->keep / sizeof *spawn->keep; i++)
        if (spawn->keep[i] > STDERR_FILENO)
            fcntl(spawn->keep[i], F_SETFD, 0);
    execve(path, arguments, (char **)variables);
    dprintf(STDERR_FILENO, "ontrack: error: cannot start '%s': %s\n", path, strerror(errno));
    _exit(EX_OSERR);
}

pid_t spawn_start(const struct spawn *spawn, struct err *err)
{
    const char *variables[ENVIRONMENT_MAXIMUM + 1];
    char *arguments[ARGUMENTS_MAXIMUM + 2] = {0};
    char *path = tree_program(spawn->program, err);
    pid_t parent = getpid(), pid;

    if (!path)
        return -1;
    arguments[0] = path;
    memcpy(arguments + 1, spawn->arguments->items, spawn->arguments->count * sizeof *arguments);
    choose_environment(spawn, variables);
    pid = fork();
    if (pid == 0)
        become(spawn, path, arguments, variables, parent);
    if (pid < 0)
        err_errno(err, EX_OSERR, "cannot start '%s'", path);
    free(path);
    return pid;
}

int spawn_wait(pid_t pid)
{
    int status;

    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return EX_OSERR;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

const char *spawn_ending(int code)
{
    static char text[40];

    snprintf(text, sizeof text, code > 128 ? "killed by signal %d" : "exit code %d",
        code > 128 ? code - 128 : code);
    return text;
}
