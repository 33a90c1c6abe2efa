#include "record/pattern.h"
#include "record/pattern_states.h"

#include <string.h>

enum { WORDS_MAXIMUM = PATTERN_STATES_MAXIMUM / 64 };

uint32_t pattern_character(const char **p, const char *end)
{
    const unsigned char *from = (const unsigned char *)*p;
    int more = *from < 0xc0 ? 0 : *from < 0xe0 ? 1 : *from < 0xf0 ? 2 : 3;
    uint32_t c = more ? *from & (0x3fu >> more) : *from;

    for (++*p; more && *p < end; more--, ++*p)
        c = c << 6 | (**p & 0x3f);
    return c;
}

bool pattern_class_has(const struct pattern *pattern, size_t state, uint32_t c)
{
    const struct pattern_class *class = &pattern->classes[state];

    for (size_t i = class->from; i < class->from + class->count; i++)
        if (c >= pattern->ranges[i].low && c <= pattern->ranges[i].high)
            return !class->other;
    return class->other;
}

/* Keeps of `set` the states that may be entered by `c`; false where none is left. */
static bool enter(const struct pattern *pattern, uint64_t *set, uint32_t c)
{
    uint64_t any = 0;

    for (size_t word = 0; word < pattern->words; word++) {
        if (c < 128) {
            set[word] &= pattern->ascii[c * pattern->words + word];
        } else {
            for (uint64_t bits = set[word]; bits; bits &= bits - 1) {
                unsigned bit = (unsigned)__builtin_ctzll(bits);

                if (!pattern_class_has(pattern, word * 64 + bit, c))
                    set[word] &= ~(UINT64_C(1) << bit);
            }
        }
        any |= set[word];
    }
    return any != 0;
}

static void step(const struct pattern *pattern, uint64_t *set)
{
    uint64_t next[WORDS_MAXIMUM] = {0};

    for (size_t word = 0; word < pattern->words; word++)
        for (uint64_t bits = set[word]; bits; bits &= bits - 1) {
            size_t state = word * 64 + (unsigned)__builtin_ctzll(bits);

            for (size_t i = 0; i < pattern->words; i++)
                next[i] |= pattern->follow[state * pattern->words + i];
        }
    memcpy(set, next, pattern->words * sizeof *set);
}

/* The same for a pattern of at most 64 states, whose sets are single words. */
static bool matches_small(const struct pattern *pattern, const char *p, const char *end)
{
    uint64_t set = pattern->first[0];

    for (;;) {
        uint64_t next = 0;

        if ((unsigned char)*p < 128)
            set &= pattern->ascii[(unsigned char)*p++];
        else if (!enter(pattern, &set, pattern_character(&p, end)))
            return false;
        if (!set || p == end)
            return (set & pattern->last[0]) != 0;
        for (; set; set &= set - 1)
            next |= pattern->follow[__builtin_ctzll(set)];
        set = next;
    }
}

static bool matches_large(const struct pattern *pattern, const char *p, const char *end)
{
    uint64_t set[WORDS_MAXIMUM], accepted = 0;

    memcpy(set, pattern->first, pattern->words * sizeof *set);
    for (;;) {
        if (!enter(pattern, set, pattern_character(&p, end)))
            return false;
        if (p == end)
            break;
        step(pattern, set);
    }
    for (size_t word = 0; word < pattern->words; word++)
        accepted |= set[word] & pattern->last[word];
    return accepted != 0;
}

bool pattern_matches(const struct pattern *pattern, const char *data, size_t length)
{
    if (!length)
        return pattern->empty;
    return pattern->words == 1 ? matches_small(pattern, data, data + length)
                               : matches_large(pattern, data, data + length);
}
