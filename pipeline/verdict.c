#include "pipeline/verdict.h"
#include "pipeline/origin.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_MAXIMUM = 64 * 1024 };

static void print_list(const char *what, const struct buf *list)
{
    if (list->length)
        printf("  %s: %s\n", what, buf_text(list));
}

static void add_name(struct buf *list, const char *name)
{
    buf_addf(list, "%s%s", list->length ? ", " : "", name);
}

static void list_unfilled(const struct contract *contract, const struct source *source,
    const char *feed, bool required, struct buf *list)
{
    buf_reset(list);
    for (size_t i = 0; i < contract->field_count; i++) {
        const struct field *field = &contract->fields[i];

        if (field->required == required && !origin_known(source, feed, field->name))
            add_name(list, field->name);
    }
}

static void list_unknown(const struct contract *contract, const struct source *source,
    const char *feed, struct buf *list)
{
    size_t count;
    const char **names = origin_fields(source, feed, &count);

    buf_reset(list);
    for (size_t i = 0; i < count; i++)
        if (contract_field(contract, names[i]) < 0)
            add_name(list, names[i]);
    if (list->length)
        utf8_clean(list->data);
    free(names);
}

int verdict_fields(const struct contract *contract, const struct source *source, const char *feed)
{
    struct buf list = BUF_INIT(LIST_MAXIMUM);
    bool wrong;

    list_unfilled(contract, source, feed, true, &list);
    print_list("required, and not filled by the mapping", &list);
    wrong = list.length;
    list_unfilled(contract, source, feed, false, &list);
    print_list("not filled by the mapping", &list);
    wrong |= list.length && contract->drift_missing == DRIFT_STOP;
    list_unknown(contract, source, feed, &list);
    print_list("filled by the mapping, and not in the contract", &list);
    wrong |= list.length && contract->drift_new == DRIFT_STOP;
    buf_release(&list);
    return wrong ? EX_CONFIG : 0;
}

static unsigned long long number(const cJSON *journal, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(journal, name);

    return cJSON_IsNumber(item) ? (unsigned long long)item->valuedouble : 0;
}

/* What extract could make no record of has no field. */
static void print_unread(const cJSON *journal)
{
    const cJSON *rule;

    cJSON_ArrayForEach(rule, cJSON_GetObjectItemCaseSensitive(journal, "rules"))
    {
        if (cJSON_IsNumber(rule))
            printf("    %-8s  %-20s  %-24s %12.0f\n", "record", rule->string, "(the row)",
                rule->valuedouble);
    }
}

static void print_counts(const struct sample_result *result)
{
    if (!result->extract || !result->validate || result->torn)
        return;
    if (number(result->validate, "read") != number(result->extract, "accepted")) {
        printf("  the whole sample: %llu read, and none could be validated\n",
            number(result->extract, "read"));
        return;
    }
    printf("  the whole sample: %llu read, %llu accepted, %llu rejected, %llu with warnings\n",
        number(result->extract, "read"), number(result->validate, "accepted"),
        number(result->extract, "rejected") + number(result->validate, "rejected"),
        number(result->validate, "warned"));
    print_unread(result->extract);
    findings_print(&result->findings);
}

static void print_problem(const struct sample_result *result)
{
    printf("  it can't be read: %s\n", result->problem.message);
    if (result->problem.detail[0] && !strstr(result->problem.detail, "/proc/self/fd/"))
        printf("    %s\n", result->problem.detail);
    if (result->problem.hint[0])
        printf("    hint: %s\n", result->problem.hint);
    for (const char *line = result->warnings; line && *line; line += strcspn(line, "\n") + 1)
        printf("    %.*s\n", (int)strcspn(line, "\n"), line);
}

int verdict_whole(const struct sample_result *result, int mapping)
{
    int code = result->problem.code;
    bool validates = result->culprit && strcmp(result->culprit, "validate") == 0;

    print_counts(result);
    if (mapping && (!code || validates)) {
        printf("  the mapping is wrong: see the fields above\n");
        return mapping;
    }
    if (!code)
        return 0;
    print_problem(result);
    if (validates && code == EX_NOINPUT)
        return EX_CONFIG; /* a code list */
    return code > 128 ? EX_SOFTWARE : code;
}

static char *names_of(const cJSON *journal, const char *member)
{
    struct buf list = BUF_INIT(LIST_MAXIMUM);
    const cJSON *item;
    char *text;

    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(journal, member))
    {
        if (cJSON_IsString(item))
            add_name(&list, item->valuestring);
    }
    text = list.length ? mem_text(buf_text(&list)) : NULL;
    buf_release(&list);
    if (text)
        utf8_clean(text);
    return text;
}

void verdict_columns(const struct sample_result *result, const struct source *source,
    const char *feed, char **unused)
{
    const char *table = origin_table(source, feed);
    char *absent = names_of(result->extract, "absent");
    char *letters = names_of(result->extract, "drift");
    char *line =
        letters ? mem_format("%s%s%s", letters, table ? ", of " : "", table ? table : "") : NULL;

    if (absent)
        printf("  mapped, and not among the sample's columns (others stand in, or they are "
               "optional): %s\n",
            absent);
    if (line && (!*unused || strcmp(*unused, line) != 0)) {
        printf("  columns of the sample that no feed uses: %s\n", line);
        free(*unused);
        *unused = line;
        line = NULL;
    }
    free(line);
    free(letters);
    free(absent);
}
