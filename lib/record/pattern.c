#include "record/pattern.h"
#include "base/memory.h"
#include "record/pattern_compile.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAXIMUM = 32, BOUND_MAXIMUM = 255, BOUND_OPEN = -1 };

static void set_join(struct set *set, const struct set *other)
{
    for (size_t i = 0; i < PATTERN_WORDS; i++)
        set->words[i] |= other->words[i];
}

/* Whatever ends with one of `last` may go on with one of `first`. */
static void link_states(struct compiler *compiler, const struct set *last, const struct set *first)
{
    for (size_t word = 0; word < PATTERN_WORDS; word++)
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

static int parse_alternatives(struct compiler *compiler, struct fragment *fragment);

static int parse_group(struct compiler *compiler, struct fragment *fragment)
{
    if (++compiler->depth > DEPTH_MAXIMUM)
        return pattern_fail(compiler, "its groups are too deep");
    if (compiler->end - compiler->at >= 2 && memcmp(compiler->at, "?:", 2) == 0)
        compiler->at += 2;
    if (parse_alternatives(compiler, fragment) < 0)
        return -1;
    if (compiler->at == compiler->end)
        return pattern_fail(compiler, "( has no )");
    compiler->at++;
    compiler->depth--;
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
        return pattern_class(compiler, fragment);
    case '.':
        return pattern_any(compiler, fragment);
    case '*':
    case '+':
    case '?':
        compiler->at = before;
        return pattern_fail(compiler, "there is nothing to repeat");
    case '^':
    case '$':
        compiler->at = before;
        return pattern_fail(
            compiler, "^ and $ stand only at its ends; elsewhere write \\^ and \\$");
    case '{':
    case '}':
    case ']':
        compiler->at = before;
        return pattern_fail(compiler, "{ } and ] that are meant as such need a \\ before them");
    default:
        return pattern_single(compiler, c, fragment);
    }
}

static int parse_number(struct compiler *compiler, int *number)
{
    if (compiler->at == compiler->end || !isdigit((unsigned char)*compiler->at))
        return pattern_fail(compiler, "{ } must hold m or m,n");
    *number = 0;
    while (compiler->at < compiler->end && isdigit((unsigned char)*compiler->at)) {
        *number = *number * 10 + (*compiler->at++ - '0');
        if (*number > BOUND_MAXIMUM)
            return pattern_fail(compiler, "{ } counts to 255 at most");
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
        return pattern_fail(compiler, "{ has no }");
    if (*most != BOUND_OPEN && *most < *least)
        return pattern_fail(compiler, "{m,n} must not have m above n");
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
        return pattern_fail(compiler, "a repetition cannot be repeated: use a group");
    return 0;
}

/* An atom with its quantifier. The atom is read again for each copy that {m,n} asks for, so that
 * each copy has states of its own. */
static int parse_piece(struct compiler *compiler, struct fragment *piece)
{
    const char *atom = compiler->at, *behind;
    struct fragment copy = {.empty = false};
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
    struct fragment piece = {.empty = false};

    *branch = (struct fragment){.empty = true};
    if (compiler->at == compiler->end || *compiler->at == '|' || *compiler->at == ')')
        return pattern_fail(compiler, "an alternative is empty");
    while (compiler->at < compiler->end && *compiler->at != '|' && *compiler->at != ')') {
        if (parse_piece(compiler, &piece) < 0)
            return -1;
        append(compiler, branch, &piece);
    }
    return 0;
}

static int parse_alternatives(struct compiler *compiler, struct fragment *all)
{
    struct fragment branch = {.empty = false};

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
    struct fragment all = {.empty = false};
    int failed;

    compiler.pattern = mem_alloc(sizeof *compiler.pattern);
    compiler.pattern->classes =
        mem_array(PATTERN_STATES_MAXIMUM, sizeof *compiler.pattern->classes);
    compiler.follow = mem_array(PATTERN_STATES_MAXIMUM, sizeof *compiler.follow);
    skip_anchors(&compiler);
    failed = parse_alternatives(&compiler, &all);
    if (!failed && compiler.at < compiler.end)
        failed = pattern_fail(&compiler, ") has no (");
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
