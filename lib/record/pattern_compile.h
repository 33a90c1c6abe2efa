/* pattern_compile.h - a pattern on its way to be an automaton: what its structure (pattern.c) and its
 * characters (pattern_character.c) share. */
#ifndef ONTRACK_RECORD_PATTERN_COMPILE_H
#define ONTRACK_RECORD_PATTERN_COMPILE_H

#include "record/pattern.h"
#include "record/pattern_states.h"

enum { PATTERN_WORDS = PATTERN_STATES_MAXIMUM / 64 };

struct set {
    uint64_t words[PATTERN_WORDS];
};

/* A piece of the pattern: the states it can begin and end with. */
struct fragment {
    struct set first, last;
    bool empty; /* matches the empty text too */
};

struct compiler {
    const char *text, *at, *end;
    struct pattern *pattern;
    struct set *follow; /* of each state */
    int depth;
    struct err *err;
};

/* Sets the error, with the place where the compiler is; returns -1. */
int pattern_fail(struct compiler *compiler, const char *why);

/* One state each: [ … ] behind its bracket; the character c, or what \ escapes; any character. */
int pattern_class(struct compiler *compiler, struct fragment *fragment);
int pattern_single(struct compiler *compiler, uint32_t c, struct fragment *fragment);
int pattern_any(struct compiler *compiler, struct fragment *fragment);

#endif
