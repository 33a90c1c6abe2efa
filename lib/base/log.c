#include "base/log.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

static const char *name = "ontrack";

void log_name(const char *program)
{
    name = program;
}

static void log_line(const char *kind, const char *format, va_list arguments)
{
    char text[1024];

    vsnprintf(text, sizeof text, format, arguments);
    utf8_clean(text);
    fprintf(stderr, "%s: %s%s\n", name, kind, text);
}

void log_error(const struct err *err)
{
    fprintf(stderr, "%s: error: %s\n", name, err->message);
    if (err->detail[0])
        fprintf(stderr, "%s: detail: %s\n", name, err->detail);
    if (err->hint[0])
        fprintf(stderr, "%s: hint: %s\n", name, err->hint);
}

void log_warning(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    log_line("warning: ", format, arguments);
    va_end(arguments);
}

void log_info(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    log_line("", format, arguments);
    va_end(arguments);
}
