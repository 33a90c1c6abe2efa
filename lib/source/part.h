/* part.h - one XML part of a workbook as a run of events, in constant memory (libxml2's
 * xmlTextReader: no network; a document type declaration, and so every entity of its own, is refused). */
#ifndef ONTRACK_SOURCE_PART_H
#define ONTRACK_SOURCE_PART_H

#include "record/stream.h"
#include "source/archive.h"

/* An element without content is opened and closed too. */
enum part_event { PART_END, PART_OPEN, PART_TEXT, PART_CLOSE };

struct part;

/* `path` is the member's in the archive. NULL with EX_DATAERR. */
struct part *part_open(
    struct archive *archive, const char *path, const char *workbook, struct err *err);
/* The next event; PART_END only where the part was whole, to its check sum. -1 with `err` filled in. */
int part_next(struct part *part, struct err *err);
/* Whether the element that was opened or closed has this name, whatever its prefix. */
bool part_is(const struct part *part, const char *name);
/* An opened element's attribute, whatever its prefix, or NULL. Valid until the next event. */
const char *part_attribute(const struct part *part, const char *name);
struct text part_text(const struct part *part); /* of PART_TEXT; valid until the next event */
void part_close(struct part *part);

#endif
