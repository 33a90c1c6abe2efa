/* mapping_value.h - compiling one value of a mapping (mapping.c's own header). */
#ifndef ONTRACK_SOURCE_MAPPING_VALUE_H
#define ONTRACK_SOURCE_MAPPING_VALUE_H

#include "source/mapping.h"

#include <cjson/cJSON.h>

/* Where in the configuration we are, for messages. */
struct mapping_place {
    struct plan *plan;
    const struct parts *parts;
    const char *field;
};

/* Adds to `err` where the mapping is wrong; returns its code. */
int mapping_wrong(const struct mapping_place *place, struct err *err);
/* The index of a path in plan->paths, which it joins if it is new. */
int mapping_path(struct plan *plan, const char *path);

/* An empty plan for a feed of the source. */
void mapping_start(struct plan *plan, const struct source *source, const char *feed, int century);

int mapping_value_compile(
    const struct mapping_place *place, const cJSON *json, struct value *value, struct err *err);
/* The same of a member, where a path alone (a text, or a list of them) may stand for the value. */
int mapping_subject_compile(const struct mapping_place *place, const cJSON *json,
    const char *member, struct value *value, struct err *err);
void mapping_value_release(struct value *value);

/* The value's "lookup" (mapping_lookup.c). */
int mapping_lookups_compile(
    const struct mapping_place *place, const cJSON *json, struct value *value, struct err *err);
void mapping_lookup_release(struct lookup *lookup);

#endif
