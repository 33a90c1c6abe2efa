/* origin.h - where a mapping takes a feed's fields from, in words; its JSON is source.h's. */
#ifndef ONTRACK_PIPELINE_ORIGIN_H
#define ONTRACK_PIPELINE_ORIGIN_H

#include "base/buf.h"
#include "source/source.h"

/* Whether the feed's mapping names the field. */
bool origin_known(const struct source *source, const char *feed, const char *field);

/* The names of the fields that it fills, some perhaps twice; to be freed, the names are the source's. */
const char **origin_fields(const struct source *source, const char *feed, size_t *count);

/* "DOB, date", "Ref | Reference", "{provider} of the name", "'ap'"; of several records each that is
 * another one, with " / " between. It is the mapping's text only. */
void origin_describe(
    const struct source *source, const char *feed, const char *field, struct buf *text);

/* Adds the columns or paths that it is taken from, each once, with ", " between. */
void origin_columns(
    const struct source *source, const char *feed, const char *field, struct buf *columns);

/* The table that the feed is of, or NULL. */
const char *origin_table(const struct source *source, const char *feed);

#endif
