#include "record/gates.h"
#include "base/json.h"
#include "base/memory.h"
#include "record/contract.h"
#include "record/contract_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OWN_MAXIMUM = 5, KNOWN_MAXIMUM = 16, WHERE_SIZE = 400 };

struct gate {
    const char *name;
    bool always;                     /* asked of every feed; else where a contract declares it */
    bool shares;                     /* has share, count and minimum */
    double most;                     /* the greatest share that says anything */
    const char *standard;            /* members that hold unless declared otherwise */
    const char *fields[OWN_MAXIMUM]; /* members by which a contract names fields of its own */
    const char *own[OWN_MAXIMUM];    /* its other members */
    const char *needs[6];            /* fields that the feed must have */
};

#define VOLUME "\"minimum\":50,\"loads\":7,\"least\":3,\"modes\":[\"snapshot\",\"period\"]}"

static const struct gate gates[] = {
    {"reject-share", true, true, 1, "{\"minimum\":20}", {0}, {0}, {0}},
    {"uniqueness", false, true, 1, "{\"minimum\":20}", {0}, {0}, {0}},
    {"references", false, true, 1, "{\"minimum\":20}", {0}, {0}, {0}},
    {"provider-known", true, true, 1, "{\"count\":0,\"minimum\":20}", {0}, {0}, {0}},
    {"gone-share", true, true, 1, "{\"share\":0.5,\"minimum\":20}", {0}, {0}, {0}},
    {"key-elsewhere", true, true, 1, "{\"share\":0.05,\"minimum\":20,\"between\":\"sources\"}", {0},
        {"between"}, {0}},
    {"volume-low", true, true, 1, "{\"share\":0.75," VOLUME, {0}, {"loads", "least", "modes"}, {0}},
    {"volume-high", true, true, 1000, "{\"share\":2," VOLUME, {0}, {"loads", "least", "modes"},
        {0}},
    {"overlap", false, true, 1, "{\"days\":0,\"minimum\":20}", {"from", "to", "within"}, {"days"},
        {0}},
    {"freshness", false, false, 0, "{\"days\":0}", {"field"}, {"every", "days"}, {0}},
    {"future", false, true, 1, "{\"minimum\":20}", {"field"}, {0}, {0}},
    {"ledger-total", false, false, 0, "{\"count\":0}", {0}, {"count"},
        {"provider", "programme", "period_start", "period_end", "amount"}},
};

const char *const gates_rhythms[] = {"day", "week", "month", "quarter", "year", NULL};

static const struct gate *find(const char *name)
{
    for (size_t i = 0; name && i < sizeof gates / sizeof *gates; i++)
        if (strcmp(gates[i].name, name) == 0)
            return &gates[i];
    return NULL;
}

static size_t add_all(const char **known, size_t count, const char *const *names)
{
    for (size_t i = 0; i < OWN_MAXIMUM && names[i]; i++)
        known[count++] = names[i];
    return count;
}

/* What may stand in a gate: fields only where the contract is that declares it. */
static void list_known(const struct gate *gate, bool declares, const char **known)
{
    static const char *const shared[] = {"share", "count", "minimum", NULL};
    size_t count = 0;

    known[count++] = "gate";
    known[count++] = "off";
    if (gate->shares)
        count = add_all(known, count, shared);
    count = add_all(known, count, gate->own);
    if (declares)
        count = add_all(known, count, gate->fields);
    known[count] = NULL;
}

static int check_number(const cJSON *json, const char *member, double least, double most,
    bool whole, const char *where, struct err *err)
{
    double number;

    if (json_number(json, member, least, &number, where, err) < 0)
        return err->code;
    if (number >= least && number <= most && !(whole && floor(number) != number))
        return 0;
    return contract_error(err, where, "'%s' must be a %snumber from %g to %g", member,
        whole ? "whole " : "", least, most);
}

static int check_numbers(
    const struct gate *gate, const cJSON *json, const char *where, struct err *err)
{
    bool pounds = !gate->shares; /* of a ledger's total */

    if (check_number(json, "share", 0, gate->most, false, where, err) ||
        check_number(json, "count", 0, 1e9, !pounds, where, err) ||
        check_number(json, "minimum", 0, 1e9, true, where, err) ||
        check_number(json, "days", 0, 3660, true, where, err) ||
        check_number(json, "loads", 1, 1000, true, where, err) ||
        check_number(json, "least", 1, 1000, true, where, err))
        return err->code;
    return 0;
}

static int check_word(const cJSON *item, const char *member, const char *const *words,
    const char *where, struct err *err)
{
    const char *text = cJSON_GetStringValue(item);
    char list[100];
    size_t used = 0;

    for (const char *const *word = words; text && *word; word++)
        if (strcmp(*word, text) == 0)
            return 0;
    for (const char *const *word = words; *word && used < sizeof list; word++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "", *word);
    return contract_error(err, where, "'%s' must be of: %s", member, list);
}

static int check_words(const cJSON *json, const char *where, struct err *err)
{
    static const char *const betweens[] = {"sources", "units", NULL};
    static const char *const modes[] = {"append", "delta", "snapshot", "period", NULL};
    const cJSON *between = cJSON_GetObjectItemCaseSensitive(json, "between");
    const cJSON *every = cJSON_GetObjectItemCaseSensitive(json, "every");
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(json, "modes"), *mode;

    if ((between && check_word(between, "between", betweens, where, err)) ||
        (every && check_word(every, "every", gates_rhythms, where, err)))
        return err->code;
    if (list && !cJSON_IsArray(list))
        return contract_error(err, where, "'modes' must be a list");
    cJSON_ArrayForEach(mode, list)
    {
        if (check_word(mode, "modes", modes, where, err))
            return err->code;
    }
    return 0;
}

/* A field that SQL is to look at must be in core as it was delivered. */
static int check_field(const struct contract *contract, const char *name, const char *member,
    bool date, const char *where, struct err *err)
{
    int index = name ? contract_field(contract, name) : -1;

    if (index < 0)
        return contract_error(err, where, "'%s' must name a field of the contract", member);
    if (contract->fields[index].treatment != TREAT_KEEP)
        return contract_error(err, where, "'%s' names field '%s', which is not kept", member, name);
    if (date && contract->fields[index].type != TYPE_DATE)
        return contract_error(err, where, "'%s' names field '%s', which is no date", member, name);
    return 0;
}

static int check_fields(const struct gate *gate, const struct contract *contract, const cJSON *json,
    const char *where, struct err *err)
{
    for (size_t i = 0; i < OWN_MAXIMUM && gate->fields[i]; i++) {
        const char *member = gate->fields[i];
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, member), *one;

        if (strcmp(member, "within") != 0 &&
            check_field(contract, cJSON_GetStringValue(item), member, true, where, err))
            return err->code;
        if (strcmp(member, "within") == 0 && (!cJSON_IsArray(item) || !item->child))
            return contract_error(err, where, "'within' must list one field or more");
        cJSON_ArrayForEach(one, item)
        {
            if (check_field(contract, cJSON_GetStringValue(one), member, false, where, err))
                return err->code;
        }
    }
    for (size_t i = 0; gate->needs[i]; i++)
        if (contract_field(contract, gate->needs[i]) < 0)
            return contract_error(
                err, where, "the feed has no field '%s', which the gate asks for", gate->needs[i]);
    if (strcmp(gate->name, "overlap") == 0 && !contract->resolve.column)
        return contract_error(err, where, "the feed has no person whose records could overlap");
    return 0;
}

/* Whether the gate is the list's first of that name. */
static bool first_of_name(const cJSON *list, const cJSON *json, const char *name)
{
    const cJSON *other;

    cJSON_ArrayForEach(other, list)
    {
        const char *its = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(other, "gate"));

        if (its && strcmp(its, name) == 0)
            return other == json;
    }
    return false;
}

static int check_gate(const cJSON *list, const cJSON *json, const struct contract *contract,
    const char *path, struct err *err)
{
    const char *known[KNOWN_MAXIMUM], *name;
    const struct gate *gate;
    char where[WHERE_SIZE];
    bool off;

    snprintf(where, sizeof where, "%.300s: gates", path);
    if (json_required(json, "gate", &name, where, err) < 0)
        return err->code;
    gate = find(name);
    if (!gate) {
        contract_error(err, where, "there is no gate '%.60s'", name);
        return err_hint(err, "lib/record/gates.h and load(1) list them");
    }
    snprintf(where, sizeof where, "%.300s: gate %s", path, gate->name);
    if (!first_of_name(list, json, name))
        return contract_error(err, where, "gate '%s' stands twice", gate->name);
    list_known(gate, contract != NULL, known);
    if (json_known(json, known, where, err) < 0 ||
        json_flag(json, "off", false, &off, where, err) < 0 ||
        check_numbers(gate, json, where, err) || check_words(json, where, err))
        return err->code;
    if (!contract)
        return 0;
    if (gate->shares && !gate->always && !cJSON_HasObjectItem(json, "share") &&
        !cJSON_HasObjectItem(json, "count"))
        return contract_error(err, where, "a 'share' or a 'count' must say what may pass");
    return check_fields(gate, contract, json, where, err);
}

int gates_check(
    const cJSON *list, const struct contract *contract, const char *where, struct err *err)
{
    const cJSON *gate;

    if (!list)
        return 0;
    if (!cJSON_IsArray(list))
        return contract_error(err, where, "'gates' must be a list of gates");
    cJSON_ArrayForEach(gate, list)
    {
        if (check_gate(list, gate, contract, where, err))
            return err->code;
    }
    return 0;
}

static cJSON *find_in(cJSON *list, const char *name)
{
    cJSON *gate;

    cJSON_ArrayForEach(gate, list)
    {
        if (strcmp(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(gate, "gate")), name) == 0)
            return gate;
    }
    return NULL;
}

/* Members of `from` take the place of those that `to` has. */
static void put_members(cJSON *to, const cJSON *from)
{
    const cJSON *member;

    cJSON_ArrayForEach(member, from)
    {
        cJSON_DeleteItemFromObjectCaseSensitive(to, member->string);
        cJSON_AddItemToObject(to, member->string, cJSON_Duplicate(member, true));
    }
}

static cJSON *put_gate(cJSON *all, const struct gate *gate)
{
    cJSON *json = cJSON_Parse(gate->standard);

    cJSON_AddStringToObject(json, "gate", gate->name);
    cJSON_AddItemToArray(all, json);
    return json;
}

static void put_standard(cJSON *all, double reject_share)
{
    for (size_t i = 0; i < sizeof gates / sizeof *gates; i++)
        if (gates[i].always)
            put_gate(all, &gates[i]);
    cJSON_AddNumberToObject(find_in(all, "reject-share"), "share", reject_share);
}

/* `declares`: a gate that is not there yet is added, else it is an error. */
static int put_list(
    cJSON *all, const cJSON *list, bool declares, const struct contract *contract, struct err *err)
{
    const cJSON *gate;

    cJSON_ArrayForEach(gate, list)
    {
        const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(gate, "gate"));
        cJSON *known = find_in(all, name);

        if (!known && !declares) {
            err_set(err, EX_CONFIG, "the source sets gate '%s', which feed '%s' does not have",
                name, contract->name);
            return err_hint(err, "declare it in 'gates' of '%s'", contract->path);
        }
        put_members(known ? known : put_gate(all, find(name)), gate);
    }
    return 0;
}

/* Those that are off are not asked. */
static void drop_off(cJSON *all)
{
    cJSON *gate = all->child;

    while (gate) {
        cJSON *next = gate->next;

        if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(gate, "off")))
            cJSON_Delete(cJSON_DetachItemViaPointer(all, gate));
        gate = next;
    }
}

bool gates_declares(const struct contract *contract, const char *name)
{
    return find_in(cJSON_GetObjectItemCaseSensitive(contract->json, "gates"), name) != NULL;
}

char *gates_for(
    const struct contract *contract, const char *source, double reject_share, struct err *err)
{
    cJSON *all = cJSON_CreateArray(), *theirs = source ? json_parse(source, "--gates", err) : NULL;
    char *text = NULL, *copy = NULL;

    put_standard(all, reject_share);
    put_list(all, cJSON_GetObjectItemCaseSensitive(contract->json, "gates"), true, contract, err);
    if (!err->code && !gates_check(theirs, NULL, "--gates", err) &&
        !put_list(all, theirs, false, contract, err)) {
        drop_off(all);
        text = cJSON_PrintUnformatted(all);
        copy = mem_text(text);
    }
    cJSON_free(text);
    cJSON_Delete(all);
    cJSON_Delete(theirs);
    return copy;
}
