/* log.h - messages for the person at the terminal or the night's log: standard error, one line
 * each for message, detail and hint, with the program's name before the first.
 * No value that came from a record may be logged. */
#ifndef ONTRACK_BASE_LOG_H
#define ONTRACK_BASE_LOG_H

#include "base/err.h"

void log_name(const char *program); /* the name put before each message */
void log_error(const struct err *err);
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
