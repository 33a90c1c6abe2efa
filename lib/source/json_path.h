/* json_path.h - records in JSON: one cJSON tree at a time, and the texts at dotted paths in it. Numbers
 * keep 15 significant digits (whole ones all of a double's), true and false are t and f, null is no
 * value, and neither is an object or an array. */
#ifndef ONTRACK_SOURCE_JSON_PATH_H
#define ONTRACK_SOURCE_JSON_PATH_H

#include "base/buf.h"
#include "record/stream.h"

#include <cjson/cJSON.h>

struct json_paths {
    size_t count;
    const char *const *paths;
    struct text *texts; /* of the record that was read last */
    struct buf *numbers;
};

void json_paths_init(struct json_paths *paths, const char *const *list, size_t count);
void json_paths_release(struct json_paths *paths);
/* Fills the texts; they live as long as the record's tree. */
void json_paths_read(struct json_paths *paths, const cJSON *record);

/* What a dotted path leads to, or NULL. */
const cJSON *json_path_follow(const cJSON *json, const char *path);

#endif
