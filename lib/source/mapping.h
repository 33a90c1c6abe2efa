/* mapping.h - a feed's mapping, compiled once to flat tables and then applied to each record. The
 * language is source.h's. */
#ifndef ONTRACK_SOURCE_MAPPING_H
#define ONTRACK_SOURCE_MAPPING_H

#include "source/convert.h"
#include "source/delivery.h"
#include "source/dictionary.h"
#include "source/source.h"
#include "source/spelling.h"

enum { LOOKUP_MAXIMUM = 64 * 1024 * 1024, PATH_ABSENT = -1 };

/* One table in memory, shared by the values that look up the same. Its rows have a plan of their own,
 * with one shape of LOOKUP_FIELDS values. */
enum { LOOKUP_KEY, LOOKUP_VALUE, LOOKUP_BY, LOOKUP_FIELDS };

struct lookup {
    const struct cJSON *json;
    bool optional, prefers;
    struct plan *rows;
    size_t order_count;
    struct text *order; /* of what LOOKUP_BY (absent: LOOKUP_VALUE) comes to, the best first */
    struct dictionary dictionary;
};

struct value {
    size_t path_count, part_count, lookup_count, date_count, null_count;
    int *paths; /* indexes of plan->paths; after mapping_bind() of the record's texts */
    bool optional;
    struct text file, constant; /* data NULL: none */
    int title;                  /* index of plan->titles; PATH_ABSENT: none */
    struct text titled;         /* what the delivery has there */
    struct value *parts;        /* of join, or those of which the first counts */
    bool first;
    struct text with;
    struct text *nulls; /* texts that mean no value here, beside the plan's */
    struct spelling spelling;
    size_t *lookups; /* indexes of plan->lookups */
    struct date_pattern *dates;
    struct dictionary *map; /* for boolean too, whose rule is another */
    const char *map_rule;   /* NULL: `otherwise` takes its place */
    struct text otherwise, empty;
    enum number_style number;
    bool simple;   /* one path and nothing to do to its text */
    bool verbatim; /* what it gives holds no character that the record does not */
    struct buf scratch;
};

enum condition_kind {
    CONDITION_PRESENT,
    CONDITION_ABSENT,
    CONDITION_IN,
    CONDITION_NOT,
    CONDITION_BEFORE
};

struct condition {
    enum condition_kind kind;
    struct value *value;
    struct value *other; /* of CONDITION_BEFORE */
    size_t count;
    struct text *texts;
};

struct conditions {
    size_t count;
    struct condition *items;
};

/* One of the records that a row makes: a value for each of the feed's fields, NULL: none. */
struct shape {
    struct conditions where;
    struct value **values;
};

struct plan {
    const struct source *source;
    const char *feed, *table, *record;
    size_t path_count, title_count, field_count, shape_count, lookup_count, null_count;
    const char **paths, **titles;
    const char **fields;
    struct conditions where;
    struct shape *shapes;
    struct lookup *lookups;
    struct text *nulls;
    const char *count; /* the field of the number of rows, the last of `fields`; NULL: none */
    int century;       /* of YY, -1 where --as-of was not given */
    /* Of the delivery, by its reader: */
    const struct text *found_titles; /* one for each of `titles`, before mapping_bind() */
    const char *const *broken;       /* of the record's texts the rule that each broke, or NULL */
};

/* `parts` are those of the delivery's name, or NULL where it does not fit the source's pattern; as_of
 * is days (record/dates.h), INT32_MIN where not given. 0, EX_CONFIG, EX_DATAERR (a name that does not
 * fit where a part of it is needed), EX_USAGE. */
int mapping_compile(struct plan *plan, const struct source *source, const char *feed,
    const struct parts *parts, int32_t as_of, struct err *err);
void mapping_release(struct plan *plan);

/* Puts the positions that the reader found (one for each of plan->paths, PATH_ABSENT where the
 * delivery has no such column) in the place of the paths, and the titles' texts in that of the titles.
 * EX_DATAERR names a column or a title that is needed. */
int mapping_bind(struct plan *plan, const int *positions, const char *file, struct err *err);

/* What a value comes to: a text (data NULL: NULL), and the rule that it broke (NULL: none). */
struct result {
    struct text text;
    const char *rule;
};

bool mapping_holds(
    const struct plan *plan, const struct conditions *where, const struct text *texts);
void mapping_value(
    const struct plan *plan, struct value *value, const struct text *texts, struct result *result);
/* Puts what a row of its table says into a lookup. False where it has no more room. */
bool mapping_look_into(struct lookup *lookup, const struct text *texts);
/* All rows have been put in: what they looked up themselves is let go. */
void mapping_lookup_read(struct lookup *lookup);

/* Drops white space around a text; `null` for those that mean no value. */
struct text mapping_clean(const struct plan *plan, struct text text);
/* The first rule that the reader found broken in a cell on which the conditions hang, or NULL: what
 * they come to is then not known. */
const char *mapping_broken(
    const struct plan *plan, const struct conditions *where, const struct text *texts);

#endif
