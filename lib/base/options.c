#include "base/options.h"
#include "base/memory.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option_spec *find(
    const struct option_spec *options, const char *name, size_t length)
{
    for (const struct option_spec *option = options; option && option->name; option++)
        if (strlen(option->name) == length && strncmp(option->name, name, length) == 0)
            return option;
    return NULL;
}

static int set_integer(const struct option_spec *option, const char *text, struct err *err)
{
    char *end;
    long long value;

    errno = 0;
    value = strtoll(text, &end, 10);
    if (errno || end == text || *end || value < 0 || text[0] < '0' || text[0] > '9') {
        err_set(err, EX_USAGE, "option '--%s' wants a whole number", option->name);
        return -1;
    }
    *(int64_t *)option->value = value;
    return 0;
}

static int set_number(const struct option_spec *option, const char *text, struct err *err)
{
    char *end;
    double value;

    errno = 0;
    value = strtod(text, &end);
    if (errno || end == text || *end || !isfinite(value)) {
        err_set(err, EX_USAGE, "option '--%s' wants a number", option->name);
        return -1;
    }
    *(double *)option->value = value;
    return 0;
}

static int set(const struct option_spec *option, char *text, struct err *err)
{
    struct option_list *list;

    switch (option->kind) {
    case OPTION_FLAG:
        *(bool *)option->value = true;
        return 0;
    case OPTION_TEXT:
        *(const char **)option->value = text;
        return 0;
    case OPTION_LIST:
        list = option->value;
        list->items = mem_grow(list->items, list->count + 1, sizeof *list->items);
        list->items[list->count++] = text;
        return 0;
    case OPTION_INTEGER:
        return set_integer(option, text, err);
    case OPTION_NUMBER:
        return set_number(option, text, err);
    }
    return 0;
}

/* Handles arguments[at]; returns how many arguments it took, or -1. */
static int take(
    const struct option_spec *options, int count, char **arguments, int at, struct err *err)
{
    const char *name = arguments[at] + 2;
    char *equals = strchr(arguments[at], '=');
    size_t length = equals ? (size_t)(equals - name) : strlen(name);
    const struct option_spec *option =
        strncmp(arguments[at], "--", 2) == 0 ? find(options, name, length) : NULL;

    if (!option) {
        err_set(err, EX_USAGE, "unknown option '%.*s'",
            (int)(equals ? equals - arguments[at] : (long)strlen(arguments[at])), arguments[at]);
        err_hint(err, "see --help");
        return -1;
    }
    if (option->kind == OPTION_FLAG) {
        if (equals) {
            err_set(err, EX_USAGE, "option '--%s' takes no value", option->name);
            return -1;
        }
        return set(option, NULL, err) < 0 ? -1 : 1;
    }
    if (equals)
        return set(option, equals + 1, err) < 0 ? -1 : 1;
    if (at + 1 >= count) {
        err_set(err, EX_USAGE, "option '--%s' wants a value (%s)", option->name, option->argument);
        return -1;
    }
    return set(option, arguments[at + 1], err) < 0 ? -1 : 2;
}

int options_parse(const struct option_spec *options, int count, char **arguments, struct err *err)
{
    int operands = 0, at = 0;

    while (at < count) {
        if (strcmp(arguments[at], "--") == 0) {
            for (at++; at < count; at++)
                arguments[operands++] = arguments[at];
            break;
        }
        if (arguments[at][0] == '-' && arguments[at][1] != '\0') {
            int taken = take(options, count, arguments, at, err);

            if (taken < 0)
                return -1;
            at += taken;
        } else {
            arguments[operands++] = arguments[at++];
        }
    }
    return operands;
}

void options_help(const struct option_spec *options)
{
    for (const struct option_spec *option = options; option && option->name; option++) {
        char left[64];

        snprintf(left, sizeof left, "--%s%s%s", option->name, option->argument ? " " : "",
            option->argument ? option->argument : "");
        printf("  %-26s %s\n", left, option->help);
    }
    printf("  %-26s %s\n", "--help", "print this text");
    printf("  %-26s %s\n", "--version", "print the version");
}

void option_list_release(struct option_list *list)
{
    free(list->items);
    *list = (struct option_list){0};
}
