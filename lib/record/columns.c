#include "base/memory.h"
#include "record/contract_parts.h"

#include <string.h>

static const char *sql_type(enum field_type type)
{
    switch (type) {
    case TYPE_INTEGER:
        return "integer";
    case TYPE_NUMBER:
        return "numeric";
    case TYPE_DATE:
        return "date";
    case TYPE_BOOLEAN:
        return "boolean";
    case TYPE_DATETIME:
        return "timestamptz";
    case TYPE_STRING:
        break;
    }
    return "text";
}

static void add(struct contract *contract, struct column column)
{
    contract->columns[contract->column_count++] = column;
}

static void add_pseudonym(struct contract *contract, int index)
{
    const struct field *field = &contract->fields[index];
    struct column column = {field->name, "uuid", index, PLACE_CORE, true};

    if (contract->resolve.column && contract->resolve.from == index)
        column.place = PLACE_STAGE;
    else if (field->pseudonym != IDENTIFIER_LOCAL && field->pseudonym != IDENTIFIER_RECORD)
        column.place = PLACE_VAULT;
    add(contract, column);
}

static void add_field(struct contract *contract, int index)
{
    const struct field *field = &contract->fields[index];

    switch (field->treatment) {
    case TREAT_KEEP:
        add(contract, (struct column){field->name, sql_type(field->type), index, PLACE_CORE, true});
        break;
    case TREAT_PSEUDONYM:
        add_pseudonym(contract, index);
        break;
    case TREAT_AGE:
        add(contract, (struct column){"age_at_event", "smallint", index, PLACE_CORE, true});
        add(contract, (struct column){"age_band", "text", index, PLACE_CORE, true});
        break;
    case TREAT_DISTRICT:
        add(contract, (struct column){"district", "text", index, PLACE_CORE, true});
        add(contract, (struct column){"local_authority", "text", index, PLACE_CORE, true});
        add(contract, (struct column){"imd_decile", "smallint", index, PLACE_CORE, true});
        break;
    case TREAT_DROP:
        break;
    }
}

static int check_names(const struct contract *contract, struct err *err)
{
    for (size_t i = 0; i < contract->column_count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(contract->columns[i].name, contract->columns[j].name) == 0)
                return contract_error(err, contract->path,
                    "two fields would fill the column '%s': rename or drop one",
                    contract->columns[i].name);
    return 0;
}

int contract_columns(struct contract *contract, struct err *err)
{
    /* A postcode makes three columns, and resolve adds one. */
    contract->columns = mem_array(contract->field_count * 3 + 1, sizeof *contract->columns);
    if (contract->resolve.column)
        add(contract, (struct column){contract->resolve.column, "uuid", -1, PLACE_CORE, false});
    for (size_t i = 0; i < contract->field_count; i++)
        add_field(contract, (int)i);
    return check_names(contract, err);
}
