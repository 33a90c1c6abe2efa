/* xml_check.h - the structure that an XML delivery must have: which elements stand below which, in what
 * order and how often. */
#ifndef ONTRACK_SOURCE_XML_CHECK_H
#define ONTRACK_SOURCE_XML_CHECK_H

#include "source/source.h"

#include <libxml/xmlreader.h>

struct xml_check;

/* The source's `check`, for the names of this reader. NULL without an error where it has none. */
struct xml_check *xml_check_new(
    const struct source *source, xmlTextReaderPtr reader, struct err *err);
void xml_check_release(struct xml_check *check);

/* To be told of each element of the file outside a record's tree: that it begins (at depth 1 for the
 * root) and that it ends. 0, or EX_DATAERR with the element and its line. `check` may be NULL. */
int xml_check_begin(
    struct xml_check *check, xmlNodePtr element, size_t depth, const char *file, struct err *err);
int xml_check_end(struct xml_check *check, size_t depth, const char *file, struct err *err);
/* All below an element of which xml_check_begin() has been told; its own end too. */
int xml_check_tree(
    struct xml_check *check, xmlNodePtr element, size_t depth, const char *file, struct err *err);

#endif
