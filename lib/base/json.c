#include "base/json.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { JSON_MAXIMUM = 8 * 1024 * 1024 };

static ssize_t read_all(int fd, char **data, size_t maximum)
{
    size_t length = 0, capacity = 0;

    for (;;) {
        ssize_t got;

        if (capacity - length < 2) {
            capacity = capacity ? capacity * 2 : 64 * 1024;
            *data = mem_grow(*data, capacity, 1);
        }
        got = read(fd, *data + length, capacity - length - 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        length += (size_t)got;
        if (got == 0 || length > maximum)
            break;
    }
    (*data)[length] = '\0';
    return (ssize_t)length;
}

char *file_read(const char *path, size_t maximum, size_t *length, struct err *err)
{
    char *data = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read_all(fd, &data, maximum);

    if (got < 0) {
        err_errno(err, EX_NOINPUT, "cannot read '%s'", path);
    } else if ((size_t)got > maximum) {
        err_set(err, EX_DATAERR, "'%s' is larger than %zu bytes", path, maximum);
        got = -1;
    }
    if (fd >= 0)
        close(fd);
    if (got < 0) {
        free(data);
        return NULL;
    }
    if (length)
        *length = (size_t)got;
    return data;
}

static size_t line_of(const char *text, const char *at)
{
    size_t line = 1;

    for (; at && text < at; text++)
        line += *text == '\n';
    return line;
}

cJSON *json_parse(const char *text, const char *path, struct err *err)
{
    const char *end = NULL;
    cJSON *json = cJSON_ParseWithOpts(text, &end, 1);

    if (!json) {
        err_set(err, EX_CONFIG, "'%s' is not valid JSON", path);
        err_detail(err, "at or before line %zu", line_of(text, end));
        err_hint(err, "look there for a comma, a quote or a bracket that is missing or too many");
    }
    return json;
}

cJSON *json_load(const char *path, struct err *err)
{
    char *text = file_read(path, JSON_MAXIMUM, NULL, err);
    cJSON *json = text ? json_parse(text, path, err) : NULL;

    free(text);
    return json;
}

static int wrong_type(const char *member, const char *type, const char *path, struct err *err)
{
    err_set(err, EX_CONFIG, "'%s' must be %s", member, type);
    err_detail(err, "in '%s'", path);
    return -1;
}

int json_text(const cJSON *object, const char *member, const char *fallback, const char **value,
    const char *path, struct err *err)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, member);

    *value = item ? cJSON_GetStringValue(item) : fallback;
    return item && !*value ? wrong_type(member, "a text", path, err) : 0;
}

int json_flag(const cJSON *object, const char *member, bool fallback, bool *value, const char *path,
    struct err *err)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, member);

    *value = item ? cJSON_IsTrue(item) : fallback;
    return item && !cJSON_IsBool(item) ? wrong_type(member, "true or false", path, err) : 0;
}

int json_number(const cJSON *object, const char *member, double fallback, double *value,
    const char *path, struct err *err)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, member);

    *value = cJSON_IsNumber(item) ? item->valuedouble : fallback;
    return item && !cJSON_IsNumber(item) ? wrong_type(member, "a number", path, err) : 0;
}

int json_required(
    const cJSON *object, const char *member, const char **value, const char *path, struct err *err)
{
    if (json_text(object, member, NULL, value, path, err) < 0)
        return -1;
    if (*value)
        return 0;
    err_set(err, EX_CONFIG, "'%s' is missing", member);
    err_detail(err, "in '%s'", path);
    return -1;
}

/* "one, two, three", cut off where it is long */
static void list_known(const char *const *known, char *text, size_t size)
{
    size_t used = 0;

    *text = '\0';
    for (; *known && used < size; known++) {
        int added = snprintf(text + used, size - used, "%s%s", used ? ", " : "", *known);

        used += added > 0 ? (size_t)added : 0;
    }
}

int json_known(const cJSON *object, const char *const *known, const char *path, struct err *err)
{
    for (const cJSON *item = object ? object->child : NULL; item; item = item->next) {
        const char *const *name = known;

        while (*name && strcmp(*name, item->string) != 0)
            name++;
        if (*name && cJSON_GetObjectItemCaseSensitive(object, item->string) == item)
            continue;
        err_set(err, EX_CONFIG, *name ? "setting '%.60s' stands twice" : "unknown setting '%.60s'",
            item->string);
        err_detail(err, "in '%s'", path);
        if (!*name) {
            char list[sizeof err->hint - 40];

            list_known(known, list, sizeof list);
            err_hint(err, "what may stand there: %s", list);
        }
        return -1;
    }
    return 0;
}

uint64_t fingerprint(const char *data, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)data[i]) * UINT64_C(0x100000001b3);
    return hash;
}
