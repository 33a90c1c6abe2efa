#include "pipeline/declaration.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/memory.h"
#include "store/schema.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { DECLARATION_MAXIMUM = 1024 * 1024, DECLARATIONS_MAXIMUM = 1000 };

static const char placeholder[] = "{programme}";

static int check_texts(const cJSON *list, const char *member, const char *path, struct err *err)
{
    const cJSON *item;

    if (list && !cJSON_IsArray(list) && !cJSON_IsObject(list))
        err_set(err, EX_CONFIG, "'%s' of '%s' must be texts", member, path);
    cJSON_ArrayForEach(item, list)
    {
        if (!cJSON_IsString(item))
            err_set(err, EX_CONFIG, "'%s' of '%s' must be texts", member, path);
    }
    return err->code;
}

static int check_step(const cJSON *step, bool tables, const char *path, struct err *err)
{
    static const char *const known[] = {"command", "query", "values", "into", NULL};
    const cJSON *command = cJSON_GetObjectItemCaseSensitive(step, "command");
    const char *text;

    if (json_known(step, known, path, err) < 0 ||
        json_required(step, "into", &text, path, err) < 0 ||
        json_text(step, "query", NULL, &text, path, err) < 0 ||
        check_texts(command, "command", path, err) ||
        check_texts(cJSON_GetObjectItemCaseSensitive(step, "values"), "values", path, err))
        return err->code;
    if (!cJSON_IsArray(command) || !cJSON_GetArraySize(command))
        return err_set(err, EX_CONFIG, "'command' of '%s' must be a list of texts", path);
    if (!text && !tables)
        return err_set(
            err, EX_CONFIG, "a step of '%s' has no 'query', and there are no 'tables'", path);
    return 0;
}

static int check_steps(const cJSON *declaration, const char *path, struct err *err)
{
    const cJSON *steps = cJSON_GetObjectItemCaseSensitive(declaration, "steps"), *step;
    const cJSON *tables = cJSON_GetObjectItemCaseSensitive(declaration, "tables");

    if (check_texts(tables, "tables", path, err))
        return err->code;
    if (!cJSON_IsArray(steps) || !cJSON_GetArraySize(steps))
        return err_set(err, EX_CONFIG, "'steps' of '%s' must be a list of one or more", path);
    cJSON_ArrayForEach(step, steps)
    {
        if (check_step(step, cJSON_GetArraySize(tables) > 0, path, err))
            return err->code;
    }
    return 0;
}

static int check(const cJSON *declaration, const char *path, struct err *err)
{
    static const char *const known[] = {"name", "programmes", "title", "description", "comparators",
        "outcome", "perspective", "horizon", "price_year", "seed", "references", "needs", "tables",
        "steps", NULL};
    static const char *const required[] = {"name", "title", "description", "comparators", "outcome",
        "perspective", "horizon", "price_year", NULL};
    const char *text;
    double seed;

    if (json_known(declaration, known, path, err) < 0)
        return err->code;
    for (const char *const *member = required; *member; member++)
        if (json_required(declaration, *member, &text, path, err) < 0)
            return err->code;
    if (json_text(declaration, "needs", NULL, &text, path, err) < 0 ||
        json_number(declaration, "seed", 1, &seed, path, err) < 0 ||
        check_texts(
            cJSON_GetObjectItemCaseSensitive(declaration, "references"), "references", path, err) ||
        check_texts(
            cJSON_GetObjectItemCaseSensitive(declaration, "programmes"), "programmes", path, err))
        return err->code;
    if (seed < 0 || seed > 1e15 || seed != (double)(long long)seed)
        return err_set(err, EX_CONFIG, "'seed' of '%s' must be a whole number", path);
    return check_steps(declaration, path, err);
}

/* The file's name is the analysis's, so that who sees one finds the other. */
static int check_name(const cJSON *declaration, const char *path, struct err *err)
{
    const char *name = declaration_name(declaration), *file = path_name(path);
    size_t length = strlen(name);

    if (strncmp(file, name, length) == 0 && strcmp(file + length, ".json") == 0)
        return 0;
    return err_set(err, EX_CONFIG, "'name' of '%s' must be the file's", path);
}

/* `text` with the programme's code in the place of each {programme}; to be freed. */
static char *fill(const char *text, const char *programme)
{
    struct buf filled = BUF_INIT(DECLARATION_MAXIMUM * 2);
    const char *at;
    char *result;

    while ((at = strstr(text, placeholder))) {
        buf_add(&filled, text, (size_t)(at - text));
        buf_add_text(&filled, programme);
        text = at + strlen(placeholder);
    }
    buf_add_text(&filled, text);
    result = mem_text(buf_text(&filled));
    buf_release(&filled);
    return result;
}

static int add(struct declarations *declarations, cJSON *declaration, struct err *err)
{
    if (declarations->count == DECLARATIONS_MAXIMUM) {
        cJSON_Delete(declaration);
        return err_set(err, EX_CONFIG, "more than %d analyses", DECLARATIONS_MAXIMUM);
    }
    declarations->items =
        mem_grow(declarations->items, declarations->count + 1, sizeof *declarations->items);
    declarations->items[declarations->count++] = declaration;
    return 0;
}

static int add_filled(struct declarations *declarations, const char *text, const char *programme,
    const char *path, struct err *err)
{
    char *filled = fill(text, programme), *name;
    cJSON *declaration = json_parse(filled, path, err);

    free(filled);
    if (!declaration)
        return err->code;
    name = mem_format("%s-%s", programme, declaration_name(declaration));
    cJSON_ReplaceItemInObjectCaseSensitive(declaration, "name", cJSON_CreateString(name));
    cJSON_ReplaceItemInObjectCaseSensitive(
        declaration, "programmes", cJSON_CreateString(programme));
    free(name);
    return add(declarations, declaration, err);
}

static int read_file(struct declarations *declarations, const char *path, struct err *err)
{
    char *text = file_read(path, DECLARATION_MAXIMUM, NULL, err);
    cJSON *json = text ? json_parse(text, path, err) : NULL;
    const cJSON *programmes = cJSON_GetObjectItemCaseSensitive(json, "programmes"), *programme;

    if (json && check(json, path, err) == 0 && check_name(json, path, err) == 0) {
        cJSON_ArrayForEach(programme, programmes)
        {
            if (add_filled(declarations, text, programme->valuestring, path, err))
                break;
        }
        if (!programmes) {
            add(declarations, json, err);
            json = NULL;
        }
    }
    cJSON_Delete(json);
    free(text);
    return err->code;
}

int declarations_read(struct declarations *declarations, const char *folder, struct err *err)
{
    struct path_list list = {0};

    *declarations = (struct declarations){0};
    path_list_read(&list, folder, ".json", err);
    for (size_t i = 0; i < list.count && !err->code; i++)
        read_file(declarations, list.paths[i], err);
    path_list_release(&list);
    return err->code;
}

void declarations_release(struct declarations *declarations)
{
    for (size_t i = 0; i < declarations->count; i++)
        cJSON_Delete(declarations->items[i]);
    free(declarations->items);
    *declarations = (struct declarations){0};
}

const char *declaration_name(const cJSON *declaration)
{
    return cJSON_GetObjectItemCaseSensitive(declaration, "name")->valuestring;
}
