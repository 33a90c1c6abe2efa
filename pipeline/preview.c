#include "pipeline/preview.h"
#include "base/json.h"
#include "base/memory.h"
#include "record/identifiers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIKE_MINIMUM = 3 }; /* bytes: codes of one or two letters are the same by chance */

void preview_header(struct preview *preview, const struct stream_reader *reader)
{
    preview->column_count = reader->columns - 1;
    preview->names = mem_array(preview->column_count, sizeof *preview->names);
    for (size_t i = 0; i < preview->column_count; i++)
        preview->names[i] = mem_text(reader->names[i + 1]);
}

static const struct field *field_of(const struct preview *preview, size_t column)
{
    int index = contract_field(preview->contract, preview->names[column]);

    return index < 0 ? NULL : &preview->contract->fields[index];
}

static bool is_kept(const struct field *field)
{
    return field && field->treatment == TREAT_KEEP;
}

static bool is_bounded(const struct field *field)
{
    return field->type != TYPE_STRING || field->enumeration || field->pattern || field->code_list ||
           field->check != IDENTIFIER_NONE;
}

static const char *looks_like(const struct field *field, const struct text *text)
{
    static const struct {
        enum identifier kind;
        const char *words;
    } numbers[] = {{IDENTIFIER_NHS, "looks like an NHS number"},
        {IDENTIFIER_UPN, "looks like a UPN"}, {IDENTIFIER_ULN, "looks like a ULN"}};
    struct normal normal;

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (field->check != numbers[i].kind &&
            identifier_check(numbers[i].kind, text->data, text->length, &normal) != VERDICT_INVALID)
            return numbers[i].words;
    return NULL;
}

static void remember(struct masked *masked, const struct cell *cell)
{
    struct text rule, value = {cell->data, cell->length};

    if (cell->null)
        return;
    stream_marked(cell, &rule, &value);
    if (value.length < ALIKE_MINIMUM)
        return;
    masked->prints = mem_grow(masked->prints, masked->count + 1, sizeof *masked->prints);
    masked->prints[masked->count++] = fingerprint(value.data, value.length);
}

bool masked_has(const struct masked *masked, uint64_t print)
{
    for (size_t i = 0; i < masked->count; i++)
        if (masked->prints[i] == print)
            return true;
    return false;
}

void masked_release(struct masked *masked)
{
    free(masked->prints);
    *masked = (struct masked){0};
}

static void add_cell(struct preview *preview, const struct stream_reader *reader, size_t column,
    struct preview_cell *to)
{
    const struct cell *cell = &reader->cells[column + 1];
    const struct field *field = field_of(preview, column);
    struct buf scratch = BUF_INIT(STREAM_RECORD_MAXIMUM);
    struct text text;

    to->empty = cell->null || cell->length == 0;
    to->print = fingerprint(cell->data, cell->length);
    if (!is_kept(field))
        remember(preview->masked, cell);
    if (to->empty || !is_kept(field))
        return;
    text = stream_text(cell, &scratch);
    to->why = is_bounded(field) ? looks_like(field, &text) : "free text";
    if (!to->why && cell->data[0] != STREAM_MARK) {
        to->text = mem_text_n(text.data, text.length);
        utf8_clean(to->text);
    }
    buf_release(&scratch);
}

void preview_add(struct preview *preview, const struct stream_reader *reader)
{
    struct preview_record *record;

    preview->records = mem_grow(preview->records, preview->count + 1, sizeof *preview->records);
    record = &preview->records[preview->count++];
    *record = (struct preview_record){.row = ""};
    snprintf(record->row, sizeof record->row, "%.*s", (int)reader->cells[0].length,
        reader->cells[0].data);
    record->cells = mem_array(preview->column_count, sizeof *record->cells);
    for (size_t i = 0; i < preview->column_count; i++)
        add_cell(preview, reader, i, &record->cells[i]);
}

/* Several records can be of one row: what is found in one of them is taken to be in each. */
static void blame_cells(struct preview *preview, const struct finding *finding)
{
    for (size_t i = 0; i < preview->count; i++)
        for (size_t j = 0; j < preview->column_count; j++) {
            struct preview_cell *cell = &preview->records[i].cells[j];

            if (strcmp(preview->records[i].row, finding->row) != 0 ||
                strcmp(preview->names[j], finding->field) != 0)
                continue;
            free(cell->text);
            cell->text = NULL;
            if (cell->rule[0] && cell->severity >= finding->severity)
                continue;
            memcpy(cell->rule, finding->rule, sizeof cell->rule);
            cell->severity = finding->severity;
        }
}

static bool has_column(const struct preview *preview, const char *name)
{
    for (size_t i = 0; i < preview->column_count; i++)
        if (strcmp(preview->names[i], name) == 0)
            return true;
    return false;
}

void preview_finding(void *state, const struct finding *finding)
{
    struct preview *preview = state;

    if (finding->field[0] && !has_column(preview, finding->field))
        return;
    blame_cells(preview, finding);
    preview->findings =
        mem_grow(preview->findings, preview->finding_count + 1, sizeof *preview->findings);
    preview->findings[preview->finding_count++] = *finding;
}

void preview_release(struct preview *preview)
{
    for (size_t i = 0; i < preview->count; i++) {
        for (size_t j = 0; j < preview->column_count; j++)
            free(preview->records[i].cells[j].text);
        free(preview->records[i].cells);
    }
    for (size_t i = 0; i < preview->column_count; i++)
        free(preview->names[i]);
    free(preview->names);
    free(preview->records);
    free(preview->findings);
    *preview = (struct preview){.contract = NULL};
}
