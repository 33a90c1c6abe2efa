/* pattern_states.h - the automaton of a pattern, between its compiler and its matcher.
 *
 * Each state is one place in the pattern where a character is taken. A state is entered by a
 * character of its class, from the start (first) or from a state that it follows. */
#ifndef ONTRACK_RECORD_PATTERN_STATES_H
#define ONTRACK_RECORD_PATTERN_STATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pattern_range {
    uint32_t low, high; /* code points, inclusive */
};

struct pattern_class {
    size_t from, count; /* of pattern->ranges */
    bool other;         /* matches what is in none of them */
};

struct pattern {
    size_t states, words; /* words: of 64 bits, in a set of states */
    struct pattern_class *classes;
    struct pattern_range *ranges;
    size_t range_count;
    uint64_t *follow; /* states * words */
    uint64_t *ascii;  /* 128 * words: the states that a character may enter */
    uint64_t *first, *last;
    bool empty; /* the empty text matches */
};

bool pattern_class_has(const struct pattern *pattern, size_t state, uint32_t c);

/* The code point at *p, which it steps over; the text is UTF-8. */
uint32_t pattern_character(const char **p, const char *end);

#endif
