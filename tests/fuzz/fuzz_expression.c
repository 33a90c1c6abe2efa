/* Any text as a rule over a few fields: no crash; and a rule is never both true and, negated, true. */
#include "base/buf.h"
#include "record/contract.h"
#include "record/dates.h"
#include "record/expression.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct field fields[] = {{.name = "a", .type = TYPE_STRING},
    {.name = "i", .type = TYPE_INTEGER}, {.name = "x", .type = TYPE_NUMBER},
    {.name = "d", .type = TYPE_DATE}, {.name = "t", .type = TYPE_BOOLEAN},
    {.name = "m", .type = TYPE_DATETIME}, {.name = "n", .type = TYPE_NUMBER}};
static const struct contract contract = {.field_count = 7, .fields = fields};

static const char *const texts[] = {"gr\xc3\xbcn", "-7", "999999999999999999.99999999999999999999",
    "2024-02-29", "f", "2024-02-29T12:00:00Z", NULL};

static enum truth truth_of(const struct expression *rule)
{
    struct field_value values[7] = {{.null = true}};

    for (size_t i = 0; i < 7; i++) {
        values[i].null = !texts[i];
        if (texts[i])
            values[i].text = (struct text){texts[i], strlen(texts[i])};
        if (fields[i].type == TYPE_DATE && !date_parse(texts[i], strlen(texts[i]), &values[i].day))
            abort();
    }
    return expression_evaluate(rule, values, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char *const nowhere[] = {"/nonexistent"};
    struct buf text = BUF_INIT(100000);
    struct err err = ERR_INIT;
    struct codes codes;
    struct expression *rule, *negated;

    if (size > 2000 || !utf8_valid((const char *)data, size))
        return 0;
    codes_init(&codes, nowhere, 1);
    buf_add(&text, (const char *)data, size);
    rule = expression_compile(buf_text(&text), &contract, &codes, &err);
    if (rule) {
        buf_reset(&text);
        buf_addf(&text, "not (%.*s)", (int)size, (const char *)data);
        negated = expression_compile(buf_text(&text), &contract, &codes, &err);
        if (negated && (truth_of(rule) == truth_of(negated)) != (truth_of(rule) == TRUTH_UNKNOWN))
            abort();
        expression_free(negated);
        expression_free(rule);
    }
    codes_release(&codes);
    buf_release(&text);
    return 0;
}
