/* measure.c - runs a chain of programs and says what it cost.
 *
 *   measure INPUT OUTPUT PROGRAM [ARGUMENT]... [::: PROGRAM [ARGUMENT]...]...
 *
 * Standard error's last line, tab-separated: wall seconds, then for each program its CPU seconds
 * (user + system) and its peak resident memory in KiB. Exit 1 where any program did not exit 0.
 *
 * A program's peak memory is what the kernel counted for it (ru_maxrss), shared library pages
 * included. This program is small, so that what a child inherits before it execs does not count. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROGRAMS_MAXIMUM = 16 };

struct child {
    pid_t pid;
    double cpu;
    long peak;
    int status;
};

static _Noreturn void die(const char *what)
{
    perror(what);
    exit(1);
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static pid_t start(char **command, int in, int out)
{
    pid_t pid = fork();

    if (pid < 0)
        die("fork");
    if (pid > 0)
        return pid;
    if (dup2(in, 0) < 0 || dup2(out, 1) < 0)
        die("dup2");
    execvp(command[0], command);
    die(command[0]);
}

/* Starts the chain; returns how many programs it has. */
static int start_all(char **arguments, int in, int out, struct child *children)
{
    int count = 0;

    while (*arguments && count < PROGRAMS_MAXIMUM) {
        char **command = arguments;
        int ends[2] = {-1, out};

        while (*arguments && strcmp(*arguments, ":::") != 0)
            arguments++;
        if (*arguments) {
            *arguments++ = NULL;
            if (pipe2(ends, O_CLOEXEC) < 0)
                die("pipe");
        }
        if (!*command)
            die("no program");
        children[count++].pid = start(command, in, ends[1]);
        close(in);
        close(ends[1]);
        in = ends[0];
    }
    return count;
}

static void wait_all(struct child *children, int count)
{
    for (int left = count; left > 0; left--) {
        struct rusage usage;
        int status;
        pid_t pid = wait4(-1, &status, 0, &usage);

        if (pid < 0)
            die("wait");
        for (int i = 0; i < count; i++)
            if (children[i].pid == pid) {
                children[i].status = status;
                children[i].cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
                children[i].peak = usage.ru_maxrss;
            }
    }
}

int main(int argc, char **argv)
{
    struct child children[PROGRAMS_MAXIMUM] = {0};
    int in, out, count, failed = 0;
    double started;

    if (argc < 4) {
        fprintf(stderr, "usage: measure INPUT OUTPUT PROGRAM... [::: PROGRAM...]...\n");
        return 64;
    }
    in = open(argv[1], O_RDONLY | O_CLOEXEC);
    if (in < 0)
        die(argv[1]);
    out = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (out < 0)
        die(argv[2]);
    started = now();
    count = start_all(argv + 3, in, out, children);
    wait_all(children, count);
    fprintf(stderr, "%.3f", now() - started);
    for (int i = 0; i < count; i++) {
        fprintf(stderr, "\t%.3f\t%ld", children[i].cpu, children[i].peak);
        failed |= children[i].status;
    }
    fprintf(stderr, "\n");
    return failed != 0;
}
