#include "source/drift.h"
#include "base/json.h"
#include "base/log.h"
#include "source/drift_policy.h"
#include "source/near.h"
#include "source/table_check.h"
#include "source/xlsx_value.h"

#include <string.h>

enum { LIST_MAXIMUM = 32 * 1024 };

static bool is_text(const struct source *source, const cJSON *item, const char *name)
{
    return cJSON_IsString(item) && source_same_column(source, item->valuestring, name);
}

/* Whether a member's text, or one of its list, is the name. */
static bool names(const struct source *source, const cJSON *member, const char *name)
{
    const cJSON *item;

    if (is_text(source, member, name))
        return true;
    if (cJSON_IsArray(member))
        cJSON_ArrayForEach(item, member)
        {
            if (is_text(source, item, name))
                return true;
        }
    return false;
}

static bool same_table(const char *left, const char *right)
{
    return left == right || (left && right && strcmp(left, right) == 0);
}

static const char *table_of(const cJSON *object)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "table"));
}

/* Whether anything below `json`, which is about `about`, takes the column from `table`. */
static bool uses(const struct source *source, const cJSON *json, const char *about,
    const char *table, const char *column)
{
    const cJSON *item;
    const char *own =
        cJSON_IsObject(json) && cJSON_HasObjectItem(json, "table") ? table_of(json) : about;
    bool here = same_table(own, table);

    cJSON_ArrayForEach(item, json)
    {
        const char *member = item->string ? item->string : "";
        bool column_member = strcmp(member, "path") == 0 || strcmp(member, "key") == 0 ||
                             strcmp(member, "value") == 0 || strcmp(member, "by") == 0 ||
                             strcmp(member, "unused") == 0;

        if (here && column_member && names(source, item, column))
            return true;
        if ((cJSON_IsObject(item) || cJSON_IsArray(item)) && uses(source, item, own, table, column))
            return true;
    }
    return false;
}

/* Whether the table's column is one that the source does not know. */
static bool is_new(
    const struct source *source, const char *table, const struct rows *rows, size_t column)
{
    const char *name = rows->columns[column], *since = source->http.since_path;

    return name[0] &&
           !uses(source, cJSON_GetObjectItemCaseSensitive(source->json, "feeds"), NULL, table,
               name) &&
           !table_check_names(source, table, name) && !(since && strcmp(name, since) == 0);
}

/* Columns by a policy, as text and as a JSON list. */
struct list {
    struct buf text, json;
    size_t count;
};

static void list_init(struct list *list)
{
    buf_init(&list->text, LIST_MAXIMUM);
    buf_init(&list->json, LIST_MAXIMUM);
    list->count = 0;
}

static void list_release(struct list *list)
{
    buf_release(&list->text);
    buf_release(&list->json);
}

static int stop(const struct source *source, const char *file, const char *list, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' has columns that source '%s' does not know: %.300s", file,
        source->name, list);
    return err_hint(err, "map them, or name them in 'unused' in '%s'", source->path);
}

int drift_check(const struct source *source, const char *table, const struct rows *rows,
    const char *file, struct tally *tally, struct err *err)
{
    struct list lists[2]; /* of those that stop, and those that are warned of */

    list_init(&lists[SOURCE_DRIFT_STOP]);
    list_init(&lists[SOURCE_DRIFT_WARN]);
    for (size_t i = 0; i < rows->column_count; i++) {
        char letters[XLSX_LETTERS];
        enum source_drift policy = drift_policy(source, DRIFT_NEW, rows->columns[i]);
        struct list *list;

        if (policy == SOURCE_DRIFT_IGNORE || !is_new(source, table, rows, i))
            continue;
        list = &lists[policy];
        xlsx_letters(i, letters);
        buf_addf(&list->json, "%s\"%s\"", list->count ? "," : "[", letters);
        buf_addf(&list->text, "%s%s", list->count++ ? ", " : "", letters);
    }
    if (lists[SOURCE_DRIFT_STOP].count)
        stop(source, file, buf_text(&lists[SOURCE_DRIFT_STOP].text), err);
    else if (lists[SOURCE_DRIFT_WARN].count) {
        buf_add_char(&lists[SOURCE_DRIFT_WARN].json, ']');
        log_warning("'%s' has columns that source '%s' does not know: %s", file, source->name,
            buf_text(&lists[SOURCE_DRIFT_WARN].text));
        tally_extra(tally, "drift", buf_text(&lists[SOURCE_DRIFT_WARN].json));
    }
    list_release(&lists[SOURCE_DRIFT_STOP]);
    list_release(&lists[SOURCE_DRIFT_WARN]);
    return err->code;
}

/* A new column whose name is like that of one that is absent: its letters, or false. */
static bool guess(const struct plan *plan, const struct rows *rows, const char *absent,
    char letters[XLSX_LETTERS])
{
    for (size_t i = 0; i < rows->column_count; i++)
        if (names_near(rows->columns[i], absent) && is_new(plan->source, plan->table, rows, i)) {
            xlsx_letters(i, letters);
            return true;
        }
    return false;
}

/* What "columns" says of it, else the stricter of "renamed", where one is like it, and a warning that
 * "missing" asks for; that a needed one stops is left to mapping_bind(). */
static enum source_drift absent_policy(const struct plan *plan, const char *name, bool renamed)
{
    const enum source_drift *kinds = plan->source->drift.kinds;
    int own = drift_policy_of(plan->source, name);
    enum source_drift policy =
        kinds[DRIFT_MISSING] == SOURCE_DRIFT_WARN ? SOURCE_DRIFT_WARN : SOURCE_DRIFT_IGNORE;

    if (own >= 0)
        return (enum source_drift)own;
    return renamed && kinds[DRIFT_RENAMED] < policy ? kinds[DRIFT_RENAMED] : policy;
}

static void add_absent(struct list *list, const char *name, const char *letters)
{
    buf_addf(&list->text, "%s'%s'", list->count++ ? ", " : "", name);
    if (letters)
        buf_addf(&list->text, " (column %s may be it under another name)", letters);
}

static int stop_absent(const struct plan *plan, const char *file, const char *list, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' lacks columns without which source '%s' stops: %.300s", file,
        plan->source->name, list);
    return err_hint(err,
        "have it delivered with them; where one has another name now, add that to its 'path' in "
        "'%s'",
        plan->source->path);
}

int drift_absent(const struct plan *plan, const struct rows *rows, const char *file,
    struct tally *tally, struct err *err)
{
    bool fails = err->code != 0;
    cJSON *all = cJSON_CreateArray();
    struct list lists[2];
    char *json;

    list_init(&lists[SOURCE_DRIFT_STOP]);
    list_init(&lists[SOURCE_DRIFT_WARN]);
    for (size_t i = 0; rows->columns && i < plan->path_count; i++) {
        char letters[XLSX_LETTERS];
        bool renamed;
        enum source_drift policy;

        if (rows->positions[i] != PATH_ABSENT)
            continue;
        cJSON_AddItemToArray(all, cJSON_CreateString(plan->paths[i]));
        renamed = guess(plan, rows, plan->paths[i], letters);
        policy = absent_policy(plan, plan->paths[i], renamed);
        if (fails)
            policy = SOURCE_DRIFT_WARN;
        if (policy != SOURCE_DRIFT_IGNORE)
            add_absent(&lists[policy], plan->paths[i], renamed ? letters : NULL);
    }
    json = all->child ? cJSON_PrintUnformatted(all) : NULL;
    if (json)
        tally_extra(tally, "absent", json);
    if (lists[SOURCE_DRIFT_WARN].count)
        log_warning("'%s' lacks columns that feed '%s' maps: %s", file, plan->feed,
            buf_text(&lists[SOURCE_DRIFT_WARN].text));
    if (lists[SOURCE_DRIFT_STOP].count)
        stop_absent(plan, file, buf_text(&lists[SOURCE_DRIFT_STOP].text), err);
    list_release(&lists[SOURCE_DRIFT_STOP]);
    list_release(&lists[SOURCE_DRIFT_WARN]);
    cJSON_free(json);
    cJSON_Delete(all);
    return err->code;
}
