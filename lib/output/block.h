/* block.h - the pieces that sections of the page are made of. */
#ifndef ONTRACK_OUTPUT_BLOCK_H
#define ONTRACK_OUTPUT_BLOCK_H

#include "base/buf.h"

enum { BLOCK_TEXT = 64 * 1024, BLOCK_CHART = 8 * 1024 * 1024, CHART_WIDTH = 760 };

/* The text with a full stop, escaped; nothing where it is empty. */
void block_paragraph(struct buf *page, const char *attributes, const struct buf *text);
/* The same of a text as it stands, which ends with its own full stop. */
void block_note(struct buf *page, const char *text);
void block_figure(struct buf *page, const struct buf *svg, const char *caption);

#endif
