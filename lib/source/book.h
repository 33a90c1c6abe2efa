/* book.h - an .xlsx (SpreadsheetML, ECMA-376) opened: which of its parts is the sheet, and what
 * the sheet's cells refer to. */
#ifndef ONTRACK_SOURCE_BOOK_H
#define ONTRACK_SOURCE_BOOK_H

#include "source/strings.h"

struct book {
    const char *name; /* of the file; not owned */
    struct archive *archive;
    char *relation; /* the sheet's, in the workbook's part */
    char *sheet_path, *strings_path, *styles_path;
    size_t sheet; /* its place among the sheets, from 1 */
    bool hidden;  /* whether the sheet is */
    bool from_1904;
    struct strings strings;
    size_t style_count;
    unsigned char *styles; /* the enum xlsx_kind of each cell format */
};

/* `sheet`: its name, in whatever case; NULL: the only one that is not hidden. 0, or EX_DATAERR where
 * the file is no such workbook, damaged or locked, or has no such sheet. */
int book_open(
    struct book *book, const struct archive_input *input, const char *sheet, struct err *err);
/* What the cell format of this number makes of a number. */
enum xlsx_kind book_kind(const struct book *book, const char *style);
void book_close(struct book *book);

/* styles.c: reads the formats from the workbook's styles_path. 0 or EX_DATAERR. */
int book_read_styles(struct book *book, struct err *err);

#endif
