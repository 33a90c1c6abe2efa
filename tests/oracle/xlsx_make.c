/* xlsx_make - writes a workbook by libxlsxwriter, which knows nothing of our reader.
 *
 *   xlsx_make [--inline] FILE < CELLS
 *
 * A line of CELLS is a row, with tabs between its cells:
 *   text            text; \n in it is a line break, \t a tab, \\ a backslash
 *   'text           text too, whatever it begins with
 *   #12.5           number
 *   @2024-09-01     date, or @2024-09-01T10:30:00
 *   ?1              TRUE, ?0 FALSE
 *   =A1+1|2         formula and its result, a text where it is no number
 *   ~one|two        rich text, every other run of it bold
 *   (nothing)       no cell
 * and one that begins with ! says how to go on:
 *   !sheet NAME     a new sheet; the first must be named too
 *   !hidden         the sheet is hidden
 *   !hide           the next row is hidden
 *   !row 7          the next row is the sheet's 7th
 *   !format CODE    how numbers are shown from here on (nothing: as they are)
 *   !dates CODE     how dates are
 * With --inline the texts stand in their cells, not in a table that cells share. The file is the same
 * whenever it is made. */
#include "base/err.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

struct making {
    lxw_workbook *workbook;
    lxw_worksheet *sheet;
    lxw_format *number, *date, *bold;
    lxw_row_t row;
    bool hide;
};

/* Makes \n, \t and \\ what they stand for, in place. */
static void unescape(char *text)
{
    char *to = text;

    for (const char *at = text; *at; at++) {
        if (*at == '\\' && at[1])
            *to++ = *++at == 'n' ? '\n' : *at == 't' ? '\t' : *at;
        else
            *to++ = *at;
    }
    *to = '\0';
}

static void write_date(struct making *making, lxw_col_t column, const char *text)
{
    lxw_datetime moment = {0, 0, 0, 0, 0, 0};

    moment.year = (int)strtol(text, NULL, 10);
    moment.month = (int)strtol(text + 5, NULL, 10);
    moment.day = (int)strtol(text + 8, NULL, 10);
    if (strlen(text) > 10) {
        moment.hour = (int)strtol(text + 11, NULL, 10);
        moment.min = (int)strtol(text + 14, NULL, 10);
        moment.sec = (double)strtol(text + 17, NULL, 10);
    }
    worksheet_write_datetime(making->sheet, making->row, column, &moment, making->date);
}

static void write_formula(struct making *making, lxw_col_t column, char *text)
{
    char *result = strrchr(text, '|'), *end;
    double number;

    if (!result) {
        worksheet_write_formula(making->sheet, making->row, column, text, making->number);
        return;
    }
    *result++ = '\0';
    number = strtod(result, &end);
    if (*result && !*end)
        worksheet_write_formula_num(
            making->sheet, making->row, column, text, making->number, number);
    else
        worksheet_write_formula_str(making->sheet, making->row, column, text, NULL, result);
}

static void write_rich(struct making *making, lxw_col_t column, char *text)
{
    lxw_rich_string_tuple runs[8] = {{NULL, NULL}}, *list[9] = {NULL};
    size_t count = 0;
    char *run;

    while (count < 8 && (run = strsep(&text, "|")) != NULL) {
        runs[count] = (lxw_rich_string_tuple){count % 2 ? making->bold : NULL, run};
        list[count] = &runs[count];
        count++;
    }
    worksheet_write_rich_string(making->sheet, making->row, column, list, NULL);
}

static void write_cell(struct making *making, lxw_col_t column, char *text)
{
    switch (*text) {
    case '\0':
        break;
    case '#':
        worksheet_write_number(
            making->sheet, making->row, column, strtod(text + 1, NULL), making->number);
        break;
    case '@':
        write_date(making, column, text + 1);
        break;
    case '?':
        worksheet_write_boolean(making->sheet, making->row, column, text[1] == '1', NULL);
        break;
    case '=':
        write_formula(making, column, text);
        break;
    case '~':
        write_rich(making, column, text + 1);
        break;
    default:
        unescape(text);
        worksheet_write_string(making->sheet, making->row, column, text + (*text == '\''), NULL);
    }
}

static void write_row(struct making *making, char *line)
{
    lxw_row_col_options hidden = {.hidden = LXW_TRUE};
    char *cell;

    if (making->hide)
        worksheet_set_row_opt(making->sheet, making->row, LXW_DEF_ROW_HEIGHT, NULL, &hidden);
    making->hide = false;
    for (lxw_col_t column = 0; (cell = strsep(&line, "\t")) != NULL; column++)
        write_cell(making, column, cell);
    making->row++;
}

static lxw_format *format_of(struct making *making, const char *code)
{
    lxw_format *format;

    if (!*code)
        return NULL;
    format = workbook_add_format(making->workbook);
    format_set_num_format(format, code);
    return format;
}

static void follow(struct making *making, char *line)
{
    char *word = strsep(&line, " ");
    const char *rest = line ? line : "";

    if (strcmp(word, "!sheet") == 0) {
        making->sheet = workbook_add_worksheet(making->workbook, rest);
        making->row = 0;
    } else if (strcmp(word, "!hidden") == 0) {
        worksheet_hide(making->sheet);
    } else if (strcmp(word, "!hide") == 0) {
        making->hide = true;
    } else if (strcmp(word, "!row") == 0) {
        making->row = (lxw_row_t)strtoul(rest, NULL, 10) - 1;
    } else if (strcmp(word, "!format") == 0) {
        making->number = format_of(making, rest);
    } else if (strcmp(word, "!dates") == 0) {
        making->date = format_of(making, rest);
    } else {
        fprintf(stderr, "xlsx_make: what is '%s'?\n", word);
        exit(EX_USAGE);
    }
}

int main(int argc, char **argv)
{
    bool in_cells = argc == 3 && strcmp(argv[1], "--inline") == 0;
    lxw_workbook_options options = {.constant_memory = in_cells ? LXW_TRUE : LXW_FALSE};
    lxw_doc_properties properties = {.created = 946684800}; /* 2000-01-01 */
    struct making making = {.row = 0};
    char *line = NULL;
    size_t size = 0;
    ssize_t length;

    if (argc != 2 && !in_cells)
        return EX_USAGE;
    making.workbook = workbook_new_opt(argv[argc - 1], &options);
    workbook_set_properties(making.workbook, &properties);
    making.date = format_of(&making, "dd/mm/yyyy");
    making.bold = workbook_add_format(making.workbook);
    format_set_bold(making.bold);
    while ((length = getline(&line, &size, stdin)) > 0) {
        if (line[length - 1] == '\n')
            line[length - 1] = '\0';
        if (*line == '!')
            follow(&making, line);
        else
            write_row(&making, line);
    }
    free(line);
    return workbook_close(making.workbook) == LXW_NO_ERROR ? 0 : EX_CANTCREAT;
}
