/* json.h - configuration in JSON: reading a file through cJSON and fetching members with errors
 * that name the file and the member. (Configuration only: no record passes through here.) */
#ifndef ONTRACK_BASE_JSON_H
#define ONTRACK_BASE_JSON_H

#include "base/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

/* Reads a whole file, at most `maximum` bytes. The text is NUL-terminated and to be freed.
 * NULL with EX_NOINPUT or EX_DATAERR in `err`. */
char *file_read(const char *path, size_t maximum, size_t *length, struct err *err);

/* The file's JSON (to be freed with cJSON_Delete), or NULL with EX_CONFIG or EX_NOINPUT. */
cJSON *json_load(const char *path, struct err *err);

/* The same of a text that is in memory already; `path` is for messages. */
cJSON *json_parse(const char *text, const char *path, struct err *err);

/* Each finds a member of an object. A member that is absent gives the fallback; one of another
 * type fails (return -1, EX_CONFIG in `err`, which names `path` and the member). */
int json_text(const cJSON *object, const char *member, const char *fallback, const char **value,
    const char *path, struct err *err);
int json_flag(const cJSON *object, const char *member, bool fallback, bool *value, const char *path,
    struct err *err);
int json_number(const cJSON *object, const char *member, double fallback, double *value,
    const char *path, struct err *err);
/* As json_text(), and absent is an error too. */
int json_required(
    const cJSON *object, const char *member, const char **value, const char *path, struct err *err);
/* Fails on a member that is not in the NULL-terminated list `known`, or stands twice: a misspelt
 * setting must not be ignored in silence. */
int json_known(const cJSON *object, const char *const *known, const char *path, struct err *err);

/* FNV-1a, 64 bits: tells one version of a configuration file from another. Not for secrets. */
uint64_t fingerprint(const char *data, size_t length);

#endif
