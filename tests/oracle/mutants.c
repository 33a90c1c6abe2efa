/* mutants - a contract with one thing at a time taken out of it or turned: what its cases must notice.
 *
 *   mutants CONTRACT DIRECTORY
 *
 * writes each as DIRECTORY/N.json and prints its number and what was done to it. Taken out are each rule, each
 * constraint, code list and check, the names and severities that a field gives them, and each code of a list in
 * an expression; turned are comparisons (< and <=, > and >=, = and <>), and / or, + / -, is null and not; numbers,
 * dates and the bounds of a field are moved by one, up and down, and other texts become another. What is no
 * contract any more is for the caller to leave out. */
#include "base/buf.h"
#include "base/json.h"
#include "base/memory.h"
#include "record/dates.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAXIMUM = 16 * 1024 };

static const char *directory;
static cJSON *contract;
static int written;

static void write_mutant(const cJSON *mutant, const char *subject, const char *what)
{
    char *path = mem_format("%s/%d.json", directory, ++written), *text = cJSON_Print(mutant);
    FILE *file = fopen(path, "we");

    if (!file || fputs(text, file) < 0 || fclose(file)) {
        fprintf(stderr, "mutants: cannot write to '%s'\n", directory);
        exit(EX_CANTCREAT);
    }
    printf("%d %s: %s\n", written, subject, what);
    cJSON_free(text);
    free(path);
}

/* Without that member of `object`, which is put back. */
static void without(cJSON *object, const char *member, const char *subject)
{
    cJSON *kept = cJSON_DetachItemFromObjectCaseSensitive(object, member);
    char *what = mem_format("without '%s'", member);

    if (kept) {
        write_mutant(contract, subject, what);
        cJSON_AddItemToObject(object, member, kept);
    }
    free(what);
}

/* With another text in the place of `length` characters of the expression. */
static void replaced(cJSON *rule, size_t at, size_t length, const char *by)
{
    cJSON *expr = cJSON_GetObjectItemCaseSensitive(rule, "expr");
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(rule, "id"));
    char *old = mem_text(expr->valuestring);
    struct buf text = BUF_INIT(TEXT_MAXIMUM);
    char *what = mem_format("'%.*s' at %zu becomes '%s'", (int)length, old + at, at, by);

    buf_addf(&text, "%.*s%s%s", (int)at, old, by, old + at + length);
    cJSON_SetValuestring(expr, buf_text(&text));
    write_mutant(contract, id, what);
    cJSON_SetValuestring(expr, old);
    buf_release(&text);
    free(what);
    free(old);
}

/* A date, one day later and one earlier. */
static void other_days(cJSON *rule, size_t at, const char *date)
{
    int32_t day;
    char text[11];

    if (!date_parse(date, 10, &day))
        return;
    for (int32_t other = day - 1; other <= day + 1; other += 2) {
        date_format(other, text);
        replaced(rule, at, 10, text);
    }
}

/* A number, one up and one down, in its last place. */
static size_t other_numbers(cJSON *rule, const char *text, size_t at)
{
    size_t length = strspn(text + at, "0123456789.");
    const char *point = memchr(text + at, '.', length);
    int places = point ? (int)(text + at + length - point) - 1 : 0;
    double step = 1, number = strtod(text + at, NULL);

    for (int i = 0; i < places; i++)
        step /= 10;
    for (int sign = -1; sign <= 1; sign += 2) {
        char *other = mem_format("%.*f", places, number + sign * step);

        replaced(rule, at, length, other);
        free(other);
    }
    return length;
}

/* A text in quotes: left out of its list where it is in one, another where it is in none; a date is moved. */
static size_t other_text(cJSON *rule, const char *text, size_t at)
{
    size_t length = strcspn(text + at + 1, "'") + 2;
    size_t after = length + strspn(text + at + length, " ");

    if (length == 12)
        other_days(rule, at + 1, text + at + 1);
    if (text[at + after] == ',')
        replaced(rule, at, after + 1, "");
    else if (at > 1 && text[at + after] == ')' && text[at - 1] == ' ' && text[at - 2] == ',')
        replaced(rule, at - 2, length + 2, "");
    else if (length != 12)
        replaced(rule, at, length, "'no such'");
    return length;
}

static size_t word_turned(cJSON *rule, const char *text, size_t at)
{
    static const char *const pairs[][2] = {{"and", "or"}, {"or", "and"}, {"is null", "is not null"},
        {"is not null", "is null"}, {"not in", "in"}, {"not like", "like"}, {"not ", ""}};
    size_t word = strspn(text + at, "abcdefghijklmnopqrstuvwxyz_0123456789");

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const char *from = pairs[i][0];
        size_t length = strlen(from), last = strrchr(from, ' ') ? 0 : length;

        if (strncmp(text + at, from, length) == 0 && (last == 0 || last == word)) {
            replaced(rule, at, length, pairs[i][1]);
            return length;
        }
    }
    return word;
}

static size_t sign_turned(cJSON *rule, const char *text, size_t at)
{
    static const char *const pairs[][2] = {{"<=", "<"}, {">=", ">"}, {"<>", "="}, {"<", "<="},
        {">", ">="}, {"=", "<>"}, {"+", "-"}, {"-", "+"}, {"*", "+"}};

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        size_t length = strlen(pairs[i][0]);

        if (strncmp(text + at, pairs[i][0], length) == 0) {
            replaced(rule, at, length, pairs[i][1]);
            return length;
        }
    }
    return 1;
}

static void turn(cJSON *rule)
{
    char *text = mem_text(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(rule, "expr")));

    for (size_t at = 0; text[at];)
        if (text[at] == '\'')
            at += other_text(rule, text, at);
        else if (isdigit((unsigned char)text[at]))
            at += other_numbers(rule, text, at);
        else if (isalpha((unsigned char)text[at]))
            at += word_turned(rule, text, at);
        else
            at += sign_turned(rule, text, at);
    free(text);
}

/* The first and the last day of a rule, a day later and a day earlier. */
static void move_dates(cJSON *rule, const char *member, const char *id)
{
    cJSON *item = cJSON_GetObjectItemCaseSensitive(rule, member);
    char *old = item ? mem_text(item->valuestring) : NULL, text[11];
    int32_t day;

    if (!old || !date_parse(old, strlen(old), &day))
        return;
    for (int32_t other = day - 1; other <= day + 1; other += 2) {
        date_format(other, text);
        cJSON_SetValuestring(item, text);
        write_mutant(contract, id, member);
    }
    cJSON_SetValuestring(item, old);
    free(old);
}

/* Of a copy, for cJSON 1.7.15 loses what is put back into the middle of an array. */
static void without_rule(int rule, const char *id)
{
    cJSON *copy = cJSON_Duplicate(contract, true);

    cJSON_DeleteItemFromArray(cJSON_GetObjectItemCaseSensitive(copy, "rules"), rule);
    write_mutant(copy, id, "taken out");
    cJSON_Delete(copy);
}

static void change_rules(void)
{
    cJSON *rules = cJSON_GetObjectItemCaseSensitive(contract, "rules");

    for (int i = 0; i < cJSON_GetArraySize(rules); i++) {
        cJSON *rule = cJSON_GetArrayItem(rules, i);
        const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(rule, "id"));

        without_rule(i, id);
        move_dates(rule, "from", id);
        move_dates(rule, "to", id);
        without(rule, "on", id);
        turn(rule);
    }
}

/* The empty text of a required field is `required` before it is too short. */
static bool needless(const cJSON *constraints, const char *member)
{
    return strcmp(member, "minLength") == 0 &&
           cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(constraints, "required")) &&
           cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(constraints, member)) <= 1;
}

static void move_bound(cJSON *constraints, const char *member, const char *name)
{
    cJSON *bound = cJSON_GetObjectItemCaseSensitive(constraints, member);

    if (!cJSON_IsNumber(bound))
        return;
    for (int sign = needless(constraints, member) ? 1 : -1; sign <= 1; sign += 2) {
        cJSON_SetNumberValue(bound, bound->valuedouble + sign);
        write_mutant(contract, name, member);
        cJSON_SetNumberValue(bound, bound->valuedouble - sign);
    }
}

/* Whether the field's treatment asks for the check, though it be left out. */
static bool implied(const cJSON *field)
{
    const char *treat = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(field, "treat"));

    return strncmp(treat, "pseudonym:", 10) == 0 || strcmp(treat, "district") == 0;
}

static void change_field(cJSON *field)
{
    static const char *const members[] = {
        "required", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength"};
    cJSON *constraints = cJSON_GetObjectItemCaseSensitive(field, "constraints");
    const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(field, "name"));

    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (constraints) {
            if (!needless(constraints, members[i]))
                without(constraints, members[i], name);
            move_bound(constraints, members[i], name);
        }
    without(field, "codes", name);
    if (!implied(field))
        without(field, "check", name);
    without(field, "rule", name);
    without(field, "severity", name);
}

int main(int count, char **arguments)
{
    struct err err = ERR_INIT;
    cJSON *field;

    if (count != 3)
        return EX_USAGE;
    directory = arguments[2];
    contract = json_load(arguments[1], &err);
    if (!contract) {
        fprintf(stderr, "mutants: %s\n", err.message);
        return err.code;
    }
    cJSON_ArrayForEach(field, cJSON_GetObjectItemCaseSensitive(contract, "fields"))
    {
        change_field(field);
    }
    change_rules();
    cJSON_Delete(contract);
    return 0;
}
