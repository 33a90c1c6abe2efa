/* strings.h - the texts that the cells of a workbook share (xl/sharedStrings.xml), in memory. */
#ifndef ONTRACK_SOURCE_STRINGS_H
#define ONTRACK_SOURCE_STRINGS_H

#include "source/xlsx_value.h"
#include "source/part.h"

enum { STRINGS_MAXIMUM = 64 * 1024 * 1024 }; /* with four bytes for each text */

struct strings {
    struct buf texts;
    size_t count, capacity;
    uint32_t *ends;
};

/* A text in runs, <si> or <is>: their <t> one after the other, phonetic runs (<rPh>) left out. */
struct runs {
    bool phonetic, open;
};
/* Takes an event below that element; false where the buffer is full. */
bool runs_add(struct runs *runs, const struct part *part, int event, struct buf *to);
/* Ends the text that begins at `start` of the buffer: escapes become their characters. False where it
 * is not UTF-8. */
bool runs_end(struct buf *to, size_t start);

void strings_init(struct strings *strings);
/* 0 or EX_DATAERR. */
int strings_read(struct strings *strings, struct archive *archive, const char *path,
    const char *workbook, struct err *err);
/* False where there is no such text. */
bool strings_at(const struct strings *strings, size_t index, struct text *text);
void strings_release(struct strings *strings);

#endif
