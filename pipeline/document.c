/* ontrack document - the data dictionary and the rules, as pages for people: what the contracts say, and
 * nothing else. docs/dictionary.md and docs/rules.md are what it prints. */
#include "base/json.h"
#include "base/memory.h"
#include "base/tree.h"
#include "pipeline/commands.h"
#include "store/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *contracts;

static const struct option_spec options[] = {
    {"contracts", OPTION_TEXT, &contracts, "DIR", "the contracts (default: the program's own)"},
    {0},
};

/* A text in a cell of a table; nothing where there is none. */
static void put_text(const char *text)
{
    for (; text && *text; text++)
        if (*text == '|')
            fputs("\\|", stdout);
        else
            putchar(*text == '\n' ? ' ' : *text);
}

static void put_code(const char *text)
{
    if (!text)
        return;
    putchar('`');
    put_text(text);
    putchar('`');
}

static void put_treatment(const struct contract *contract, size_t field)
{
    static const char *const words[] = {[TREAT_KEEP] = "kept",
        [TREAT_DROP] = "dropped",
        [TREAT_PSEUDONYM] = "pseudonym",
        [TREAT_AGE] = NULL,
        [TREAT_DISTRICT] = NULL};
    const char *word = words[contract->fields[field].treatment], *then = "";

    if (word)
        fputs(word, stdout);
    for (size_t i = 0; !word && i < contract->column_count; i++)
        if (contract->columns[i].field == (int)field) {
            printf("%s`%s`", then, contract->columns[i].name);
            then = ", ";
        }
}

/* What a value must be, in few words, each with a separator before it but for the first. */
static void put_bounds(const struct field *field)
{
    const char *then = "";

#define BOUND(...) (fputs(then, stdout), printf(__VA_ARGS__), then = "; ")
    if (field->required)
        BOUND("required");
    if (field->code_list)
        BOUND("list `%s`", field->code_list);
    for (const char *const *one = field->enumeration; one && *one; one++)
        BOUND("`%s`", *one);
    if (field->pattern) {
        BOUND("%s", "");
        put_code(field->pattern);
    }
    if (field->minimum)
        BOUND("at least %s", field->minimum);
    if (field->maximum)
        BOUND("at most %s", field->maximum);
    if (field->min_length > 0)
        BOUND("at least %lld character%s", (long long)field->min_length,
            field->min_length == 1 ? "" : "s");
    if (field->max_length >= 0)
        BOUND("at most %lld characters", (long long)field->max_length);
#undef BOUND
}

static const char *standard_of(const struct contract *contract, size_t field)
{
    const cJSON *fields = cJSON_GetObjectItemCaseSensitive(contract->json, "fields");

    return cJSON_GetStringValue(
        cJSON_GetObjectItemCaseSensitive(cJSON_GetArrayItem(fields, (int)field), "standard"));
}

static void print_fields(const struct contract *contract)
{
    printf("\n## %s\n\n%s.", contract->name, contract->title);
    if (contract->description)
        printf(" %s", contract->description);
    printf("\n\nVersion %s. Key:", contract->version);
    for (size_t i = 0; i < contract->key_count; i++)
        printf("%s `%s`", i ? "," : "", contract->fields[contract->key[i]].name);
    puts(".\n\n| field | type | what it is | must be | becomes | standard |");
    puts("| --- | --- | --- | --- | --- | --- |");
    for (size_t i = 0; i < contract->field_count; i++) {
        const struct field *field = &contract->fields[i];

        printf("| `%s` | %s | ", field->name, type_name(field->type));
        put_text(field->description ? field->description : field->title);
        fputs(" | ", stdout);
        put_bounds(field);
        fputs(" | ", stdout);
        put_treatment(contract, i);
        fputs(" | ", stdout);
        put_text(standard_of(contract, i));
        puts(" |");
    }
}

/* Since when and until when a rule holds; `on` is the field by which that is told, or NULL for tonight. */
static void put_dates(const struct rule *rule, const char *on)
{
    if (rule->from)
        printf(", from %s", rule->from);
    if (rule->to)
        printf(", to %s", rule->to);
    if (rule->from || rule->to)
        printf(" by %s%s%s", on ? "`" : "", on ? on : "tonight's date", on ? "`" : "");
}

static void print_texts(const char *message, const char *guidance)
{
    fputs(" | ", stdout);
    put_text(message);
    fputs(" | ", stdout);
    put_text(guidance);
    puts(" |");
}

static void print_rule(const struct contract *contract, const struct rule *rule)
{
    printf("| `%s` | %s | ", rule->id, severity_name(rule->severity));
    put_text(rule->kahn);
    fputs(" | ", stdout);
    put_code(rule->expression);
    put_dates(rule, rule->on < 0 ? NULL : contract->fields[rule->on].name);
    print_texts(rule->message, rule->guidance);
}

static const char *said_of(const cJSON *common, const char *rule, const char *what)
{
    return cJSON_GetStringValue(
        cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(common, rule), what));
}

/* Checks of fields that have a name of their own mean what ours mean. */
static void print_checks(const struct field *field, const cJSON *common)
{
    for (enum breach i = 0; i < BREACHES; i++)
        if (field_rule(field, i)) {
            printf("| `%s` | %s |  | `%s`", field_rule(field, i), severity_name(field->severity[i]),
                field->name);
            print_texts(said_of(common, breach_rule(i), "message"),
                said_of(common, breach_rule(i), "guidance"));
        }
}

static void print_rules(const struct contract *contract, const cJSON *common)
{
    printf("\n## %s\n\n| rule | severity | kind | must hold, or field | means | what to do |\n"
           "| --- | --- | --- | --- | --- | --- |\n",
        contract->name);
    for (size_t i = 0; i < contract->rule_count; i++)
        print_rule(contract, &contract->rules[i]);
    for (size_t i = 0; i < contract->field_count; i++)
        print_checks(&contract->fields[i], common);
}

/* Those that no contract names, since they hold for every feed. */
static void print_common(const cJSON *common)
{
    const cJSON *rule;

    puts("\n## Of every feed\n\n| rule | means | what to do |\n| --- | --- | --- |");
    cJSON_ArrayForEach(rule, common)
    {
        printf("| `%s` | ", rule->string);
        put_text(said_of(common, rule->string, "message"));
        fputs(" | ", stdout);
        put_text(said_of(common, rule->string, "guidance"));
        puts(" |");
    }
}

static void print_dictionary(const struct contract_list *list)
{
    puts("# Data dictionary\n");
    puts("Printed from the contracts by `ontrack document dictionary`. A feed's table in the "
         "database is `core.` and its name,");
    puts("and the versions that were replaced are in the table of that name with `_history`. What "
         "is dropped or becomes");
    puts("something else is never in the database as it was.");
    for (size_t i = 0; i < list->count; i++)
        print_fields(&list->contracts[i]);
}

static int print_rule_book(const struct contract_list *list, struct err *err)
{
    char *path = tree_path("contracts/rules/every_feed.json", err);
    cJSON *common = path ? json_load(path, err) : NULL;

    free(path);
    if (!common)
        return err->code;
    puts("# Rules\n");
    puts("Printed from the contracts by `ontrack document rules`. A rule is broken only where its "
         "condition is false: with a");
    puts("value missing it is unknown, and holds. Where dates stand behind it, it is judged on "
         "those days alone. A record");
    puts("that breaks a rule of severity `record` is rejected; of `group`, so is what hangs on it; "
         "of `file`, the whole");
    puts("delivery; of `warning`, it passes and the finding is kept.");
    for (size_t i = 0; i < list->count; i++)
        print_rules(&list->contracts[i], common);
    print_common(common);
    cJSON_Delete(common);
    return 0;
}

/* As contracts/versions/released.csv has them. */
static void print_versions(const struct contract_list *list)
{
    puts("feed,version,fingerprint");
    for (size_t i = 0; i < list->count; i++) {
        const struct contract *contract = &list->contracts[i];

        printf("%s,%s,%s\n", contract->name, contract->version,
            contract->edition + strlen(contract->version) + 1);
    }
}

static int run(int count, char **operands, struct err *err)
{
    bool rules = strcmp(operands[0], "rules") == 0;
    bool versions = strcmp(operands[0], "versions") == 0;
    struct contract_list list;
    char *folder;
    int code;

    (void)count;
    if (!rules && !versions && strcmp(operands[0], "dictionary") != 0)
        return err_set(
            err, EX_USAGE, "name what is to be printed: 'rules', 'dictionary' or 'versions'");
    folder = contracts ? mem_text(contracts) : tree_path("contracts", err);
    if (!folder)
        return err->code;
    code = contract_list_load(&list, folder, err);
    free(folder);
    if (code)
        return code;
    if (rules)
        code = print_rule_book(&list, err);
    else if (versions)
        print_versions(&list);
    else
        print_dictionary(&list);
    contract_list_release(&list);
    return code;
}

const struct stage command_document = {
    .name = "ontrack document",
    .purpose = "Prints the data dictionary, the rules or the versions, as the contracts have them",
    .operands = "dictionary|rules|versions",
    .minimum = 1,
    .maximum = 1,
    .options = options,
    .exits = "   0  printed\n"
             "  66  a file is not there\n"
             "  78  a contract is not valid\n",
    .run = run,
};
