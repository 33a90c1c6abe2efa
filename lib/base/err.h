/* err.h - how a library says what went wrong.
 *
 * A function that can fail takes a `struct err *`, fills it and returns a value other than its
 * success value. Only stage_main() turns it into output and an exit code.
 *
 * message: what is wrong and with what ('subject' in single quotes), lower case, no full stop.
 * detail:  where and why (file, line, column, rule).
 * hint:    what the person can do about it.
 * None of the three may carry a value that came from a record.
 */
#ifndef ONTRACK_BASE_ERR_H
#define ONTRACK_BASE_ERR_H

#include <sysexits.h>

struct err {
    int code; /* an exit code of <sysexits.h>; 0 while nothing is wrong */
    char message[512];
    char detail[512];
    char hint[512];
};

#define ERR_INIT                                                                                   \
    {                                                                                              \
        .code = 0                                                                                  \
    }

/* Each returns err->code, so that `return err_set(...)` reads well. err_set() clears the other two
 * lines; err_detail() and err_hint() add theirs to an error that is set. */
int err_set(struct err *err, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
int err_detail(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
int err_hint(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* As err_set(), followed by ": " and the text of errno. */
int err_errno(struct err *err, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
