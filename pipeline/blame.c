#include "pipeline/blame.h"
#include "pipeline/spawn.h"
#include "base/json.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOG_MAXIMUM = 16 * 1024 * 1024 };

static bool failed(const struct process *process)
{
    return process->ended && process->code && !process->stopped;
}

/* Copies the rest of the line that begins with "NAME: KIND: ", if there is one. */
static bool find_line(const char *text, const char *name, const char *kind, char *to, size_t size)
{
    char *start = mem_format("%s: %s: ", name, kind);
    const char *line = text;
    bool found = false;

    while (line && !found) {
        found = strncmp(line, start, strlen(start)) == 0;
        if (found) {
            line += strlen(start);
            snprintf(to, size, "%.*s", (int)strcspn(line, "\n"), line);
        } else {
            line = strchr(line, '\n');
            line = line ? line + 1 : NULL;
        }
    }
    free(start);
    return found;
}

/* Takes what `name` said into the error; false where it said nothing. */
static bool quote(const char *log, const char *name, int code, struct err *err)
{
    char message[sizeof err->message - 20];

    if (!log || !find_line(log, name, "error", message, sizeof message))
        return false;
    err_set(err, code, "%s: %s", name, message);
    find_line(log, name, "detail", err->detail, sizeof err->detail);
    find_line(log, name, "hint", err->hint, sizeof err->hint);
    return true;
}

/* extract leaves it to fetch, which it starts, to say why a delivery could not be had. */
static void explain(
    const struct process *process, const char *log, const char *path, struct err *err)
{
    bool fetches = strcmp(process->name, "extract") == 0;

    if (quote(log, process->name, process->code, err) ||
        (fetches && quote(log, "fetch", process->code, err)))
        return;
    err_set(err, process->code, "'%s' ended with %s", process->name, spawn_ending(process->code));
    err_detail(err, "see '%s'", path);
    if (process->code == EX_IOERR || process->code == EX_CANTCREAT)
        err_hint(err, "it could not write, not even why: see that the disk is not full");
}

/* A failure spreads both ways: down the pipe as a torn stream, up as a broken pipe. So a broken
 * pipe is nobody's fault while there is another, and of the others the furthest up is the cause. */
const struct process *blame(
    const struct process *processes, size_t count, const char *log, struct err *err)
{
    struct err ignored = ERR_INIT;
    char *text = file_read(log, LOG_MAXIMUM, NULL, &ignored);
    const struct process *culprit = NULL;

    for (size_t i = 0; i < count; i++) {
        struct err said = ERR_INIT;

        if (!failed(&processes[i]))
            continue;
        explain(&processes[i], text, log, &said);
        if (culprit && processes[i].code == EX_IOERR)
            continue;
        culprit = &processes[i];
        *err = said;
        if (!strstr(said.message, "Broken pipe"))
            break;
    }
    free(text);
    return culprit;
}
