/* options.h - a program's options as a table: parsing and the text of --help come from it. */
#ifndef ONTRACK_BASE_OPTIONS_H
#define ONTRACK_BASE_OPTIONS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct option_list {
    char **items;
    size_t count;
};

enum option_kind {
    OPTION_FLAG,    /* bool *: set to true */
    OPTION_TEXT,    /* const char **: the argument as given */
    OPTION_LIST,    /* struct option_list *: each use adds one */
    OPTION_INTEGER, /* int64_t *: a whole number of 0 or more */
    OPTION_NUMBER   /* double *: a finite decimal number */
};

struct option_spec {
    const char *name; /* without the two dashes; NULL ends the table */
    enum option_kind kind;
    void *value;
    const char *argument; /* what --help calls the argument; NULL for a flag */
    const char *help;
};

/* Reads options up to the end or "--" (they may stand between operands, GNU fashion) and moves the
 * operands to the front of `arguments`. Accepts --name VALUE and --name=VALUE, whole names only.
 * Returns the number of operands, or -1 with EX_USAGE in `err`. */
int options_parse(const struct option_spec *options, int count, char **arguments, struct err *err);

/* Prints the table for --help. */
void options_help(const struct option_spec *options);

void option_list_release(struct option_list *list);

#endif
