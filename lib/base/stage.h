/* stage.h - what every main() shares.
 *
 * stage_main() owns: descriptors 0-2 (reading or writing one that came closed fails), umask 077, no
 * core dumps, SIGPIPE ignored (a failed write is an error like any other), --help, --version, the
 * count of operands, printing the error, closing standard output, and the exit code. A program whose
 * output could not be written never ends with 0. */
#ifndef ONTRACK_BASE_STAGE_H
#define ONTRACK_BASE_STAGE_H

#include "base/err.h"
#include "base/options.h"

#define ONTRACK_VERSION "0.1.0"

struct stage {
    const char *name;     /* "validate", "appraise ratio" */
    const char *purpose;  /* one sentence, no full stop */
    const char *operands; /* for the usage line: "CONTRACT" */
    int minimum, maximum; /* number of operands; maximum -1: any */
    const struct option_spec *options;
    const char *exits; /* lines "  65  torn stream\n..." for --help; may be NULL */
    /* Returns 0, or an exit code with the error filled in. A code without a message prints
     * nothing more (a verdict that has been printed already). */
    int (*run)(int count, char **operands, struct err *err);
};

int stage_main(const struct stage *stage, int argc, char **argv);

/* A program of several commands: argv[1] chooses one (its stage's name without the program's). */
struct program {
    const char *name;
    const char *purpose;
    const struct stage *const *commands; /* NULL-terminated */
};

int program_main(const struct program *program, int argc, char **argv);

#endif
