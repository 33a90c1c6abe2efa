#include "source/sheet.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* White space, and the no-break space (U+00A0); how many bytes it takes, 0 where it is none. */
static size_t blank_at(const char *at, const char *end)
{
    if ((unsigned char)*at <= ' ')
        return 1;
    return at + 1 < end && memcmp(at, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

/* A cell with no blanks around it, each run of them inside as one; to be freed. */
static char *tidy(struct text text)
{
    char *made = mem_alloc(text.length + 1), *to = made;
    const char *end;
    bool gap = false;

    if (!text.length)
        return made;
    end = text.data + text.length;
    for (const char *at = text.data; at < end;) {
        size_t blank = blank_at(at, end);

        if (blank) {
            gap = true;
            at += blank;
            continue;
        }
        if (gap && to > made)
            *to++ = ' ';
        gap = false;
        *to++ = *at++;
    }
    return made;
}

static bool is_tidily(struct text text, const char *name)
{
    char *made = tidy(text);
    bool same = strcmp(made, name) == 0;

    free(made);
    return same;
}

/* No row has the cells by which the source tells the header. */
static int not_found(const struct rows_request *request, struct err *err)
{
    const struct source *source = request->source;
    const struct layout *layout = &source->layout;
    const char *name = bytes_name(request->bytes);
    struct buf names = BUF_INIT(400);

    for (size_t i = 0; i < layout->header_count; i++)
        buf_addf(&names, "%s'%s'", i ? ", " : "", layout->header[i]);
    err_set(err, EX_DATAERR, "'%s' has no header in its first %d rows", name, SHEET_TITLE_ROWS);
    err_detail(err, "it must have the cells %.400s", buf_text(&names));
    buf_release(&names);
    return err_hint(
        err, "restore the columns, or change 'header' in 'dialect' of '%s'", source->path);
}

int sheet_has_no_header(const struct rows_request *request, bool empty, struct err *err)
{
    const char *name = bytes_name(request->bytes);

    if (empty)
        return err_set(err, EX_DATAERR, "'%s' is empty", name);
    if (request->source->layout.header_count)
        return not_found(request, err);
    err_set(err, EX_DATAERR, "'%s' ends before its header", name);
    return err_detail(err, "the source's dialect has it in row %llu",
        (unsigned long long)request->source->dialect.header_row);
}

/* A row below the one where the header should be, which is blank. */
static int too_low(const struct rows_request *request, struct err *err)
{
    if (request->source->layout.header_count)
        return not_found(request, err);
    return err_set(err, EX_DATAERR, "'%s' has nothing in row %llu, where its header should be",
        bytes_name(request->bytes), (unsigned long long)request->source->dialect.header_row);
}

static int two_titles(const struct rows_request *request, const char *title, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' has two cells above its header that begin with '%.100s'",
        bytes_name(request->bytes), title);
    return err_hint(err, "give more of the text in '%s'", request->source->path);
}

/* The text behind a title: the rest of its cell, else the next cell that is not empty, which becomes
 * *at. */
static char *behind(const struct sheet_row *row, size_t length, size_t *at)
{
    char *cell = tidy(row->cells[*at]);
    char *text = tidy((struct text){cell + length, strlen(cell) - length});

    for (size_t i = *at + 1; !*text && i < row->count; i++) {
        free(text);
        text = tidy(row->cells[i]);
        *at = i;
    }
    free(cell);
    return text;
}

static int take_title(struct rows *rows, const struct rows_request *request, size_t title,
    const struct sheet_row *row, size_t at, struct err *err)
{
    const char *label = request->titles[title];
    char *text;

    if (rows->titles[title].data)
        return two_titles(request, label, err);
    text = behind(row, strlen(label), &at);
    rows->titles[title] = (struct text){text, strlen(text)};
    if (!row->broken || !row->broken[at])
        return 0;
    err_set(err, EX_DATAERR, "'%s' has an error in the cell behind '%.100s'",
        bytes_name(request->bytes), label);
    return err_hint(err, "put the cell above the header right, and save the workbook again");
}

static int look_for_title(struct rows *rows, const struct rows_request *request, size_t title,
    const struct sheet_row *row, struct err *err)
{
    const char *label = request->titles[title];

    for (size_t i = 0; i < row->count; i++) {
        char *cell = tidy(row->cells[i]);
        bool here = strncmp(cell, label, strlen(label)) == 0;

        free(cell);
        if (here && take_title(rows, request, title, row, i, err))
            return err->code;
    }
    return 0;
}

static int read_titles(struct rows *rows, const struct rows_request *request,
    const struct sheet_row *row, struct err *err)
{
    if (row->number > SHEET_TITLE_ROWS)
        return 0;
    for (size_t i = 0; i < request->title_count; i++)
        if (look_for_title(rows, request, i, row, err))
            return err->code;
    return 0;
}

/* Whether the row has every cell by which the source tells the header. */
static bool is_header(const struct layout *layout, const struct sheet_row *row)
{
    for (size_t i = 0; i < layout->header_count; i++) {
        size_t at = 0;

        while (at < row->count && !is_tidily(row->cells[at], layout->header[i]))
            at++;
        if (at == row->count)
            return false;
    }
    return true;
}

static int find_column(const struct source *source, const struct rows *rows, const char *path,
    const char *file, int *position, struct err *err)
{
    *position = PATH_ABSENT;
    for (size_t i = 0; i < rows->column_count; i++) {
        if (!source_same_column(source, rows->columns[i], path))
            continue;
        if (*position != PATH_ABSENT)
            return err_set(err, EX_DATAERR, "'%s' has two columns '%.100s'", file, path);
        *position = (int)i;
    }
    return 0;
}

static int take_header(struct rows *rows, const struct rows_request *request,
    const struct sheet_row *row, struct err *err)
{
    const char *name = bytes_name(request->bytes);

    if (row->count > SHEET_COLUMNS_MAXIMUM)
        return err_set(
            err, EX_DATAERR, "'%s' has more than %d columns", name, SHEET_COLUMNS_MAXIMUM);
    rows->columns = mem_array(row->count, sizeof *rows->columns);
    for (; rows->column_count < row->count; rows->column_count++)
        rows->columns[rows->column_count] = tidy(row->cells[rows->column_count]);
    while (rows->sheet.key + 1 < rows->column_count && !*rows->columns[rows->sheet.key])
        rows->sheet.key++;
    rows->sheet.initial = *rows->columns[rows->sheet.key];
    for (size_t i = 0; i < request->path_count; i++)
        if (find_column(request->source, rows, request->paths[i], name, &rows->positions[i], err))
            return err->code;
    return 0;
}

static void start(struct rows *rows, const struct rows_request *request)
{
    rows->sheet.layout = &request->source->layout;
    rows->titles = mem_array(request->title_count + 1, sizeof *rows->titles);
    rows->title_count = request->title_count;
}

int sheet_top(struct rows *rows, const struct rows_request *request, const struct sheet_row *row,
    struct err *err)
{
    const struct layout *layout = &request->source->layout;
    struct sheet_row known = *row;
    bool here, past;

    if (!rows->titles)
        start(rows, request);
    if (known.count > SHEET_COLUMNS_MAXIMUM)
        known.count = SHEET_COLUMNS_MAXIMUM;
    if (layout->header_count) {
        past = row->number > SHEET_TITLE_ROWS;
        here = !past && is_header(layout, &known);
    } else {
        past = row->number > request->source->dialect.header_row;
        here = row->number == request->source->dialect.header_row;
    }
    if (here)
        return take_header(rows, request, row, err) ? -1 : 1;
    if (past)
        return too_low(request, err) ? -1 : 0;
    return read_titles(rows, request, &known, err) ? -1 : 0;
}

static bool is_header_again(const struct rows *rows, const struct text *cells, size_t count)
{
    if (count != rows->column_count || !rows->sheet.initial)
        return false;
    for (size_t i = rows->sheet.key; i < count; i++)
        if (!is_tidily(cells[i], rows->columns[i]))
            return false;
    return true;
}

/* The first cell that is not empty, without the blanks before its text. */
static struct text first_text(const struct text *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct text text = cells[i];
        size_t blank;

        while (text.length && (blank = blank_at(text.data, text.data + text.length)) != 0) {
            text.data += blank;
            text.length -= blank;
        }
        if (text.length)
            return text;
    }
    return (struct text){NULL, 0};
}

static bool is_total(const struct layout *layout, const struct text *cells, size_t count)
{
    struct text text = first_text(cells, count);
    bool total = false;

    for (size_t i = 0; text.length && i < layout->total_count && !total; i++) {
        const char *word = layout->totals[i];
        size_t length = strlen(word);
        char *cell;

        if (text.length < length || strncasecmp(text.data, word, 1) != 0)
            continue;
        cell = tidy(text);
        total = strncasecmp(cell, word, length) == 0 &&
                (strcmp(cell + length, "") == 0 || strcmp(cell + length, ":") == 0 ||
                    strcmp(cell + length, " :") == 0);
        free(cell);
    }
    return total;
}

bool sheet_skips_slowly(struct rows *rows, const struct text *cells, size_t count)
{
    struct sheet *sheet = &rows->sheet;
    size_t known = count < SHEET_COLUMNS_MAXIMUM ? count : SHEET_COLUMNS_MAXIMUM;

    if (is_header_again(rows, cells, count)) {
        sheet->headers++;
        return true;
    }
    if (!is_total(sheet->layout, cells, known))
        return false;
    sheet->totals++;
    return true;
}

void sheet_release(struct rows *rows)
{
    for (size_t i = 0; i < rows->title_count; i++)
        free((char *)rows->titles[i].data);
    free(rows->titles);
}
