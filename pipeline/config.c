#include "pipeline/config.h"
#include "pipeline/postcodes.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/tree.h"
#include "privacy/key.h"
#include "record/dates.h"

#include <libpq-fe.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *const settings[] = {"name", "as_of", "var", "keys", "domain",
    "allow_test_identifiers", "codes", "figures", "postcodes", "reject_share", "database",
    "deliveries", NULL};

bool is_url(const char *location)
{
    return strncmp(location, "http://", 7) == 0 || strncmp(location, "https://", 8) == 0;
}

static char *current_folder(struct err *err)
{
    char *folder = mem_alloc(PATH_MAX);

    if (getcwd(folder, PATH_MAX))
        return folder;
    err_errno(err, EX_OSERR, "cannot find the current folder");
    free(folder);
    return NULL;
}

/* `relative` below `folder`, unless it is absolute or a URL. */
static char *below(const char *folder, const char *relative)
{
    if (relative[0] == '/' || is_url(relative))
        return mem_text(relative);
    return mem_format("%s/%s", folder, relative);
}

static char *folder_of(const char *path, struct err *err)
{
    char *absolute = realpath(path, NULL);

    if (!absolute) {
        err_errno(err, EX_CONFIG, "cannot read configuration '%s'", path);
        err_hint(err, "name the file with --config, or call it '%s' in the current folder",
            CONFIG_DEFAULT);
        return NULL;
    }
    *strrchr(absolute, '/') = '\0';
    return absolute;
}

static int read_night(struct config *config, const char *as_of, struct err *err)
{
    const char *text = as_of;
    time_t now = time(NULL);
    struct tm local;
    int32_t days;

    if (!text && json_text(config->json, "as_of", NULL, &text, config->path, err) < 0)
        return err->code;
    if (!text) {
        if (!localtime_r(&now, &local) ||
            !strftime(config->night, sizeof config->night, "%Y-%m-%d", &local))
            return err_set(err, EX_OSERR, "cannot tell today's date");
        return 0;
    }
    if (!date_parse(text, strlen(text), &days)) {
        err_set(
            err, as_of ? EX_USAGE : EX_CONFIG, "'%s' is not a date", as_of ? "--as-of" : "as_of");
        return err_hint(err, "write it as YYYY-MM-DD, between 1900 and 2100");
    }
    date_format(days, config->night);
    return 0;
}

static int read_simple(struct config *config, const char *here, struct err *err)
{
    const char *var, *keys;

    if (json_text(config->json, "name", "ontrack", &config->name, config->path, err) < 0 ||
        json_text(config->json, "domain", "ontrack", &config->domain, config->path, err) < 0 ||
        json_text(config->json, "var", "var", &var, config->path, err) < 0 ||
        json_text(config->json, "keys", "var/keys", &keys, config->path, err) < 0 ||
        json_flag(config->json, "allow_test_identifiers", false, &config->allow_test_identifiers,
            config->path, err) < 0 ||
        json_number(config->json, "reject_share", 0.2, &config->reject_share, config->path, err) <
            0)
        return err->code;
    if (config->reject_share < 0 || config->reject_share > 1)
        return err_set(err, EX_CONFIG, "'reject_share' must be between 0 and 1");
    if (!key_domain_valid(config->domain)) {
        err_set(err, EX_CONFIG, "'domain' must be 1 to %d of a-z, 0-9, '-' and '_'",
            KEY_DOMAIN_MAXIMUM);
        return err_detail(err, "in '%s'", config->path);
    }
    config->var = below(here, var);
    config->keys = below(here, keys);
    return 0;
}

static int add_codes(struct config *config, char *path, struct err *err)
{
    struct stat status;

    config->codes[config->code_count++] = path;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return 0;
    err_set(err, EX_CONFIG, "'%s' is no folder", path);
    return err_detail(err, "in 'codes' of '%s'", config->path);
}

/* The items of a list of texts into *first, which is NULL where there are none; how many there are. */
static size_t read_list(const struct config *config, const char *member, const char *what,
    const cJSON **first, struct err *err)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(config->json, member), *item;
    size_t count = (size_t)cJSON_GetArraySize(list);

    *first = NULL;
    if (list && !cJSON_IsArray(list))
        err_set(err, EX_CONFIG, "'%s' must be a list of %s", member, what);
    cJSON_ArrayForEach(item, list)
    {
        if (!cJSON_IsString(item))
            err_set(err, EX_CONFIG, "'%s' must be a list of %s", member, what);
    }
    if (!err->code && count > CONFIG_LIST_MAXIMUM)
        err_set(err, EX_CONFIG, "'%s' names more than %d %s", member, CONFIG_LIST_MAXIMUM, what);
    if (err->code)
        return 0;
    *first = list ? list->child : NULL;
    return count;
}

static int read_codes(struct config *config, const char *folder, struct err *err)
{
    char *own = tree_path("contracts/codes", err);
    const cJSON *item;
    size_t count = own ? read_list(config, "codes", "folders", &item, err) : 0;

    if (!own)
        return err->code;
    config->codes = mem_array(count + 1, sizeof *config->codes);
    config->codes[config->code_count++] = own;
    for (; item && !err->code; item = item->next)
        add_codes(config, below(folder, item->valuestring), err);
    return err->code;
}

static int read_figures(struct config *config, const char *folder, struct err *err)
{
    const char *figures;
    struct stat status;

    if (json_text(config->json, "figures", NULL, &figures, config->path, err) < 0 || !figures)
        return err->code;
    config->figures = below(folder, figures);
    if (stat(config->figures, &status) == 0 && S_ISDIR(status.st_mode))
        return 0;
    err_set(err, EX_CONFIG, "'%s' is no folder", config->figures);
    return err_detail(err, "it is 'figures' of '%s'", config->path);
}

static int read_postcodes(struct config *config, const char *folder, struct err *err)
{
    const cJSON *item;
    size_t count = read_list(config, "postcodes", "files", &item, err);

    config->postcodes = mem_array(count, sizeof *config->postcodes);
    for (; item; item = item->next)
        config->postcodes[config->postcode_count++].path = below(folder, item->valuestring);
    return err->code ? err->code : postcodes_read(config, err);
}

/* Programs are given the location as an argument, which others on the machine can read. */
static int check_location(const char *location, struct err *err)
{
    const char *host = is_url(location) ? strstr(location, "://") + 3 : NULL;

    if (!host || !memchr(host, '@', strcspn(host, "/?#")))
        return 0;
    err_set(err, EX_CONFIG, "a location names a user, and perhaps a password");
    return err_hint(
        err, "put the secret into a file and name that as 'api_key_file' in the source");
}

/* A location that `whole` can't be said of, or that could never be taken. */
static int check_whole(const struct config_delivery *delivery, const char *path, struct err *err)
{
    char *name = delivery_name(delivery->location);

    if (delivery->whole.by != WHOLE_AS_IT_STANDS && is_url(delivery->location)) {
        err_set(err, EX_CONFIG, "'whole' is for files, and a location with it is a URL");
        err_detail(err, "in '%s'", path);
        err_hint(err, "leave it out: what a server sends is taken only where it is whole");
    } else if (whole_ignores(&delivery->whole, name)) {
        err_set(err, EX_CONFIG, "a location names what is never a delivery: '%s'", name);
        err_detail(
            err, "in '%s': it is a temporary name, or a marker or checksum of 'whole'", path);
    }
    free(name);
    return err->code;
}

static int read_deliveries(struct config *config, const char *folder, struct err *err)
{
    static const char *const members[] = {"source", "location", "whole", NULL};
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(config->json, "deliveries");
    const cJSON *item;

    if (!cJSON_IsArray(list) || !cJSON_GetArraySize(list)) {
        err_set(err, EX_CONFIG, "'deliveries' must be a list of one or more");
        return err_detail(err, "in '%s'", config->path);
    }
    config->deliveries = mem_array((size_t)cJSON_GetArraySize(list), sizeof *config->deliveries);
    cJSON_ArrayForEach(item, list)
    {
        struct config_delivery *delivery = &config->deliveries[config->delivery_count];
        const char *source, *location;

        if (!cJSON_IsObject(item))
            return err_set(err, EX_CONFIG,
                "a delivery must be {\"source\", \"location\"}, perhaps with \"whole\"");
        if (json_known(item, members, config->path, err) < 0 ||
            json_required(item, "source", &source, config->path, err) < 0 ||
            json_required(item, "location", &location, config->path, err) < 0 ||
            check_location(location, err))
            return err->code;
        delivery->source = below(folder, source);
        delivery->location = below(folder, location);
        config->delivery_count++;
        if (whole_load(&delivery->whole, cJSON_GetObjectItemCaseSensitive(item, "whole"),
                config->path, err) ||
            check_whole(delivery, config->path, err))
            return err->code;
    }
    return 0;
}

/* libpq's own table tells which environment variable stands for a keyword. */
static const PQconninfoOption *option_of(const PQconninfoOption *options, const char *keyword)
{
    for (; options && options->keyword; options++)
        if (options->envvar && strcmp(options->keyword, keyword) == 0)
            return options;
    return NULL;
}

static int read_database(const struct config *config, struct err *err)
{
    const cJSON *database = cJSON_GetObjectItemCaseSensitive(config->json, "database");
    PQconninfoOption *options = PQconndefaults();
    const cJSON *item;
    int code = 0;

    if (database && !cJSON_IsObject(database))
        code = err_set(err, EX_CONFIG, "'database' must be an object of libpq's keywords");
    cJSON_ArrayForEach(item, database)
    {
        const PQconninfoOption *option = option_of(options, item->string);

        if (code)
            break;
        if (strcmp(item->string, "password") == 0) {
            code = err_set(err, EX_CONFIG, "'%s' holds a password", config->path);
            err_hint(err, "put it into a passfile of mode 0600 and name that as 'passfile'");
        } else if (!option || !cJSON_IsString(item)) {
            code = err_set(err, EX_CONFIG,
                "'database' takes libpq's keywords with texts, not '%.60s'", item->string);
        } else {
            setenv(option->envvar, item->valuestring, 1);
        }
    }
    PQconninfoFree(options);
    if (!code && getenv("PGPASSWORD")) {
        code = err_set(err, EX_CONFIG, "PGPASSWORD is set");
        err_hint(err, "other programs can read an environment; use a passfile (PGPASSFILE)");
    }
    return code;
}

int config_load(struct config *config, const char *path, const char *as_of, struct err *err)
{
    char *folder = NULL, *here = NULL;

    *config = (struct config){.path = path ? path : CONFIG_DEFAULT};
    folder = folder_of(config->path, err);
    here = folder ? current_folder(err) : NULL;
    config->json = here ? json_load(config->path, err) : NULL;
    if (config->json && json_known(config->json, settings, config->path, err) == 0 &&
        read_night(config, as_of, err) == 0 && read_simple(config, here, err) == 0 &&
        read_codes(config, folder, err) == 0 && read_figures(config, folder, err) == 0 &&
        read_postcodes(config, folder, err) == 0 && read_deliveries(config, folder, err) == 0)
        read_database(config, err);
    free(folder);
    free(here);
    return err->code;
}

void config_release(struct config *config)
{
    for (size_t i = 0; i < config->code_count; i++)
        free(config->codes[i]);
    for (size_t i = 0; i < config->delivery_count; i++) {
        free(config->deliveries[i].source);
        free(config->deliveries[i].location);
        whole_release(&config->deliveries[i].whole);
    }
    for (size_t i = 0; i < config->postcode_count; i++)
        free(config->postcodes[i].path);
    free(config->codes);
    free(config->figures);
    free(config->postcodes);
    free(config->postcodes_edition);
    free(config->deliveries);
    free(config->var);
    free(config->keys);
    cJSON_Delete(config->json);
    *config = (struct config){0};
}
