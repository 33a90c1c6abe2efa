/* xml_path.h - the paths of a mapping's values in XML (source.h): compiled once, followed in the small
 * tree of one record. Names are local names, interned by the reader, and compared as pointers. */
#ifndef ONTRACK_SOURCE_XML_PATH_H
#define ONTRACK_SOURCE_XML_PATH_H

#include "base/buf.h"
#include "record/stream.h"

#include <libxml/xmlreader.h>

enum { XML_STEPS = 16 };

struct xml_step {
    const xmlChar *name;
    const xmlChar *where, *equals; /* NAME[WHERE=EQUALS]; NULL: any */
};

struct xml_path {
    bool absolute;
    bool least; /* min(PATH): of all the texts there the least, as bytes; else the first */
    size_t up, count;
    struct xml_step steps[XML_STEPS];
    const xmlChar *attribute; /* of the last step's element; NULL: its text */
    struct buf scratch, best;
};

/* Absolute where the text begins with a slash, or where `absolute` says so (a record's own path). 0,
 * or EX_CONFIG. */
int xml_path_compile(struct xml_path *path, const char *text, bool absolute,
    xmlTextReaderPtr reader, struct err *err);
void xml_path_release(struct xml_path *path);

/* The text at a relative path from a record's element; data NULL where there is none. It is valid until
 * the tree goes or the path is followed again. */
struct text xml_path_text(struct xml_path *path, xmlNodePtr record);
/* The same at the element itself, of which an absolute path is known to be the place. */
struct text xml_path_own_text(struct xml_path *path, xmlNodePtr element);

/* The next sibling (or first child: of `parent`, after NULL) that is an element of this name. */
xmlNodePtr xml_child(xmlNodePtr parent, xmlNodePtr after, const xmlChar *name);

#endif
