#include "record/validate.h"
#include "base/log.h"
#include "base/memory.h"
#include "record/judge.h"

#include <stdlib.h>
#include <string.h>

static int compile_check(struct validator *validator, size_t index, int column, struct err *err)
{
    const struct field *field = &validator->contract->fields[index];
    struct field_check *check = &validator->checks[validator->check_count++];

    *check = (struct field_check){.field = field, .index = (int)index, .column = column};
    buf_init(&check->scratch, STREAM_RECORD_MAXIMUM);
    check->more = field->enumeration || field->pattern || field->minimum || field->maximum ||
                  field->min_length > 0 || field->max_length >= 0 || field->code_list ||
                  field->check != IDENTIFIER_NONE;
    if (field->pattern) {
        check->pattern = pattern_compile(field->pattern, strlen(field->pattern), err);
        if (!check->pattern)
            return err->code;
    }
    if (field->code_list) {
        check->codes = codes_list(validator->codes, field->code_list, err);
        if (!check->codes)
            return err->code;
    }
    return 0;
}

/* A finding about the delivery as a whole has no source_row. */
static int drift(struct validator *validator, const char *column, const char *rule,
    enum drift policy, struct err *err)
{
    bool missing = strcmp(rule, "column-missing") == 0;

    if (policy == DRIFT_IGNORE)
        return 0;
    tally_finding(validator->tally, (struct text){NULL, 0}, missing ? column : NULL, rule,
        policy == DRIFT_STOP ? SEVERITY_FILE : SEVERITY_WARNING);
    if (policy == DRIFT_WARN) {
        log_warning(missing ? "the delivery has no column '%.60s'"
                            : "the delivery has a column '%.60s' that the contract does not name",
            column);
        return 0;
    }
    validator->file_breaches++;
    err_set(err, EX_DATAERR,
        missing ? "the delivery has no column '%.60s'"
                : "the delivery has a column '%.60s' that the contract does not name",
        column);
    err_detail(err, "contract '%.300s', rule %s", validator->contract->path, rule);
    return err_hint(err, "correct the delivery, or the mapping in sources/, or the contract");
}

static int check_missing(
    struct validator *validator, const struct stream_reader *reader, struct err *err)
{
    const struct contract *contract = validator->contract;
    int code = 0;

    for (size_t i = 0; i < contract->field_count; i++) {
        const struct field *field = &contract->fields[i];
        int column = stream_column(reader, field->name), found;

        found = column >= 0 ? compile_check(validator, i, column, err)
                            : drift(validator, field->name, "column-missing",
                                  field->required ? DRIFT_STOP : contract->drift_missing, err);
        if (found)
            code = found;
    }
    return code;
}

static int check_new(
    struct validator *validator, const struct stream_reader *reader, struct err *err)
{
    int code = 0;

    for (size_t i = 1; i < reader->columns; i++) {
        const char *name = reader->names[i];

        if (contract_field(validator->contract, name) < 0 &&
            drift(validator, name, "column-new", validator->contract->drift_new, err))
            code = err->code;
    }
    return code;
}

static int compile_rules(struct validator *validator, struct err *err)
{
    const struct contract *contract = validator->contract;

    validator->rules = mem_array(contract->rule_count, sizeof *validator->rules);
    for (size_t i = 0; i < contract->rule_count; i++) {
        validator->rules[i] =
            expression_compile(contract->rules[i].expression, contract, validator->codes, err);
        if (!validator->rules[i])
            return err->code;
    }
    return 0;
}

/* Where the stream has the columns of the key. */
static void find_key(struct validator *validator, const struct stream_reader *reader)
{
    const struct contract *contract = validator->contract;

    validator->key = mem_array(contract->key_count, sizeof *validator->key);
    validator->has_key = contract->key_count > 0;
    for (size_t i = 0; i < contract->key_count; i++) {
        validator->key[i] = stream_column(reader, contract->fields[contract->key[i]].name);
        validator->has_key = validator->has_key && validator->key[i] >= 0;
    }
}

int validator_init(struct validator *validator, const struct stream_reader *reader, struct err *err)
{
    int missing, added;

    validator->checks = mem_array(validator->contract->field_count, sizeof *validator->checks);
    validator->values = mem_array(validator->contract->field_count, sizeof *validator->values);
    validator->spoilt = mem_array(validator->contract->field_count, sizeof *validator->spoilt);
    /* A field is withheld for its shape, its code or both. */
    validator->withheld =
        mem_array(2 * validator->contract->field_count, sizeof *validator->withheld);
    for (size_t i = 0; i < validator->contract->field_count; i++)
        validator->values[i].null = true;
    if (strcmp(reader->names[0], STREAM_ROW_COLUMN) != 0) {
        err_set(err, EX_DATAERR, "'%s' does not begin with the column '%s'", reader->name,
            STREAM_ROW_COLUMN);
        return err_hint(err, "extract writes it; it is the record's number in the delivery");
    }
    if (compile_rules(validator, err))
        return err->code;
    find_key(validator, reader);
    added = check_new(validator, reader, err);
    missing = check_missing(validator, reader, err);
    return missing ? missing : added;
}

void validator_release(struct validator *validator)
{
    for (size_t i = 0; i < validator->check_count; i++) {
        pattern_free(validator->checks[i].pattern);
        buf_release(&validator->checks[i].scratch);
    }
    for (size_t i = 0; validator->rules && i < validator->contract->rule_count; i++)
        expression_free(validator->rules[i]);
    free(validator->rules);
    free(validator->checks);
    free(validator->values);
    free(validator->withheld);
    free(validator->key);
    free(validator->spoilt);
    *validator = (struct validator){0};
}

static bool row_number(const struct cell *cell)
{
    if (cell->null || cell->length == 0 || cell->length > 18)
        return false;
    for (uint32_t i = 0; i < cell->length; i++)
        if (cell->data[i] < '0' || cell->data[i] > '9')
            return false;
    return true;
}

int validator_judge(
    struct validator *validator, const struct stream_reader *reader, struct err *err)
{
    bool accepted;

    if (!row_number(&reader->cells[0])) {
        err_set(err, EX_DATAERR, "'%s' has a record without a number", reader->name);
        err_detail(err, "at record %llu, column '%s'", (unsigned long long)reader->records,
            STREAM_ROW_COLUMN);
        return -1;
    }
    validator->source_row = (struct text){reader->cells[0].data, reader->cells[0].length};
    validator->warned = validator->rejected = false;
    validator->withheld_count = 0;
    judge_record(validator, reader);
    accepted = !validator->rejected && validator->file_breaches == 0;
    tally_record(validator->tally, accepted, validator->warned);
    return accepted;
}

static bool withholds(const struct validator *validator, size_t column)
{
    for (size_t i = 0; i < validator->withheld_count; i++)
        if ((size_t)validator->withheld[i] == column)
            return true;
    return false;
}

void validator_pass(const struct validator *validator, const struct stream_reader *reader,
    struct stream_writer *writer)
{
    if (!validator->withheld_count) {
        stream_put_line(writer, reader->line, reader->line_length);
        return;
    }
    for (size_t i = 0; i < reader->columns; i++)
        if (withholds(validator, i))
            stream_put_null(writer);
        else
            stream_put_cell(writer, &reader->cells[i]);
}

static bool key_sound(const struct validator *validator)
{
    const struct contract *contract = validator->contract;

    for (size_t i = 0; i < contract->key_count; i++)
        if (validator->spoilt[contract->key[i]])
            return false;
    return validator->has_key;
}

static bool of_key(const struct validator *validator, size_t column)
{
    for (size_t i = 0; i < validator->contract->key_count; i++)
        if ((size_t)validator->key[i] == column)
            return true;
    return false;
}

void validator_trace(const struct validator *validator, const struct stream_reader *reader,
    struct stream_writer *writer)
{
    char number[24] = "-";
    const struct cell *row = &reader->cells[0];

    if (!key_sound(validator))
        return;
    memcpy(number + 1, row->data, row->length);
    stream_put_plain(writer, number, row->length + 1);
    for (size_t i = 1; i < reader->columns; i++)
        if (of_key(validator, i))
            stream_put_cell(writer, &reader->cells[i]);
        else
            stream_put_null(writer);
}
