#include "source/whole.h"
#include "base/json.h"

#include <string.h>

static int wrong(const char *path, struct err *err, const char *what)
{
    err_set(err, EX_CONFIG, "%s", what);
    return err_detail(err, "'whole' of a delivery in '%s'", path);
}

/* A name or pattern of files that stand beside the delivery. */
static int check_name(const char *name, const char *path, struct err *err)
{
    if (name && (!*name || strchr(name, '/')))
        return wrong(path, err, "'suffix' and 'file' must be names, without a folder");
    return 0;
}

static int load_stable(struct whole *whole, const cJSON *json, const char *path, struct err *err)
{
    static const char *const known[] = {"by", "seconds", NULL};

    whole->by = WHOLE_STABLE;
    if (json_known(json, known, path, err) < 0 ||
        json_number(json, "seconds", 60, &whole->seconds, path, err) < 0)
        return err->code;
    if (!(whole->seconds >= 1 && whole->seconds <= WHOLE_SECONDS_MAXIMUM))
        return wrong(path, err, "'seconds' must be from 1 to 604800");
    return 0;
}

static int load_marked(struct whole *whole, const cJSON *json, const char *path, struct err *err)
{
    static const char *const known[] = {"by", "suffix", NULL};

    whole->by = WHOLE_MARKED;
    if (json_known(json, known, path, err) < 0 ||
        json_text(json, "suffix", ".done", &whole->suffix, path, err) < 0)
        return err->code;
    return check_name(whole->suffix, path, err);
}

static int load_listed(struct whole *whole, const cJSON *json, const char *path, struct err *err)
{
    static const char *const known[] = {"by", "file", NULL};

    whole->by = WHOLE_LISTED;
    if (json_known(json, known, path, err) < 0 ||
        json_text(json, "file", "*.sha256", &whole->file, path, err) < 0)
        return err->code;
    return check_name(whole->file, path, err);
}

int whole_load(struct whole *whole, const cJSON *json, const char *path, struct err *err)
{
    const char *by;

    *whole = (struct whole){.by = WHOLE_AS_IT_STANDS};
    if (!json)
        return 0;
    if (!cJSON_IsObject(json))
        return wrong(path, err, "'whole' must be an object such as {\"by\": \"stable\"}");
    if (json_required(json, "by", &by, path, err) < 0)
        return err->code;
    if (strcmp(by, "stable") == 0)
        return load_stable(whole, json, path, err);
    if (strcmp(by, "marker") == 0)
        return load_marked(whole, json, path, err);
    if (strcmp(by, "listed") == 0)
        return load_listed(whole, json, path, err);
    return wrong(path, err, "'by' must be one of 'stable', 'marker', 'listed'");
}

void whole_release(struct whole *whole)
{
    listing_release(&whole->listing);
}
