#include "base/err.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Subjects are names that others chose: a file may be called anything. */
static void __attribute__((format(printf, 3, 0)))
print(char *to, size_t size, const char *format, va_list arguments)
{
    vsnprintf(to, size, format, arguments);
    utf8_clean(to);
}

int err_set(struct err *err, int code, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    print(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    err->code = code;
    err->detail[0] = '\0';
    err->hint[0] = '\0';
    return code;
}

int err_detail(struct err *err, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    print(err->detail, sizeof err->detail, format, arguments);
    va_end(arguments);
    return err->code;
}

int err_hint(struct err *err, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    print(err->hint, sizeof err->hint, format, arguments);
    va_end(arguments);
    return err->code;
}

int err_errno(struct err *err, int code, const char *format, ...)
{
    int saved = errno;
    char subject[sizeof err->message];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(subject, sizeof subject, format, arguments);
    va_end(arguments);
    return err_set(err, code, "%.350s: %.150s", subject, strerror(saved));
}
