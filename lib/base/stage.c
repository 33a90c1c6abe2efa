#include "base/stage.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void prepare(void)
{
    struct rlimit none = {0, 0};
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    /* A descriptor that came closed must not become the next file's. Standard input and output are
     * opened the wrong way round: reading or writing fails instead of being lost in silence. */
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 1 ? O_RDONLY : O_WRONLY) < 0)
            _exit(EX_OSERR);
    umask(077);
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
    sigaction(SIGPIPE, &ignore, NULL);
}

/* Standard output is complete only once it is closed without an error. A stage that wrote to
 * descriptor 1 itself has left stdio's buffer empty. */
static int close_output(struct err *err)
{
    bool failed = fflush(stdout) != 0 || ferror(stdout);

    if (!failed && close(STDOUT_FILENO) != 0 && errno != EBADF)
        failed = true;
    if (failed)
        return err_errno(err, EX_IOERR, "cannot write to standard output");
    return 0;
}

static void help(const struct stage *stage)
{
    printf("usage: %s [OPTION]...%s%s\n%s.\n\noptions:\n", stage->name,
        stage->operands && stage->operands[0] ? " " : "", stage->operands ? stage->operands : "",
        stage->purpose);
    options_help(stage->options);
    if (stage->exits)
        printf("\nexit codes:\n%s", stage->exits);
}

static int finish(int code, struct err *err)
{
    struct err closing = ERR_INIT;

    if (code && err->message[0])
        log_error(err);
    if (close_output(&closing)) {
        log_error(&closing);
        if (!code)
            code = closing.code;
    }
    return code;
}

static int run(const struct stage *stage, int argc, char **argv)
{
    struct err err = ERR_INIT;
    int count;

    log_name(stage->name);
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            help(stage);
            return finish(0, &err);
        }
        if (strcmp(argv[i], "--version") == 0) {
            printf("%s (ontrack) %s\n", stage->name, ONTRACK_VERSION);
            return finish(0, &err);
        }
    }
    count = options_parse(stage->options, argc, argv, &err);
    if (count < 0)
        return finish(err.code, &err);
    if (count < stage->minimum || (stage->maximum >= 0 && count > stage->maximum)) {
        err_set(&err, EX_USAGE, "%s operands", count < stage->minimum ? "too few" : "too many");
        err_hint(&err, "usage: %s [OPTION]... %s", stage->name, stage->operands);
        return finish(EX_USAGE, &err);
    }
    return finish(stage->run(count, argv, &err), &err);
}

int stage_main(const struct stage *stage, int argc, char **argv)
{
    prepare();
    return run(stage, argc - 1, argv + 1);
}

static const char *command_name(const struct program *program, const struct stage *command)
{
    return command->name + strlen(program->name) + 1;
}

static void program_help(const struct program *program)
{
    printf("usage: %s COMMAND [OPTION]... [OPERAND]...\n%s.\n\ncommands:\n", program->name,
        program->purpose);
    for (const struct stage *const *command = program->commands; *command; command++)
        printf("  %-12s %s\n", command_name(program, *command), (*command)->purpose);
    printf("\n%s COMMAND --help tells more.\n", program->name);
}

int program_main(const struct program *program, int argc, char **argv)
{
    struct err err = ERR_INIT;

    prepare();
    log_name(program->name);
    if (argc < 2) {
        err_set(&err, EX_USAGE, "no command given");
        err_hint(&err, "see %s --help", program->name);
        return finish(EX_USAGE, &err);
    }
    if (strcmp(argv[1], "--help") == 0) {
        program_help(program);
        return finish(0, &err);
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("%s %s\n", program->name, ONTRACK_VERSION);
        return finish(0, &err);
    }
    for (const struct stage *const *command = program->commands; *command; command++)
        if (strcmp(command_name(program, *command), argv[1]) == 0)
            return run(*command, argc - 2, argv + 2);
    err_set(&err, EX_USAGE, "unknown command '%.60s'", argv[1]);
    err_hint(&err, "see %s --help", program->name);
    return finish(EX_USAGE, &err);
}
