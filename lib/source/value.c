/* Applying a mapping's values and conditions to a record. */
#include "source/excel.h"
#include "source/mapping.h"

#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* White space, and the no-break space (U+00A0) that spreadsheets leave. */
static struct text trim(struct text text)
{
    static const char nbsp[] = "\xc2\xa0";

    for (;;) {
        if (text.length && is_space(*text.data)) {
            text.data++;
            text.length--;
        } else if (text.length >= 2 && memcmp(text.data, nbsp, 2) == 0) {
            text.data += 2;
            text.length -= 2;
        } else if (text.length && is_space(text.data[text.length - 1])) {
            text.length--;
        } else if (text.length >= 2 && memcmp(text.data + text.length - 2, nbsp, 2) == 0) {
            text.length -= 2;
        } else {
            return text;
        }
    }
}

static bool needs_trim(struct text text)
{
    unsigned char first = (unsigned char)text.data[0];
    unsigned char last = (unsigned char)text.data[text.length - 1];

    return first <= ' ' || last <= ' ' || first == 0xc2 || last == 0xa0;
}

static bool is_one_of(const struct text *texts, size_t count, struct text text)
{
    for (size_t i = 0; i < count; i++)
        if (texts[i].length == text.length && memcmp(texts[i].data, text.data, text.length) == 0)
            return true;
    return false;
}

struct text mapping_clean(const struct plan *plan, struct text text)
{
    static const struct text null = {NULL, 0};

    if (!text.length)
        return null;
    if (needs_trim(text))
        text = trim(text);
    if (!text.length || is_one_of(plan->nulls, plan->null_count, text))
        return null;
    return text;
}

static bool less(struct text left, struct text right)
{
    size_t shorter = left.length < right.length ? left.length : right.length;
    int order = memcmp(left.data, right.data, shorter);

    return order < 0 || (order == 0 && left.length < right.length);
}

static bool is_before(const struct plan *plan, const struct condition *condition, struct text text,
    const struct text *texts)
{
    struct result other;

    if (!text.data)
        return false;
    mapping_value(plan, condition->other, texts, &other);
    return other.text.data && less(text, other.text);
}

static bool condition_holds(
    const struct plan *plan, const struct condition *condition, const struct text *texts)
{
    struct result result;
    struct text text;

    mapping_value(plan, condition->value, texts, &result);
    text = result.text;
    switch (condition->kind) {
    case CONDITION_PRESENT:
        return text.data != NULL;
    case CONDITION_ABSENT:
        return text.data == NULL;
    case CONDITION_IN:
        return text.data && is_one_of(condition->texts, condition->count, text);
    case CONDITION_BEFORE:
        return is_before(plan, condition, text, texts);
    case CONDITION_NOT:
        break;
    }
    return !text.data || !is_one_of(condition->texts, condition->count, text);
}

bool mapping_holds(
    const struct plan *plan, const struct conditions *where, const struct text *texts)
{
    for (size_t i = 0; i < where->count; i++)
        if (!condition_holds(plan, &where->items[i], texts))
            return false;
    return true;
}

static const char *broken_value(
    const struct plan *plan, const struct value *value, const struct text *texts)
{
    const char *rule = NULL;

    for (size_t i = 0; i < value->path_count && !rule; i++)
        if (mapping_clean(plan, texts[value->paths[i]]).data)
            rule = plan->broken[value->paths[i]];
    for (size_t i = 0; i < value->part_count && !rule; i++)
        rule = broken_value(plan, &value->parts[i], texts);
    return rule;
}

const char *mapping_broken(
    const struct plan *plan, const struct conditions *where, const struct text *texts)
{
    const char *rule = NULL;

    for (size_t i = 0; plan->broken && i < where->count && !rule; i++)
        rule = broken_value(plan, where->items[i].value, texts);
    return rule;
}

/* The parts with a text between them; NULL where one is. A broken part breaks the whole. */
static void join(
    const struct plan *plan, struct value *value, const struct text *texts, struct result *result)
{
    const char *rule = NULL;

    buf_reset(&value->scratch);
    for (size_t i = 0; i < value->part_count; i++) {
        struct result part;

        mapping_value(plan, &value->parts[i], texts, &part);
        if (!part.text.data)
            return;
        if (part.rule && !rule)
            rule = part.rule;
        if (i)
            buf_add(&value->scratch, value->with.data, value->with.length);
        buf_add(&value->scratch, part.text.data, part.text.length);
    }
    result->text = (struct text){value->scratch.data, value->scratch.length};
    result->rule = rule;
}

static void first_part(
    const struct plan *plan, struct value *value, const struct text *texts, struct result *result)
{
    for (size_t i = 0; i < value->part_count && !result->text.data; i++)
        mapping_value(plan, &value->parts[i], texts, result);
}

static void first_text(
    const struct plan *plan, struct value *value, const struct text *texts, struct result *result)
{
    for (size_t i = 0; i < value->path_count && !result->text.data; i++) {
        result->text = mapping_clean(plan, texts[value->paths[i]]);
        if (result->text.data && plan->broken)
            result->rule = plan->broken[value->paths[i]];
    }
    if (!result->text.data && value->file.data)
        result->text = mapping_clean(plan, value->file);
    if (!result->text.data && value->titled.data)
        result->text = mapping_clean(plan, value->titled);
    if (!result->text.data && value->first)
        first_part(plan, value, texts, result);
    else if (!result->text.data && value->part_count)
        join(plan, value, texts, result);
    if (!result->text.data && value->constant.data)
        result->text = value->constant;
    if (result->text.data && is_one_of(value->nulls, value->null_count, result->text))
        *result = (struct result){{NULL, 0}, NULL};
}

/* Its digits are lost where a spreadsheet has taken an identifier for a number. */
static void spell(const struct plan *plan, struct value *value, struct result *result)
{
    const struct spelling *spelling = &value->spelling;
    struct text text = result->text;

    if (spelling->upper || spelling->digits)
        text = spelling_letters(spelling, text, &value->scratch);
    if (text.data && spelling->at.data)
        text = mapping_clean(plan, spelling_part(spelling, text));
    if (text.data && spelling_identifier(spelling) && excel_number(text))
        result->rule = "excel-number";
    else if (text.data && spelling->zeros)
        text = spelling_zeros(spelling, text, &value->scratch);
    result->text = text;
}

static void look_up(const struct plan *plan, const struct value *value, struct result *result)
{
    for (size_t i = 0; i < value->lookup_count && result->text.data; i++) {
        struct text text = {NULL, 0};

        switch (
            dictionary_find(&plan->lookups[value->lookups[i]].dictionary, result->text, &text)) {
        case FOUND_NOT:
            result->text = (struct text){NULL, 0};
            break;
        case FOUND:
            if (!text.length)
                text.data = NULL;
            result->text = text;
            break;
        case FOUND_AMBIGUOUS:
            result->rule = "lookup-ambiguous";
            return;
        }
    }
}

static void set_scratch(struct value *value, const char *data, size_t length, struct result *result)
{
    buf_reset(&value->scratch);
    buf_add(&value->scratch, data, length);
    result->text = (struct text){value->scratch.data, length};
}

static void convert_date(const struct plan *plan, struct value *value, struct result *result)
{
    char date[11];

    for (size_t i = 0; i < value->date_count; i++)
        if (date_convert(&value->dates[i], result->text, plan->century, date)) {
            set_scratch(value, date, sizeof date - 1, result);
            return;
        }
    result->rule = "date-format";
}

static void convert_map(struct value *value, struct result *result)
{
    struct text text = {NULL, 0};

    if (dictionary_find(value->map, result->text, &text) == FOUND)
        result->text = text;
    else if (value->map_rule)
        result->rule = value->map_rule;
    else
        result->text = value->otherwise;
}

/* The number's text may stand in the value's own buffer, which number_convert() resets. */
static void convert_number(struct value *value, struct result *result)
{
    char copy[128];
    struct text text = result->text;

    if (text.length < sizeof copy) {
        memcpy(copy, text.data, text.length);
        text.data = copy;
        if (number_convert(value->number, text, &value->scratch)) {
            result->text = (struct text){value->scratch.data, value->scratch.length};
            return;
        }
        set_scratch(value, copy, text.length, result);
    }
    result->rule = "number-format";
}

static void convert(const struct plan *plan, struct value *value, struct result *result)
{
    if (value->date_count)
        convert_date(plan, value, result);
    else if (value->map)
        convert_map(value, result);
    else if (value->number != NUMBER_NONE)
        convert_number(value, result);
    if (result->text.data && !result->text.length)
        result->text.data = NULL;
}

void mapping_value(
    const struct plan *plan, struct value *value, const struct text *texts, struct result *result)
{
    result->rule = NULL;
    if (value->simple && !plan->broken) {
        result->text = mapping_clean(plan, texts[value->paths[0]]);
        return;
    }
    result->text = (struct text){NULL, 0};
    first_text(plan, value, texts, result);
    if (result->text.data && !result->rule && spelling_any(&value->spelling))
        spell(plan, value, result);
    if (result->text.data && !result->rule)
        look_up(plan, value, result);
    if (!result->text.data) {
        if (value->map && value->empty.data)
            result->text = value->empty;
        return;
    }
    if (!result->rule)
        convert(plan, value, result);
}

static uint16_t rank(const struct lookup *lookup, struct text text)
{
    uint16_t at = 0;

    while (at < lookup->order_count && !(text.data && is_one_of(&lookup->order[at], 1, text)))
        at++;
    return at;
}

bool mapping_look_into(struct lookup *lookup, const struct text *texts)
{
    const struct plan *plan = lookup->rows;
    struct value *const *values = plan->shapes[0].values;
    struct result key, value, by;

    mapping_value(plan, values[LOOKUP_KEY], texts, &key);
    if (!key.text.data || key.rule)
        return true;
    mapping_value(plan, values[LOOKUP_VALUE], texts, &value);
    if (!value.text.data && !lookup->prefers)
        return true;
    by = value;
    if (values[LOOKUP_BY])
        mapping_value(plan, values[LOOKUP_BY], texts, &by);
    if (!value.text.data)
        value.text.data = ""; /* the row that is preferred may say nothing */
    if (lookup->prefers)
        return dictionary_prefer(
            &lookup->dictionary, key.text, value.text, rank(lookup, by.text), value.rule != NULL);
    if (!dictionary_add(&lookup->dictionary, key.text, value.text))
        return false;
    if (value.rule)
        dictionary_spoil(&lookup->dictionary, key.text);
    return true;
}
