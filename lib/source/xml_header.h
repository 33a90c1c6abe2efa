/* xml_header.h - what an XML delivery says of itself more than once: elements that must have the same
 * text, and the part of the delivery's name that they must agree with. */
#ifndef ONTRACK_SOURCE_XML_HEADER_H
#define ONTRACK_SOURCE_XML_HEADER_H

#include "source/delivery.h"
#include "source/source.h"
#include "source/xml_path.h"

struct xml_header;

/* The `header` of the source's `check`, for the names of this reader. `parts` are those of the
 * delivery's name; NULL where it does not fit the source's pattern: then the elements are compared
 * among themselves alone. NULL without an error where the source has none. */
struct xml_header *xml_header_new(const struct source *source, const struct parts *parts,
    xmlTextReaderPtr reader, struct err *err);
void xml_header_release(struct xml_header *header);

/* Whether one of the elements can stand in the tree of a record's element, the first `tree` steps of
 * the path, where xml_header_take() is not told of it. EX_CONFIG then. */
int xml_header_outside(const struct xml_header *header, const struct xml_path *record, size_t tree,
    const struct source *source, struct err *err);

/* Whether the element at this depth, below those of the names in `open` (from index 1), is one of
 * them. `header` may be NULL. */
bool xml_header_wants(const struct xml_header *header, const xmlChar *const *open, size_t depth);
/* Compares it, with all that stands in it, to what has been said before. 0, or EX_DATAERR. */
int xml_header_take(struct xml_header *header, const xmlChar *const *open, size_t depth,
    xmlNodePtr element, const char *file, struct err *err);

#endif
