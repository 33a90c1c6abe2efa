#include "privacy/plan.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static int check_header(
    const struct contract *contract, const struct stream_reader *stream, struct err *err)
{
    if (strcmp(stream->names[0], STREAM_ROW_COLUMN) != 0) {
        err_set(err, EX_DATAERR, "the first column must be '%s'", STREAM_ROW_COLUMN);
        return err_hint(err, "the stream comes from extract, by way of validate");
    }
    /* Where the contract lets a new column pass validate, it is left out here. */
    for (size_t i = 1; contract->drift_new == DRIFT_STOP && i < stream->columns; i++)
        if (contract_field(contract, stream->names[i]) < 0) {
            err_set(err, EX_DATAERR, "column %zu is not one that contract '%s' names", i + 1,
                contract->name);
            err_detail(
                err, "in '%s': nothing is passed on that no one has decided about", stream->name);
            return err_hint(err, "name it in the contract with its treatment, or leave it out of "
                                 "the source's mapping");
        }
    for (size_t i = 0; i < contract->field_count; i++)
        if (contract->fields[i].required && stream_column(stream, contract->fields[i].name) < 0)
            return err_set(
                err, EX_DATAERR, "the required column '%s' is missing", contract->fields[i].name);
    return 0;
}

static bool in_key(const struct contract *contract, int field)
{
    for (size_t i = 0; i < contract->key_count; i++)
        if (contract->key[i] == field)
            return true;
    return false;
}

/* The position of a field's column in the stream, -1 where there is no such field or column. */
static int position(const struct contract *contract, const struct stream_reader *stream, int field)
{
    return field < 0 ? -1 : stream_column(stream, contract->fields[field].name);
}

static int step_for(struct step *step, const struct contract *contract, const struct column *column,
    const struct stream_reader *stream, struct err *err)
{
    const struct field *field = &contract->fields[column->field];

    *step = (struct step){.action = ACTION_NULL,
        .cell = position(contract, stream, column->field),
        .other = -1,
        .field = field->name,
        .key = in_key(contract, column->field)};
    step->last = step->cell;
    /* What makes several columns has a step of its own also where it is not there. */
    if (step->cell < 0 && field->treatment != TREAT_AGE && field->treatment != TREAT_DISTRICT)
        return 0;
    switch (field->treatment) {
    case TREAT_KEEP:
        step->action = ACTION_COPY;
        return 0;
    case TREAT_PSEUDONYM:
        step->action = ACTION_PSEUDONYM;
        step->kind = field->pseudonym;
        step->other = position(contract, stream, field->within);
        return 0;
    case TREAT_AGE:
        step->action = ACTION_AGE;
        step->other = position(contract, stream, field->at);
        return 0;
    case TREAT_DISTRICT:
        step->action = ACTION_POSTCODE;
        step->other = position(contract, stream, field->at);
        return 0;
    case TREAT_DROP:
        break;
    }
    return err_set(err, EX_CONFIG, "column '%s' comes from the field '%s', which is dropped",
        column->name, field->name);
}

/* Columns that stand side by side before and after are copied in one go. */
static bool joins(const struct plan *plan, const struct step *step)
{
    const struct step *before;

    if (plan->step_count == 0 || step->action != ACTION_COPY)
        return false;
    before = &plan->steps[plan->step_count - 1];
    return before->action == ACTION_COPY && before->last + 1 == step->cell;
}

static void append(struct plan *plan, const struct step *step)
{
    plan->pseudonyms += step->action == ACTION_PSEUDONYM;
    if (step->action == ACTION_COPY)
        plan->kept[step->cell] = true;
    if (joins(plan, step))
        plan->steps[plan->step_count - 1].last = step->cell;
    else
        plan->steps[plan->step_count++] = *step;
}

static int add_columns(struct plan *plan, const struct contract *contract,
    const struct stream_reader *stream, struct err *err)
{
    struct step row = {.action = ACTION_COPY, .other = -1, .field = STREAM_ROW_COLUMN};

    append(plan, &row);
    plan->columns[plan->column_count++] = STREAM_ROW_COLUMN;
    for (size_t i = 0; i < contract->column_count; i++) {
        const struct column *column = &contract->columns[i];
        struct step step;

        if (!column->in_stream)
            continue;
        plan->columns[plan->column_count++] = column->name;
        /* Another column of an age or a postcode, which one step writes with the first. */
        if (i && column[-1].field == column->field)
            continue;
        if (step_for(&step, contract, column, stream, err) != 0)
            return err->code;
        append(plan, &step);
    }
    if (plan->pseudonyms > PLAN_PSEUDONYMS_MAXIMUM)
        return err_set(err, EX_CONFIG, "contract '%s' has more than %d pseudonyms", contract->name,
            PLAN_PSEUDONYMS_MAXIMUM);
    return 0;
}

int plan_make(struct plan *plan, const struct contract *contract,
    const struct stream_reader *stream, struct err *err)
{
    *plan = (struct plan){0};
    plan->steps = mem_array(contract->column_count + 1, sizeof *plan->steps);
    plan->columns = mem_array(contract->column_count + 1, sizeof *plan->columns);
    plan->kept = mem_array(stream->columns, sizeof *plan->kept);
    if (check_header(contract, stream, err) != 0)
        return err->code;
    return add_columns(plan, contract, stream, err);
}

void plan_release(struct plan *plan)
{
    free(plan->steps);
    free(plan->columns);
    free(plan->kept);
    *plan = (struct plan){0};
}
