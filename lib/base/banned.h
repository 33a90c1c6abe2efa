/* banned.h - what does not compile here. The Makefile includes it before everything else.
 *
 * Each of these has no bound, keeps hidden state, hides an error, or starts a shell. The compiler's
 * message says what to use. Deprecated rather than poisoned: a poisoned name may not even be the
 * name of a parameter, and the headers of libraries have such. */
#ifndef ONTRACK_BASE_BANNED_H
#define ONTRACK_BASE_BANNED_H

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Where the C library defines some of these inline, clang takes no attribute; gcc does. */
#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wignored-attributes"
#endif

/* A name that is declared takes no parentheses. NOLINTBEGIN(bugprone-macro-parentheses) */
#define BANNED(function, instead)                                                                  \
    extern __typeof__(function) function __attribute__((deprecated("banned: " instead)))
/* NOLINTEND(bugprone-macro-parentheses) */

#define NO_BOUND "it has no bound: use struct buf or snprintf"
BANNED(strcpy, NO_BOUND);
BANNED(strcat, NO_BOUND);
BANNED(stpcpy, NO_BOUND);
BANNED(sprintf, NO_BOUND);
BANNED(vsprintf, NO_BOUND);
extern char *gets(char *) __attribute__((deprecated("banned: " NO_BOUND)));
BANNED(strncpy, "it may leave no end: use struct buf or snprintf");
BANNED(strncat, "its size is not the buffer's: use struct buf or snprintf");

#define NO_ERROR "it hides an error: use strtoll or strtod and look at the end and at errno"
BANNED(atoi, NO_ERROR);
BANNED(atol, NO_ERROR);
BANNED(atoll, NO_ERROR);
BANNED(atof, NO_ERROR);
BANNED(scanf, NO_ERROR);
BANNED(fscanf, NO_ERROR);
BANNED(sscanf, NO_ERROR);

BANNED(strtok, "it keeps hidden state: use strcspn or strtok_r");
BANNED(system, "it starts a shell: use posix_spawn with an argument vector");
BANNED(popen, "it starts a shell: use posix_spawn with an argument vector");

#define NO_NAMES "somebody else can take the name first: use mkstemp, mkdtemp or O_TMPFILE"
BANNED(mktemp, NO_NAMES);
BANNED(tmpnam, NO_NAMES);
BANNED(tempnam, NO_NAMES);
BANNED(tmpfile, NO_NAMES);

#define NO_STATE "it depends on the machine or on hidden state: use record/dates.h or gmtime_r"
BANNED(ctime, NO_STATE);
BANNED(asctime, NO_STATE);
BANNED(localtime, NO_STATE);
BANNED(gmtime, NO_STATE);

#define NO_SEED "it is not repeatable: use a seeded generator, or libcrypto for secrets"
BANNED(rand, NO_SEED);
BANNED(srand, NO_SEED);
BANNED(random, NO_SEED);
BANNED(srandom, NO_SEED);
BANNED(drand48, NO_SEED);

BANNED(signal, "it behaves differently from system to system: use sigaction");
BANNED(longjmp, "an error is returned, never jumped out of");
BANNED(siglongjmp, "an error is returned, never jumped out of");

#ifdef __clang__
#pragma clang diagnostic pop
#endif

/* These are macros, so their names can be taken away. */
#undef alloca
#undef strdupa
#undef strndupa
#pragma GCC poison alloca strdupa strndupa

#endif
