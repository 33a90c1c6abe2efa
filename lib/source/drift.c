#include "source/drift.h"
#include "base/json.h"
#include "base/log.h"
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

static size_t list_new(const struct source *source, const char *table, const struct rows *rows,
    struct buf *json, struct buf *text)
{
    const cJSON *feeds = cJSON_GetObjectItemCaseSensitive(source->json, "feeds");
    const char *since = source->http.since_path;
    size_t count = 0;

    for (size_t i = 0; i < rows->column_count; i++) {
        char letters[XLSX_LETTERS];

        if (!rows->columns[i][0] || uses(source, feeds, NULL, table, rows->columns[i]) ||
            table_check_names(source, table, rows->columns[i]) ||
            (since && strcmp(rows->columns[i], since) == 0))
            continue;
        xlsx_letters(i, letters);
        buf_addf(json, "%s\"%s\"", count ? "," : "[", letters);
        buf_addf(text, "%s%s", count ? ", " : "", letters);
        count++;
    }
    buf_add_char(json, ']');
    return count;
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
    struct buf json = BUF_INIT(LIST_MAXIMUM), text = BUF_INIT(LIST_MAXIMUM);
    int code = 0;

    if (source->drift != SOURCE_DRIFT_IGNORE && list_new(source, table, rows, &json, &text)) {
        if (source->drift == SOURCE_DRIFT_STOP) {
            code = stop(source, file, buf_text(&text), err);
        } else {
            log_warning("'%s' has columns that source '%s' does not know: %s", file, source->name,
                buf_text(&text));
            tally_extra(tally, "drift", buf_text(&json));
        }
    }
    buf_release(&json);
    buf_release(&text);
    return code;
}

static cJSON *list_absent(const struct plan *plan, const struct rows *rows, struct buf *text)
{
    cJSON *list = cJSON_CreateArray();

    for (size_t i = 0; rows->columns && i < plan->path_count; i++)
        if (rows->positions[i] == PATH_ABSENT) {
            buf_addf(text, "%s'%s'", text->length ? ", " : "", plan->paths[i]);
            cJSON_AddItemToArray(list, cJSON_CreateString(plan->paths[i]));
        }
    return list;
}

void drift_absent(const struct plan *plan, const struct rows *rows, const char *file, bool fails,
    struct tally *tally)
{
    struct buf text = BUF_INIT(LIST_MAXIMUM);
    cJSON *list = list_absent(plan, rows, &text);
    char *json = text.length ? cJSON_PrintUnformatted(list) : NULL;

    if (json)
        tally_extra(tally, "absent", json);
    if (json && fails)
        log_warning(
            "'%s' lacks columns that feed '%s' maps: %s", file, plan->feed, buf_text(&text));
    cJSON_free(json);
    cJSON_Delete(list);
    buf_release(&text);
}
