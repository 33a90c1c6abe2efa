#include "record/pattern_compile.h"
#include "base/memory.h"

#include <ctype.h>
#include <string.h>

int pattern_fail(struct compiler *compiler, const char *why)
{
    size_t position = 1;

    for (const char *p = compiler->text; p < compiler->at; p++)
        position += (*p & 0xc0) != 0x80;
    err_set(compiler->err, EX_CONFIG, "pattern: %s", why);
    err_detail(compiler->err, "at character %zu of the pattern", position);
    return -1;
}

static void add_range(struct compiler *compiler, uint32_t low, uint32_t high)
{
    struct pattern *pattern = compiler->pattern;

    pattern->ranges = mem_grow(pattern->ranges, pattern->range_count + 1, sizeof *pattern->ranges);
    pattern->ranges[pattern->range_count++] = (struct pattern_range){low, high};
    pattern->classes[pattern->states].count++;
}

/* A new state, whose ranges are added next; finish_state() makes it a fragment. */
static int begin_state(struct compiler *compiler)
{
    struct pattern *pattern = compiler->pattern;

    if (pattern->states == PATTERN_STATES_MAXIMUM)
        return pattern_fail(compiler, "it is too long");
    pattern->classes[pattern->states] = (struct pattern_class){.from = pattern->range_count};
    return 0;
}

static void set_add(struct set *set, size_t state)
{
    set->words[state / 64] |= UINT64_C(1) << state % 64;
}

static void finish_state(struct compiler *compiler, struct fragment *fragment)
{
    *fragment = (struct fragment){.empty = false};
    set_add(&fragment->first, compiler->pattern->states);
    set_add(&fragment->last, compiler->pattern->states);
    compiler->pattern->states++;
}

/* What stands behind a backslash: a punctuation mark, or 'd' for a digit. */
static int escaped(struct compiler *compiler, uint32_t *c, bool *digit)
{
    char mark = compiler->at < compiler->end ? *compiler->at : '\0';

    *digit = mark == 'd';
    *c = (unsigned char)mark;
    if (!*digit && !ispunct((unsigned char)mark))
        return pattern_fail(compiler, "\\ must be followed by d or a punctuation mark");
    compiler->at++;
    return 0;
}

/* One character of a class, or \d. */
static int class_character(struct compiler *compiler, uint32_t *c, bool *digit)
{
    *digit = false;
    if (compiler->at == compiler->end)
        return pattern_fail(compiler, "[ has no ]");
    if (*compiler->at == '[')
        return pattern_fail(compiler, "inside [ ] a [ must be written \\[");
    *c = pattern_character(&compiler->at, compiler->end);
    return *c == '\\' ? escaped(compiler, c, digit) : 0;
}

static bool range_follows(const struct compiler *compiler)
{
    return compiler->end - compiler->at >= 2 && compiler->at[0] == '-' && compiler->at[1] != ']';
}

static int class_item(struct compiler *compiler)
{
    uint32_t low = 0, high = 0;
    bool digit, dash = *compiler->at == '-';

    if (class_character(compiler, &low, &digit) < 0)
        return -1;
    if (digit) {
        add_range(compiler, '0', '9');
        return range_follows(compiler) ? pattern_fail(compiler, "\\d cannot begin a range") : 0;
    }
    high = low;
    if (range_follows(compiler)) {
        if (dash)
            return pattern_fail(compiler, "a range that begins with - must be written \\-");
        compiler->at++;
        if (class_character(compiler, &high, &digit) < 0)
            return -1;
        if (digit || high < low)
            return pattern_fail(compiler, "a range must go from a lower to a higher character");
        if (range_follows(compiler))
            return pattern_fail(compiler, "inside [ ] this - must be written \\-");
    }
    add_range(compiler, low, high);
    return 0;
}

int pattern_class(struct compiler *compiler, struct fragment *fragment)
{
    bool other = compiler->at < compiler->end && *compiler->at == '^';
    const char *first;

    if (begin_state(compiler) < 0)
        return -1;
    compiler->pattern->classes[compiler->pattern->states].other = other;
    compiler->at += other;
    for (first = compiler->at; compiler->at < compiler->end && *compiler->at != ']';) {
        if (*compiler->at == '-' && compiler->at != first && compiler->at + 1 < compiler->end &&
            compiler->at[1] != ']')
            return pattern_fail(compiler, "inside [ ] this - must be written \\-");
        if (class_item(compiler) < 0)
            return -1;
    }
    if (compiler->at == compiler->end)
        return pattern_fail(compiler, "[ has no ]");
    if (compiler->at == first)
        return pattern_fail(compiler, "[ ] is empty");
    compiler->at++;
    finish_state(compiler, fragment);
    return 0;
}

int pattern_single(struct compiler *compiler, uint32_t c, struct fragment *fragment)
{
    bool digit = false;

    if (c == '\\' && escaped(compiler, &c, &digit) < 0)
        return -1;
    if (begin_state(compiler) < 0)
        return -1;
    if (digit)
        add_range(compiler, '0', '9');
    else
        add_range(compiler, c, c);
    finish_state(compiler, fragment);
    return 0;
}

int pattern_any(struct compiler *compiler, struct fragment *fragment)
{
    if (begin_state(compiler) < 0)
        return -1;
    add_range(compiler, 0, 0x10ffff);
    finish_state(compiler, fragment);
    return 0;
}
