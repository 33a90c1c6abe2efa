/* spawn.h - starting the programs that stand beside this one: no shell, nothing inherited but what
 * is named here, and none of them outlives `ontrack`. */
#ifndef ONTRACK_PIPELINE_SPAWN_H
#define ONTRACK_PIPELINE_SPAWN_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { ARGUMENTS_MAXIMUM = 96, KEEP_MAXIMUM = 8 };

/* The command line of a program, built piece by piece; owns its texts. */
struct arguments {
    size_t count;
    char *items[ARGUMENTS_MAXIMUM + 1];
};
void arguments_add(struct arguments *arguments, const char *text);
void arguments_option(struct arguments *arguments, const char *option, const char *value);
void arguments_number(struct arguments *arguments, const char *option, long long value);
void arguments_release(struct arguments *arguments);

struct spawn {
    const char *program;         /* its name: "load"; found beside this program */
    struct arguments *arguments; /* without the program's name */
    int input, output, errors;   /* -1: /dev/null */
    int keep
        [KEEP_MAXIMUM]; /* further descriptors that it may see, under their own numbers; 0: none */
    bool database;      /* may see libpq's environment variables */
    const char *variable; /* one more variable, "NAME=value", or NULL */
};

/* Starts it. The descriptors stay open here. Its pid, or -1. */
pid_t spawn_start(const struct spawn *spawn, struct err *err);

/* Waits for one program; its exit code (128 + n for signal n). */
int spawn_wait(pid_t pid);

/* "exit code 65", "killed by signal 9" */
const char *spawn_ending(int code);

#endif
