/* html.h - text into HTML and XML: whatever comes from the database goes through html_text(). */
#ifndef ONTRACK_OUTPUT_HTML_H
#define ONTRACK_OUTPUT_HTML_H

#include "base/buf.h"

/* Escapes & < > " '. NULL adds nothing. */
void html_text(struct buf *page, const char *text);
/* <name>text</name>, escaped; `attributes` as they stand, "" for none. */
void html_element(struct buf *page, const char *name, const char *attributes, const char *text);

#endif
