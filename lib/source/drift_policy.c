#include "source/drift_policy.h"
#include "base/json.h"

#include <stdio.h>
#include <string.h>

static const char *const words[] = {"stop", "warn", "ignore", NULL};
static const char *const kinds[DRIFT_KINDS] = {"new", "missing", "renamed", "retyped", "codes"};

static int word_of(const char *text)
{
    for (int i = 0; text && words[i]; i++)
        if (strcmp(words[i], text) == 0)
            return i;
    return -1;
}

static int wrong_word(const char *what, const char *where, struct err *err)
{
    err_set(err, EX_CONFIG, "'%.60s' must be stop, warn or ignore", what);
    return err_detail(err, "in '%s'", where);
}

static int load_kinds(
    struct drift_policy *policy, const cJSON *json, const char *where, struct err *err)
{
    for (size_t i = 0; i < DRIFT_KINDS; i++) {
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, kinds[i]);
        int word = word_of(cJSON_GetStringValue(item));

        if (item && word < 0)
            return wrong_word(kinds[i], where, err);
        if (item)
            policy->kinds[i] = (enum source_drift)word;
    }
    return 0;
}

static int load_columns(const cJSON *columns, const char *where, struct err *err)
{
    const cJSON *column;

    if (columns && !cJSON_IsObject(columns)) {
        err_set(err, EX_CONFIG, "'columns' must be an object: a column, and stop, warn or ignore");
        return err_detail(err, "in '%s'", where);
    }
    cJSON_ArrayForEach(column, columns)
    {
        if (word_of(cJSON_GetStringValue(column)) < 0)
            return wrong_word(column->string, where, err);
    }
    return 0;
}

static int load_share(
    struct drift_policy *policy, const cJSON *json, const char *where, struct err *err)
{
    double minimum;

    if (json_number(json, "share", 0.5, &policy->share, where, err) < 0 ||
        json_number(json, "minimum", 20, &minimum, where, err) < 0)
        return err->code;
    policy->minimum = minimum > 0 ? (uint64_t)minimum : 0;
    if (policy->share >= 0 && policy->share <= 1 && minimum >= 0 && minimum <= 1e9)
        return 0;
    err_set(err, EX_CONFIG, "'share' must be from 0 to 1, and 'minimum' not negative");
    return err_detail(err, "in '%s'", where);
}

int drift_policy_load(struct source *source, struct err *err)
{
    static const char *const known[] = {
        "new", "missing", "renamed", "retyped", "codes", "share", "minimum", "columns", NULL};
    const cJSON *json = cJSON_GetObjectItemCaseSensitive(source->json, "drift");
    struct drift_policy *policy = &source->drift;
    char where[400];

    *policy = (struct drift_policy){.kinds = {SOURCE_DRIFT_WARN, SOURCE_DRIFT_STOP,
                                        SOURCE_DRIFT_WARN, SOURCE_DRIFT_WARN, SOURCE_DRIFT_WARN},
        .share = 0.5,
        .minimum = 20};
    snprintf(where, sizeof where, "%.300s: drift", source->path);
    if (cJSON_IsString(json)) {
        int word = word_of(json->valuestring);

        if (word < 0)
            return wrong_word("drift", source->path, err);
        policy->kinds[DRIFT_NEW] = (enum source_drift)word;
        return 0;
    }
    if (json && !cJSON_IsObject(json)) {
        err_set(err, EX_CONFIG, "'drift' must be stop, warn or ignore, or an object of them");
        return err_detail(err, "in '%s'", source->path);
    }
    if (json_known(json, known, where, err) < 0 || load_kinds(policy, json, where, err) ||
        load_share(policy, json, where, err) ||
        load_columns(cJSON_GetObjectItemCaseSensitive(json, "columns"), where, err))
        return err->code;
    return 0;
}

int drift_policy_of(const struct source *source, const char *column)
{
    const cJSON *drift = cJSON_GetObjectItemCaseSensitive(source->json, "drift"), *item;

    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(drift, "columns"))
    {
        if (source_same_column(source, item->string, column))
            return word_of(item->valuestring);
    }
    return -1;
}

enum source_drift drift_policy(
    const struct source *source, enum drift_kind kind, const char *column)
{
    int own = column ? drift_policy_of(source, column) : -1;

    return own >= 0 ? (enum source_drift)own : source->drift.kinds[kind];
}
