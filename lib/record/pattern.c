#include "record/pattern.h"
#include "base/memory.h"
#include "record/pattern_states.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORDS = PATTERN_STATES_MAXIMUM / 64,
    DEPTH_MAXIMUM = 32,
    BOUND_MAXIMUM = 255,
    BOUND_OPEN = -1
};

struct set {
    uint64_t words[WORDS];
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

static int fail(struct compiler *compiler, const char *why)
{
    size_t position = 1;

    for (const char *p = compiler->text; p < compiler->at; p++)
        position += (*p & 0xc0) != 0x80;
    err_set(compiler->err, EX_CONFIG, "pattern: %s", why);
    err_detail(compiler->err, "at character %zu of the pattern", position);
    return -1;
}

static void set_add(struct set *set, size_t state)
{
    set->words[state / 64] |= UINT64_C(1) << state % 64;
}

static void set_join(struct set *set, const struct set *other)
{
    for (size_t i = 0; i < WORDS; i++)
        set->words[i] |= other->words[i];
}

/* Whatever ends with one of `last` may go on with one of `first`. */
static void link_states(struct compiler *compiler, const struct set *last, const struct set *first)
{
    for (size_t word = 0; word < WORDS; word++)
        for (uint64_t bits = last->words[word]; bits; bits &= bits - 1)
            set_join(&compiler->follow[word * 64 + (unsigned)__builtin_ctzll(bits)], first);
}

static void append(struct compiler *compiler, struct fragment *all, const struct fragment *next)
{
    link_states(compiler, &all->last, &next->first);
    if (all->empty)
        set_join(&all->first, &next->first);
    if (!next->empty)
        all->last = (struct set){{0}};
    set_join(&all->last, &next->last);
    all->empty = all->empty && next->empty;
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
        return fail(compiler, "it is too long");
    pattern->classes[pattern->states] = (struct pattern_class){.from = pattern->range_count};
    return 0;
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
        return fail(compiler, "\\ must be followed by d or a punctuation mark");
    compiler->at++;
    return 0;
}

/* One character of a class, or \d. */
static int class_character(struct compiler *compiler, uint32_t *c, bool *digit)
{
    *digit = false;
    if (compiler->at == compiler->end)
        return fail(compiler, "[ has no ]");
    if (*compiler->at == '[')
        return fail(compiler, "inside [ ] a [ must be written \\[");
    *c = pattern_character(&compiler->at, compiler->end);
    return *c == '\\' ? escaped(compiler, c, digit) : 0;
}

static bool range_follows(const struct compiler *compiler)
{
    return compiler->end - compiler->at >= 2 && compiler->at[0] == '-' && compiler->at[1] != ']';
}

static int class_item(struct compiler *compiler)
{
    uint32_t low, high;
    bool digit, dash = *compiler->at == '-';

    if (class_character(compiler, &low, &digit) < 0)
        return -1;
    if (digit) {
        add_range(compiler, '0', '9');
        return range_follows(compiler) ? fail(compiler, "\\d cannot begin a range") : 0;
    }
    high = low;
    if (range_follows(compiler)) {
        if (dash)
            return fail(compiler, "a range that begins with - must be written \\-");
        compiler->at++;
        if (class_character(compiler, &high, &digit) < 0)
            return -1;
        if (digit || high < low)
            return fail(compiler, "a range must go from a lower to a higher character");
        if (range_follows(compiler))
            return fail(compiler, "inside [ ] this - must be written \\-");
    }
    add_range(compiler, low, high);
    return 0;
}

static int parse_class(struct compiler *compiler, struct fragment *fragment)
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
            return fail(compiler, "inside [ ] this - must be written \\-");
        if (class_item(compiler) < 0)
            return -1;
    }
    if (compiler->at == compiler->end)
        return fail(compiler, "[ has no ]");
    if (compiler->at == first)
        return fail(compiler, "[ ] is empty");
    compiler->at++;
    finish_state(compiler, fragment);
    return 0;
}

static int parse_alternatives(struct compiler *compiler, struct fragment *fragment);

static int parse_group(struct compiler *compiler, struct fragment *fragment)
{
    if (++compiler->depth > DEPTH_MAXIMUM)
        return fail(compiler, "its groups are too deep");
    if (compiler->end - compiler->at >= 2 && memcmp(compiler->at, "?:", 2) == 0)
        compiler->at += 2;
    if (parse_alternatives(compiler, fragment) < 0)
        return -1;
    if (compiler->at == compiler->end)
        return fail(compiler, "( has no )");
    compiler->at++;
    compiler->depth--;
    return 0;
}

static int parse_single(struct compiler *compiler, uint32_t c, struct fragment *fragment)
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

static int parse_atom(struct compiler *compiler, struct fragment *fragment)
{
    const char *before = compiler->at;
    uint32_t c = pattern_character(&compiler->at, compiler->end);

    switch (c) {
    case '(':
        return parse_group(compiler, fragment);
    case '[':
        return parse_class(compiler, fragment);
    case '.':
        if (begin_state(compiler) < 0)
            return -1;
        add_range(compiler, 0, 0x10ffff);
        finish_state(compiler, fragment);
        return 0;
    case '*':
    case '+':
    case '?':
        compiler->at = before;
        return fail(compiler, "there is nothing to repeat");
    case '^':
    case '$':
        compiler->at = before;
        return fail(compiler, "^ and $ stand only at its ends; elsewhere write \\^ and \\$");
    case '{':
    case '}':
    case ']':
        compiler->at = before;
        return fail(compiler, "{ } and ] that are meant as such need a \\ before them");
    default:
        return parse_single(compiler, c, fragment);
    }
}

static int parse_number(struct compiler *compiler, int *number)
{
    if (compiler->at == compiler->end || !isdigit((unsigned char)*compiler->at))
        return fail(compiler, "{ } must hold m or m,n");
    *number = 0;
    while (compiler->at < compiler->end && isdigit((unsigned char)*compiler->at)) {
        *number = *number * 10 + (*compiler->at++ - '0');
        if (*number > BOUND_MAXIMUM)
            return fail(compiler, "{ } counts to 255 at most");
    }
    return 0;
}

/* {m}, {m,} or {m,n}, behind its brace. */
static int parse_bounds(struct compiler *compiler, int *least, int *most)
{
    if (parse_number(compiler, least) < 0)
        return -1;
    *most = *least;
    if (compiler->at < compiler->end && *compiler->at == ',') {
        compiler->at++;
        *most = BOUND_OPEN;
        if (compiler->at < compiler->end && *compiler->at != '}' &&
            parse_number(compiler, most) < 0)
            return -1;
    }
    if (compiler->at == compiler->end || *compiler->at != '}')
        return fail(compiler, "{ has no }");
    if (*most != BOUND_OPEN && *most < *least)
        return fail(compiler, "{m,n} must not have m above n");
    compiler->at++;
    return 0;
}

static int parse_quantifier(struct compiler *compiler, int *least, int *most)
{
    char mark = compiler->at < compiler->end ? *compiler->at : '\0';

    *least = *most = 1;
    if (!mark || !strchr("*+?{", mark))
        return 0;
    compiler->at++;
    *least = mark == '+';
    *most = mark == '?' ? 1 : BOUND_OPEN;
    if (mark == '{' && parse_bounds(compiler, least, most) < 0)
        return -1;
    if (compiler->at < compiler->end && strchr("*+?{", *compiler->at))
        return fail(compiler, "a repetition cannot be repeated: use a group");
    return 0;
}

/* An atom with its quantifier. The atom is read again for each copy that {m,n} asks for, so that
 * each copy has states of its own. */
static int parse_piece(struct compiler *compiler, struct fragment *piece)
{
    const char *atom = compiler->at, *behind;
    struct fragment copy;
    int least, most, copies;

    if (parse_atom(compiler, &copy) < 0 || parse_quantifier(compiler, &least, &most) < 0)
        return -1;
    behind = compiler->at;
    copies = most == BOUND_OPEN ? (least ? least : 1) : most;
    *piece = (struct fragment){.empty = true};
    for (int i = 0; i < copies; i++) {
        compiler->at = atom;
        if (i > 0 && parse_atom(compiler, &copy) < 0)
            return -1;
        if (most == BOUND_OPEN && i == copies - 1)
            link_states(compiler, &copy.last, &copy.first);
        if (i >= least)
            copy.empty = true;
        append(compiler, piece, &copy);
    }
    compiler->at = behind;
    return 0;
}

static int parse_branch(struct compiler *compiler, struct fragment *branch)
{
    struct fragment piece;

    *branch = (struct fragment){.empty = true};
    if (compiler->at == compiler->end || *compiler->at == '|' || *compiler->at == ')')
        return fail(compiler, "an alternative is empty");
    while (compiler->at < compiler->end && *compiler->at != '|' && *compiler->at != ')') {
        if (parse_piece(compiler, &piece) < 0)
            return -1;
        append(compiler, branch, &piece);
    }
    return 0;
}

static int parse_alternatives(struct compiler *compiler, struct fragment *all)
{
    struct fragment branch;

    if (parse_branch(compiler, all) < 0)
        return -1;
    while (compiler->at < compiler->end && *compiler->at == '|') {
        compiler->at++;
        if (parse_branch(compiler, &branch) < 0)
            return -1;
        set_join(&all->first, &branch.first);
        set_join(&all->last, &branch.last);
        all->empty = all->empty || branch.empty;
    }
    return 0;
}

/* Copies what matching needs into the pattern, with sets no wider than its states. */
static void settle(struct compiler *compiler, const struct fragment *all)
{
    struct pattern *pattern = compiler->pattern;
    size_t words = (pattern->states + 63) / 64, size = words * sizeof(uint64_t);

    pattern->words = words;
    pattern->empty = all->empty;
    pattern->follow = mem_array(pattern->states * words, sizeof *pattern->follow);
    pattern->ascii = mem_array(128 * words, sizeof *pattern->ascii);
    pattern->first = mem_array(words, sizeof *pattern->first);
    pattern->last = mem_array(words, sizeof *pattern->last);
    memcpy(pattern->first, all->first.words, size);
    memcpy(pattern->last, all->last.words, size);
    for (size_t state = 0; state < pattern->states; state++) {
        memcpy(pattern->follow + state * words, compiler->follow[state].words, size);
        for (uint32_t c = 0; c < 128; c++)
            if (pattern_class_has(pattern, state, c))
                pattern->ascii[c * words + state / 64] |= UINT64_C(1) << state % 64;
    }
}

/* ^ before and $ behind the whole say what holds anyway. */
static void skip_anchors(struct compiler *compiler)
{
    const char *end = compiler->end;

    if (compiler->at < end && *compiler->at == '^')
        compiler->at++;
    if (compiler->at < end && end[-1] == '$' && (end - compiler->at < 2 || end[-2] != '\\'))
        compiler->end--;
}

struct pattern *pattern_compile(const char *text, size_t length, struct err *err)
{
    struct compiler compiler = {.text = text, .at = text, .end = text + length, .err = err};
    struct fragment all;
    int failed;

    compiler.pattern = mem_alloc(sizeof *compiler.pattern);
    compiler.pattern->classes =
        mem_array(PATTERN_STATES_MAXIMUM, sizeof *compiler.pattern->classes);
    compiler.follow = mem_array(PATTERN_STATES_MAXIMUM, sizeof *compiler.follow);
    skip_anchors(&compiler);
    failed = parse_alternatives(&compiler, &all);
    if (!failed && compiler.at < compiler.end)
        failed = fail(&compiler, ") has no (");
    if (!failed)
        settle(&compiler, &all);
    free(compiler.follow);
    if (!failed)
        return compiler.pattern;
    pattern_free(compiler.pattern);
    return NULL;
}

void pattern_free(struct pattern *pattern)
{
    if (!pattern)
        return;
    free(pattern->classes);
    free(pattern->ranges);
    free(pattern->follow);
    free(pattern->ascii);
    free(pattern->first);
    free(pattern->last);
    free(pattern);
}
