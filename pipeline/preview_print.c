#include "pipeline/preview.h"
#include "pipeline/origin.h"

#include <stdio.h>
#include <string.h>

enum { ORIGIN_WIDTH = 40, CELL_WIDTH = 24, CELL_SIZE = 256, ORIGIN_MAXIMUM = 64 * 1024 };

static size_t characters(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

/* Cuts a text that is too wide, between characters. */
static void cut(char *text, size_t size, size_t width)
{
    size_t count = 0;
    char *at = text;

    if (characters(text) <= width)
        return;
    while (*at && count < width) {
        count += ((unsigned char)*at & 0xc0) != 0x80;
        if (count < width)
            at++;
    }
    snprintf(at, size - (size_t)(at - text), "…");
}

static void pad(const char *text, size_t width)
{
    size_t length = characters(text);

    fputs(text, stdout);
    for (; length < width; length++)
        putchar(' ');
    fputs("  ", stdout);
}

static void describe_treatment(const struct contract *contract, const char *name, char *text)
{
    static const char *const words[] = {"keep", "[drop]", "[pseudonym]", "[age]", "[district]"};
    int index = contract_field(contract, name);
    const struct field *field = index < 0 ? NULL : &contract->fields[index];

    if (!field)
        snprintf(text, CELL_SIZE, "[not in the contract]");
    else if (field->treatment == TREAT_PSEUDONYM)
        snprintf(text, CELL_SIZE, "[pseudonym:%s]", identifier_name(field->pseudonym));
    else
        snprintf(text, CELL_SIZE, "%s", words[field->treatment]);
}

static void describe_cell(
    const struct preview *preview, const struct preview_cell *cell, char *text)
{
    const char *value = cell->empty ? "empty" : "••••";
    char mark[RULE_ID_MAXIMUM + 8] = "";

    if (cell->text && preview->judged && !masked_has(preview->masked, cell->print))
        value = cell->text;
    if (cell->rule[0])
        snprintf(mark, sizeof mark, " %s %s", cell->severity == SEVERITY_WARNING ? "!" : "✗",
            cell->rule);
    else if (!cell->empty && cell->why)
        snprintf(mark, sizeof mark, " %s", cell->why);
    else if (cell->text && masked_has(preview->masked, cell->print))
        snprintf(mark, sizeof mark, " same as a masked one");
    snprintf(text, CELL_SIZE, "%.*s", CELL_SIZE - (int)sizeof mark, value);
    cut(text, CELL_SIZE, CELL_WIDTH);
    snprintf(text + strlen(text), CELL_SIZE - strlen(text), "%s", mark);
}

/* Line 0 is the head, the others are fields; columns 0 to 2 are about the field, the others records. */
struct table {
    const struct preview *preview;
    const struct source *source;
    const char *feed;
    struct buf origin;
};

static void cell_text(struct table *table, size_t row, size_t column, char text[CELL_SIZE])
{
    static const char *const heads[] = {"field", "from", "as"};
    const struct preview *preview = table->preview;
    const char *name = row ? preview->names[row - 1] : NULL;

    if (column > 2 && !row) {
        snprintf(text, CELL_SIZE, "row %s", preview->records[column - 3].row);
    } else if (column > 2) {
        describe_cell(preview, &preview->records[column - 3].cells[row - 1], text);
    } else if (!row) {
        snprintf(text, CELL_SIZE, "%s", heads[column]);
    } else if (column == 2) {
        describe_treatment(preview->contract, name, text);
    } else if (column == 1) {
        origin_describe(table->source, table->feed, name, &table->origin);
        snprintf(text, CELL_SIZE, "%.*s", CELL_SIZE - 8, buf_text(&table->origin));
        cut(text, CELL_SIZE, ORIGIN_WIDTH);
    } else {
        snprintf(text, CELL_SIZE, "%s", name);
    }
}

static size_t width_of(struct table *table, size_t column)
{
    char text[CELL_SIZE];
    size_t width = 0;

    for (size_t row = 0; row <= table->preview->column_count; row++) {
        cell_text(table, row, column, text);
        if (characters(text) > width)
            width = characters(text);
    }
    return width;
}

static void print_table(struct table *table)
{
    size_t columns = 3 + table->preview->count;
    size_t widths[3 + PREVIEW_MAXIMUM];
    char text[CELL_SIZE];

    for (size_t column = 0; column < columns; column++)
        widths[column] = width_of(table, column);
    for (size_t row = 0; row <= table->preview->column_count; row++) {
        fputs("  ", stdout);
        for (size_t column = 0; column < columns; column++) {
            cell_text(table, row, column, text);
            if (column + 1 < columns)
                pad(text, widths[column]);
            else
                fputs(text, stdout);
        }
        putchar('\n');
    }
}

static void print_findings(const struct preview *preview)
{
    for (size_t i = 0; i < preview->finding_count; i++) {
        const struct finding *finding = &preview->findings[i];

        if (!finding->row[0])
            continue;
        printf("  row %s: %s%s%s%s (%s)\n", finding->row, finding->rule,
            finding->field[0] ? " in '" : "", finding->field, finding->field[0] ? "'" : "",
            finding->severity == SEVERITY_WARNING ? "a warning" : "rejected");
    }
}

void preview_print(const struct preview *preview, const struct source *source, const char *feed)
{
    struct table table = {.preview = preview, .source = source, .feed = feed};

    if (!preview->names)
        return;
    buf_init(&table.origin, ORIGIN_MAXIMUM);
    print_table(&table);
    buf_release(&table.origin);
    if (preview->count && !preview->judged)
        printf("  no value is shown, as validate could not judge the records\n");
    print_findings(preview);
}
