/* near.h - whether two columns' names could be one and the same, written in two ways. */
#ifndef ONTRACK_SOURCE_NEAR_H
#define ONTRACK_SOURCE_NEAR_H

#include <stdbool.h>

/* Of the letters and digits alone, in any case: they are equal, one is the beginning or the end of the
 * other (4 at least), or one comes from the other by a change to one character in four at most
 * (Levenshtein). Names of more than 64 letters and digits are near only where equal. A guess, for messages. */
bool names_near(const char *left, const char *right);

#endif
