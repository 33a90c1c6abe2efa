/* style.h - the page's style sheet, which stands in the page itself. */
#ifndef ONTRACK_OUTPUT_STYLE_H
#define ONTRACK_OUTPUT_STYLE_H

extern const char page_style[];

#endif
