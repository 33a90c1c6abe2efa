/* The formats of a workbook's cells (xl/styles.xml): which of them show a number as a date. */
#include "source/book.h"
#include "base/memory.h"

#include <stdlib.h>

/* Excel's own limits are 65,490 formats of cells and some 250 codes of numbers. */
enum { STYLES_MAXIMUM = 65536, CODES_MAXIMUM = 4096 };

struct formats {
    bool custom, cells; /* whether the events are within <numFmts>, <cellXfs> */
    size_t count;
    struct {
        long id;
        enum xlsx_kind kind;
    } * items;
};

static long number_of(const char *text)
{
    return text ? strtol(text, NULL, 10) : 0;
}

static enum xlsx_kind kind_of(const struct formats *formats, long id)
{
    for (size_t i = 0; i < formats->count; i++)
        if (formats->items[i].id == id)
            return formats->items[i].kind;
    return xlsx_builtin_kind(id);
}

static void add_format(struct formats *formats, const struct part *part)
{
    const char *code = part_attribute(part, "formatCode");

    formats->items = mem_grow(formats->items, formats->count + 1, sizeof *formats->items);
    formats->items[formats->count].kind = xlsx_code_kind(code ? code : "");
    formats->items[formats->count++].id = number_of(part_attribute(part, "numFmtId"));
}

static void add_style(struct book *book, const struct formats *formats, const struct part *part)
{
    book->styles = mem_grow(book->styles, book->style_count + 1, 1);
    book->styles[book->style_count++] =
        (unsigned char)kind_of(formats, number_of(part_attribute(part, "numFmtId")));
}

static int read_formats(
    struct book *book, struct part *part, struct formats *formats, struct err *err)
{
    int event;

    while ((event = part_next(part, err)) > PART_END) {
        if (event == PART_TEXT)
            continue;
        if (part_is(part, "numFmts"))
            formats->custom = event == PART_OPEN;
        else if (part_is(part, "cellXfs"))
            formats->cells = event == PART_OPEN;
        else if (event == PART_OPEN && formats->custom && part_is(part, "numFmt"))
            add_format(formats, part);
        else if (event == PART_OPEN && formats->cells && part_is(part, "xf"))
            add_style(book, formats, part);
        if (formats->count > CODES_MAXIMUM || book->style_count > STYLES_MAXIMUM)
            return err_set(
                err, EX_DATAERR, "the workbook '%s' has too many cell formats", book->name);
    }
    return event < 0 ? err->code : 0;
}

int book_read_styles(struct book *book, struct err *err)
{
    struct part *part = part_open(book->archive, book->styles_path, book->name, err);
    struct formats formats = {.count = 0};
    int code;

    if (!part)
        return err->code;
    code = read_formats(book, part, &formats, err);
    part_close(part);
    free(formats.items);
    return code;
}

enum xlsx_kind book_kind(const struct book *book, const char *style)
{
    size_t index = style ? (size_t)strtoul(style, NULL, 10) : 0;

    return index < book->style_count ? (enum xlsx_kind)book->styles[index] : XLSX_NUMBER;
}
