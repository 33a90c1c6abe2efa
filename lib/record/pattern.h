/* pattern.h - matches(x, '…') and the constraint "pattern": a subset of regular expressions, always
 * anchored at both ends, that means the same to PostgreSQL's `~ '^(?:…)$'`.
 *
 *   x            the character itself, except . [ ] ( ) { } * + ? | ^ $ \
 *   \x           the punctuation mark x itself
 *   .            any one character
 *   \d           a digit 0-9
 *   [abc] [a-z]  one of these; [^…] one other than these; \] \\ \^ \- \[ \d work inside
 *   (…) (?:…)    a group
 *   a|b          either
 *   * + ?        any number, one or more, none or one of what stands before
 *   {m} {m,} {m,n}   so many; n at most 255
 *
 * ^ before and $ behind the whole pattern are allowed and say nothing new. Not there: ^ and $
 * elsewhere, back references, look-ahead, non-greedy forms, empty alternatives, named classes. Characters are Unicode code points and case counts.
 *
 * A pattern becomes an automaton without epsilon transitions (Glushkov 1961), its states a set of
 * bits: the time is bounded by text length times states, whatever the text. */
#ifndef ONTRACK_RECORD_PATTERN_H
#define ONTRACK_RECORD_PATTERN_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum { PATTERN_STATES_MAXIMUM = 1024 };

struct pattern;

/* NULL with EX_CONFIG where the text is no such pattern; the detail gives the character's
 * position, from 1. */
struct pattern *pattern_compile(const char *text, size_t length, struct err *err);
void pattern_free(struct pattern *pattern);

/* Whether the whole of the UTF-8 text matches. */
bool pattern_matches(const struct pattern *pattern, const char *data, size_t length);

#endif
