#include "source/json_path.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_MAXIMUM = 512, NAME_MAXIMUM = 256 };

void json_paths_init(struct json_paths *paths, const char *const *list, size_t count)
{
    *paths = (struct json_paths){.count = count, .paths = list};
    paths->texts = mem_array(count, sizeof *paths->texts);
    paths->numbers = mem_array(count, sizeof *paths->numbers);
    for (size_t i = 0; i < count; i++)
        buf_init(&paths->numbers[i], NUMBER_MAXIMUM);
}

void json_paths_release(struct json_paths *paths)
{
    for (size_t i = 0; i < paths->count; i++)
        buf_release(&paths->numbers[i]);
    free(paths->texts);
    free(paths->numbers);
    *paths = (struct json_paths){.count = 0};
}

static const cJSON *step(const cJSON *json, const char *name)
{
    char *end;
    long index;

    if (!cJSON_IsArray(json))
        return cJSON_GetObjectItemCaseSensitive(json, name);
    index = strtol(name, &end, 10);
    return *name && !*end && index >= 0 && index < 1000000 ? cJSON_GetArrayItem(json, (int)index)
                                                           : NULL;
}

const cJSON *json_path_follow(const cJSON *json, const char *path)
{
    char name[NAME_MAXIMUM];

    while (json && *path) {
        size_t length = strcspn(path, ".");

        if (length >= sizeof name)
            return NULL;
        memcpy(name, path, length);
        name[length] = '\0';
        json = step(json, name);
        path += length + (path[length] == '.');
    }
    return json;
}

/* Never with an exponent: the stream's numbers have none. Fifteen digits are what a double surely
 * keeps of a decimal. One that is too large for it is "inf", which no contract takes. */
static struct text number(double value, struct buf *text)
{
    char digits[32];
    const char *e;
    int exponent, places;

    buf_reset(text);
    snprintf(digits, sizeof digits, "%.14e", value);
    e = strchr(digits, 'e');
    if (!e) {
        buf_add_text(text, digits);
        return (struct text){text->data, text->length};
    }
    exponent = (int)strtol(e + 1, NULL, 10);
    places = exponent < 14 ? 14 - exponent : 0;
    buf_addf(text, "%.*f", places, value);
    if (!places)
        return (struct text){text->data, text->length};
    while (text->data[text->length - 1] == '0')
        text->length--;
    if (text->data[text->length - 1] == '.')
        text->length--;
    return (struct text){text->data, text->length};
}

static struct text text_of(const cJSON *item, struct buf *scratch)
{
    if (cJSON_IsString(item))
        return (struct text){item->valuestring, strlen(item->valuestring)};
    if (cJSON_IsNumber(item))
        return number(item->valuedouble, scratch);
    if (cJSON_IsBool(item))
        return (struct text){cJSON_IsTrue(item) ? "t" : "f", 1};
    return (struct text){NULL, 0};
}

void json_paths_read(struct json_paths *paths, const cJSON *record)
{
    for (size_t i = 0; i < paths->count; i++)
        paths->texts[i] = text_of(json_path_follow(record, paths->paths[i]), &paths->numbers[i]);
}
