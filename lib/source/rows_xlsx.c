/* A sheet of a workbook, row by row in constant memory; only the texts that its cells share are held. */
#include "base/memory.h"
#include "source/sheet.h"
#include "source/window.h"
#include "source/book.h"

#include <stdlib.h>
#include <string.h>

enum { ROW_LIMIT = 100000000, COLUMN_LIMIT = 16384 };

struct xlsx_rows {
    struct book book;
    struct part *part;
    const char *sheet; /* its name where the source gives it: another could be data; else NULL */
    bool open, seen;   /* whether the events are, or were, within <sheetData> */
    /* the row */
    uint64_t number;
    bool hidden, broken;
    size_t next;  /* least column that the next cell may have */
    size_t count; /* of cells up to the last that holds something */
    struct text *cells;
    size_t *starts;     /* in `texts`, of a cell's own text; SIZE_MAX: it is shared */
    const char **rules; /* that the cells broke */
    struct buf texts;
    /* the cell */
    size_t column;
    struct buf raw; /* what stands in <v> */
    bool formula, inside;
};

static int cell_is_wrong(const struct xlsx_rows *xlsx, const char *what, struct err *err)
{
    char letters[XLSX_LETTERS];

    xlsx_letters(xlsx->column, letters);
    err_set(err, EX_DATAERR, "the workbook '%s' is damaged: %s", xlsx->book.name, what);
    if (xlsx->sheet)
        err_detail(
            err, "in cell '%.100s!%s%llu'", xlsx->sheet, letters, (unsigned long long)xlsx->number);
    else
        err_detail(err, "in cell '%s%llu' of its sheet %zu", letters,
            (unsigned long long)xlsx->number, xlsx->book.sheet);
    err_hint(err, "open it in the program that made it, save it again, and deliver that");
    return -1;
}

static int too_long(const struct xlsx_rows *xlsx, struct err *err)
{
    cell_is_wrong(xlsx, "the row has more than 8 MiB", err);
    return -1;
}

/* The text that stands from `start` in `texts` becomes the cell's own. */
static void keep_own(struct xlsx_rows *xlsx, size_t start)
{
    if (xlsx->column >= SHEET_COLUMNS_MAXIMUM || xlsx->texts.length == start) {
        xlsx->texts.length = start;
        return;
    }
    xlsx->starts[xlsx->column] = start;
    xlsx->cells[xlsx->column].length = xlsx->texts.length - start;
    xlsx->count = xlsx->column + 1;
}

static void mark(struct xlsx_rows *xlsx, const char *rule)
{
    if (!rule || xlsx->column >= SHEET_COLUMNS_MAXIMUM)
        return;
    xlsx->rules[xlsx->column] = rule;
    xlsx->broken = true;
}

static int take_shared(struct xlsx_rows *xlsx, struct err *err)
{
    char *end;
    unsigned long index = strtoul(buf_text(&xlsx->raw), &end, 10);
    struct text text;

    if (!xlsx->raw.length || *end || !strings_at(&xlsx->book.strings, index, &text))
        return cell_is_wrong(xlsx, "it refers to a text that is not there", err);
    if (!text.length || xlsx->column >= SHEET_COLUMNS_MAXIMUM)
        return 0;
    xlsx->cells[xlsx->column] = text;
    xlsx->count = xlsx->column + 1;
    return 0;
}

static int take_own(struct xlsx_rows *xlsx, const char *data, size_t length, struct err *err)
{
    size_t start = xlsx->texts.length;

    if (!buf_add(&xlsx->texts, data, length))
        return too_long(xlsx, err);
    if (!runs_end(&xlsx->texts, start))
        return cell_is_wrong(xlsx, "its text is not UTF-8", err);
    keep_own(xlsx, start);
    return 0;
}

static int take_raw(struct xlsx_rows *xlsx, struct err *err)
{
    return take_own(xlsx, buf_text(&xlsx->raw), xlsx->raw.length, err);
}

/* An error, or a formula that nobody has computed, whose text is then only a sign of it. */
static int take_error(struct xlsx_rows *xlsx, struct err *err)
{
    static const char unknown[] = "=";

    mark(xlsx, "excel-error");
    return xlsx->raw.length ? take_raw(xlsx, err)
                            : take_own(xlsx, unknown, sizeof unknown - 1, err);
}

static int take_number(struct xlsx_rows *xlsx, enum xlsx_kind kind, struct err *err)
{
    struct text raw = {buf_text(&xlsx->raw), xlsx->raw.length};
    size_t start = xlsx->texts.length;
    const char *rule = NULL;

    if (!raw.length)
        return xlsx->formula ? take_error(xlsx, err) : 0;
    if (!buf_reserve(&xlsx->texts, 400))
        return too_long(xlsx, err);
    if (!xlsx_number(raw, kind, xlsx->book.from_1904, &xlsx->texts, &rule))
        return cell_is_wrong(xlsx, "it is not the number that it says it is", err);
    mark(xlsx, rule);
    keep_own(xlsx, start);
    return 0;
}

/* ISO 8601, in the strict form of the standard. A time of midnight is none. */
static int take_date(struct xlsx_rows *xlsx, struct err *err)
{
    static const char midnight[] = "T00:00:00";
    const char *text = buf_text(&xlsx->raw), *time = strstr(text, midnight);
    size_t length = xlsx->raw.length;

    if (time && strspn(time + sizeof midnight - 1, ".0Z") == strlen(time) - (sizeof midnight - 1))
        length = (size_t)(time - text);
    return take_own(xlsx, text, length, err);
}

static int take_boolean(struct xlsx_rows *xlsx, struct err *err)
{
    bool set = strcmp(buf_text(&xlsx->raw), "1") == 0 || strcmp(buf_text(&xlsx->raw), "true") == 0;

    if (!xlsx->raw.length)
        return xlsx->formula ? take_error(xlsx, err) : 0;
    return take_own(xlsx, set ? "TRUE" : "FALSE", set ? 4 : 5, err);
}

enum cell_type {
    TYPE_NUMBER,
    TYPE_SHARED,
    TYPE_TEXT,
    TYPE_INLINE,
    TYPE_BOOLEAN,
    TYPE_ERROR,
    TYPE_DATE
};

/* -1: no such type. */
static int type_of(const char *text)
{
    static const char *const types[] = {"n", "s", "str", "inlineStr", "b", "e", "d", NULL};

    for (int i = 0; text && types[i]; i++)
        if (strcmp(text, types[i]) == 0)
            return i;
    return text ? -1 : TYPE_NUMBER;
}

static int take_cell(struct xlsx_rows *xlsx, int type, enum xlsx_kind kind, struct err *err)
{
    switch (type) {
    case TYPE_NUMBER:
        return take_number(xlsx, kind, err);
    case TYPE_SHARED:
        return take_shared(xlsx, err);
    case TYPE_TEXT:
    case TYPE_INLINE:
        return take_raw(xlsx, err);
    case TYPE_BOOLEAN:
        return take_boolean(xlsx, err);
    case TYPE_ERROR:
        return take_error(xlsx, err);
    case TYPE_DATE:
        return take_date(xlsx, err);
    default:
        return cell_is_wrong(xlsx, "it is of a type that is not known", err);
    }
}

/* Where the cell stands. One without a reference follows the last. */
static int place_cell(struct xlsx_rows *xlsx, struct err *err)
{
    const char *reference = part_attribute(xlsx->part, "r");
    uint64_t row = xlsx->number;

    xlsx->column = xlsx->next;
    if (reference && !xlsx_reference(reference, &xlsx->column, &row)) {
        xlsx->column = xlsx->next;
        return cell_is_wrong(xlsx, "a cell's reference is none", err);
    }
    if (row != xlsx->number || xlsx->column < xlsx->next || xlsx->column >= COLUMN_LIMIT)
        return cell_is_wrong(xlsx, "cells are not in their order", err);
    xlsx->next = xlsx->column + 1;
    return 0;
}

/* XML that goes wrong on its only line: the last row that was whole says more. */
static int torn(const struct xlsx_rows *xlsx, struct err *err)
{
    err_detail(err, "at or behind row %llu of its sheet %zu", (unsigned long long)xlsx->number,
        xlsx->book.sheet);
    return -1;
}

/* What stands within the cell, to its end: the value in `raw`. */
static int read_value(struct xlsx_rows *xlsx, struct err *err)
{
    struct runs runs = {false, false};
    bool value = false, inlined = false;
    int event;

    while ((event = part_next(xlsx->part, err)) > PART_END) {
        bool kept = true;

        if (event == PART_CLOSE && part_is(xlsx->part, "c"))
            return 0;
        if (event == PART_TEXT && value) {
            struct text text = part_text(xlsx->part);

            kept = buf_add(&xlsx->raw, text.data, text.length);
        } else if (event != PART_TEXT && part_is(xlsx->part, "v")) {
            value = event == PART_OPEN;
        } else if (event != PART_TEXT && part_is(xlsx->part, "f")) {
            xlsx->formula = true;
        } else if (event != PART_TEXT && part_is(xlsx->part, "is")) {
            inlined = event == PART_OPEN;
        } else if (inlined) {
            kept = runs_add(&runs, xlsx->part, event, &xlsx->raw);
        }
        if (!kept)
            return too_long(xlsx, err);
    }
    return event == PART_END ? cell_is_wrong(xlsx, "a cell has no end", err) : torn(xlsx, err);
}

static int read_cell(struct xlsx_rows *xlsx, struct err *err)
{
    int type = type_of(part_attribute(xlsx->part, "t"));
    enum xlsx_kind kind = book_kind(&xlsx->book, part_attribute(xlsx->part, "s"));

    xlsx->formula = false;
    buf_reset(&xlsx->raw);
    if (place_cell(xlsx, err) || read_value(xlsx, err))
        return -1;
    return take_cell(xlsx, type, kind, err);
}

static int begin_row(struct xlsx_rows *xlsx, struct err *err)
{
    const char *number = part_attribute(xlsx->part, "r");
    const char *hidden = part_attribute(xlsx->part, "hidden");
    unsigned long long row = number ? strtoull(number, NULL, 10) : xlsx->number + 1;

    for (size_t i = 0; i < xlsx->count; i++) {
        xlsx->cells[i] = (struct text){NULL, 0};
        xlsx->starts[i] = SIZE_MAX;
        xlsx->rules[i] = NULL;
    }
    xlsx->count = xlsx->next = xlsx->column = 0;
    xlsx->broken = false;
    xlsx->hidden = hidden && (strcmp(hidden, "1") == 0 || strcmp(hidden, "true") == 0);
    buf_reset(&xlsx->texts);
    if (row <= xlsx->number || row > ROW_LIMIT)
        return cell_is_wrong(xlsx, "rows are not in their order", err);
    xlsx->number = row;
    return 0;
}

/* `texts` has stopped moving: the cells' own texts have their places. */
static void end_row(struct xlsx_rows *xlsx)
{
    for (size_t i = 0; i < xlsx->count; i++)
        if (xlsx->starts[i] != SIZE_MAX)
            xlsx->cells[i].data = xlsx->texts.data + xlsx->starts[i];
}

/* The next row that holds something: 1, 0 at the end, -1. */
static int next_row(struct xlsx_rows *xlsx, struct err *err)
{
    int event;

    while ((event = part_next(xlsx->part, err)) > PART_END) {
        if (event == PART_TEXT)
            continue;
        if (part_is(xlsx->part, "sheetData")) {
            xlsx->open = event == PART_OPEN;
            xlsx->seen = true;
        } else if (xlsx->open && part_is(xlsx->part, "row")) {
            if (event == PART_OPEN && begin_row(xlsx, err))
                return -1;
            xlsx->inside = event == PART_OPEN;
            if (event == PART_CLOSE && xlsx->count) {
                end_row(xlsx);
                return 1;
            }
        } else if (xlsx->inside && event == PART_OPEN && part_is(xlsx->part, "c") &&
                   read_cell(xlsx, err)) {
            return -1;
        }
    }
    if (event < 0)
        return torn(xlsx, err);
    return xlsx->seen ? 0 : cell_is_wrong(xlsx, "its sheet has no rows", err);
}

static int xlsx_rows_next(struct rows *rows, struct err *err)
{
    struct xlsx_rows *xlsx = rows->state;
    int got;

    do
        got = next_row(xlsx, err);
    while (got > 0 && sheet_skips(rows, xlsx->cells, xlsx->count));
    if (got <= 0)
        return got;
    rows->number = xlsx->number;
    rows->broken = xlsx->broken ? xlsx->rules : NULL;
    rows->sheet.hidden += xlsx->hidden;
    return 1;
}

static void xlsx_rows_close(struct rows *rows)
{
    struct xlsx_rows *xlsx = rows->state;

    part_close(xlsx->part);
    book_close(&xlsx->book);
    buf_release(&xlsx->texts);
    buf_release(&xlsx->raw);
    free(xlsx->cells);
    free(xlsx->starts);
    free(xlsx->rules);
    free(xlsx);
}

/* Reads the titles and the header. */
static int read_top(
    struct xlsx_rows *xlsx, struct rows *rows, const struct rows_request *request, struct err *err)
{
    int got;

    while ((got = next_row(xlsx, err)) > 0) {
        struct sheet_row row = {
            xlsx->number, xlsx->cells, xlsx->count, xlsx->broken ? xlsx->rules : NULL};
        int found = sheet_top(rows, request, &row, err);

        if (found)
            return found < 0 ? err->code : 0;
    }
    return got < 0 ? err->code : sheet_has_no_header(request, xlsx->number == 0, err);
}

static struct xlsx_rows *new_rows(const struct rows_request *request)
{
    struct xlsx_rows *xlsx = mem_alloc(sizeof *xlsx);

    xlsx->sheet = request->source->sheet;
    xlsx->cells = mem_array(SHEET_COLUMNS_MAXIMUM, sizeof *xlsx->cells);
    xlsx->starts = mem_array(SHEET_COLUMNS_MAXIMUM, sizeof *xlsx->starts);
    xlsx->rules = mem_array(SHEET_COLUMNS_MAXIMUM, sizeof *xlsx->rules);
    for (size_t i = 0; i < SHEET_COLUMNS_MAXIMUM; i++)
        xlsx->starts[i] = SIZE_MAX;
    buf_init(&xlsx->texts, RECORD_MAXIMUM);
    buf_init(&xlsx->raw, RECORD_MAXIMUM);
    return xlsx;
}

int xlsx_rows_open(struct rows *rows, const struct rows_request *request, struct err *err)
{
    static const struct rows_kind kind = {xlsx_rows_next, xlsx_rows_close};
    struct xlsx_rows *xlsx = new_rows(request);
    struct book *book = &xlsx->book;

    rows->kind = &kind;
    rows->state = xlsx;
    rows->texts = xlsx->cells;
    if (book_open(book, request->input, request->source->sheet, err))
        return err->code;
    rows->sheet.hidden_sheet = book->hidden;
    xlsx->part = part_open(book->archive, book->sheet_path, book->name, err);
    return xlsx->part ? read_top(xlsx, rows, request, err) : err->code;
}
