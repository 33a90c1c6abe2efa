#include "record/quality.h"
#include "base/json.h"
#include "base/memory.h"
#include "record/expression.h"
#include "record/judge.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is counted of one provider: QUALITY_CLASSES for each of the contract's fields. */
struct provider {
    char *name; /* NULL: none, or an invalid one */
    uint64_t hash;
    uint64_t records;
    uint64_t *counts;
};

struct quality {
    const struct contract *contract;
    int provider;                /* the field's index, -1 */
    struct expression **applies; /* by field; NULL: always */
    struct provider *providers;
    size_t count;
    uint32_t *slots; /* 1 + index of a provider, 0: empty; a power of two of them */
    size_t slot_count;
    size_t last; /* the provider of the record before: most deliveries are of one */
    int file;
    const char *path;
};

static int compile_applies(
    struct quality *quality, const struct validator *validator, struct err *err)
{
    const struct contract *contract = quality->contract;

    quality->applies = mem_array(contract->field_count, sizeof *quality->applies);
    for (size_t i = 0; i < contract->field_count; i++) {
        if (!contract->fields[i].applies)
            continue;
        quality->applies[i] =
            expression_compile(contract->fields[i].applies, contract, validator->codes, err);
        if (!quality->applies[i])
            return err->code;
    }
    return 0;
}

struct quality *quality_open(const char *path, const struct validator *validator, struct err *err)
{
    struct quality *quality = mem_alloc(sizeof *quality);

    *quality = (struct quality){.contract = validator->contract,
        .provider = contract_field(validator->contract, "provider"),
        .slot_count = 64,
        .path = path};
    quality->slots = mem_array(quality->slot_count, sizeof *quality->slots);
    quality->file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (quality->file < 0)
        err_errno(err, EX_CANTCREAT, "cannot create '%s'", path);
    else if (compile_applies(quality, validator, err) == 0)
        return quality;
    quality_close(quality);
    return NULL;
}

void quality_close(struct quality *quality)
{
    if (!quality)
        return;
    for (size_t i = 0; quality->applies && i < quality->contract->field_count; i++)
        expression_free(quality->applies[i]);
    for (size_t i = 0; i < quality->count; i++) {
        free(quality->providers[i].name);
        free(quality->providers[i].counts);
    }
    if (quality->file >= 0)
        close(quality->file);
    free(quality->applies);
    free(quality->providers);
    free(quality->slots);
    free(quality);
}

static bool is_provider(const struct provider *provider, uint64_t hash, struct text name)
{
    if (!provider->name || !name.data)
        return !provider->name && !name.data;
    return provider->hash == hash && strlen(provider->name) == name.length &&
           memcmp(provider->name, name.data, name.length) == 0;
}

/* Where the provider stands in the slots, or the empty one where it would. */
static size_t slot_of(const struct quality *quality, uint64_t hash, struct text name)
{
    size_t at = hash & (quality->slot_count - 1);

    while (
        quality->slots[at] && !is_provider(&quality->providers[quality->slots[at] - 1], hash, name))
        at = (at + 1) & (quality->slot_count - 1);
    return at;
}

static void widen(struct quality *quality)
{
    free(quality->slots);
    quality->slot_count *= 2;
    quality->slots = mem_array(quality->slot_count, sizeof *quality->slots);
    for (size_t i = 0; i < quality->count; i++) {
        const struct provider *one = &quality->providers[i];
        struct text name = {one->name, one->name ? strlen(one->name) : 0};

        quality->slots[slot_of(quality, one->hash, name)] = (uint32_t)i + 1;
    }
}

static int find(struct quality *quality, struct text name, struct err *err)
{
    uint64_t hash = name.data ? fingerprint(name.data, name.length) : 0;
    size_t at = slot_of(quality, hash, name);
    struct provider *provider;

    if (quality->slots[at]) {
        quality->last = quality->slots[at] - 1;
        return 0;
    }
    if (quality->count == QUALITY_PROVIDERS_MAXIMUM)
        return err_set(err, EX_DATAERR, "the delivery names more than %d providers",
            QUALITY_PROVIDERS_MAXIMUM);
    quality->providers =
        mem_grow(quality->providers, quality->count + 1, sizeof *quality->providers);
    quality->last = quality->count++;
    provider = &quality->providers[quality->last];
    *provider = (struct provider){.name = name.data ? mem_text_n(name.data, name.length) : NULL,
        .hash = hash,
        .counts =
            mem_array(quality->contract->field_count * QUALITY_CLASSES, sizeof *provider->counts)};
    quality->slots[at] = (uint32_t)quality->count;
    if (quality->count * 2 > quality->slot_count)
        widen(quality);
    return 0;
}

static bool is_among(const char *const *list, struct text text)
{
    for (; list && *list; list++)
        if (strlen(*list) == text.length && memcmp(*list, text.data, text.length) == 0)
            return true;
    return false;
}

static enum quality_class class_of(const struct quality *quality, const struct validator *validator,
    const struct field_check *check, const struct cell *cell)
{
    const struct expression *applies = quality->applies[check->index];

    if (cell->null || cell->length == 0) {
        if (applies &&
            expression_evaluate(applies, validator->values, validator->as_of) != TRUTH_TRUE)
            return QUALITY_NOT_APPLICABLE;
        return QUALITY_MISSING;
    }
    if (validator->spoilt[check->index])
        return QUALITY_INVALID;
    if (is_among(check->field->other, validator->values[check->index].text))
        return QUALITY_OTHER;
    if (is_among(check->field->fallback, validator->values[check->index].text))
        return QUALITY_DEFAULT;
    return QUALITY_VALID;
}

int quality_count(struct quality *quality, const struct validator *validator,
    const struct stream_reader *reader, struct err *err)
{
    int at = quality->provider;
    bool known = at >= 0 && !validator->values[at].null && !validator->spoilt[at];
    struct text name = known ? validator->values[at].text : (struct text){NULL, 0};
    struct provider *provider;

    if (!quality->count || !is_provider(&quality->providers[quality->last],
                               quality->providers[quality->last].hash, name)) {
        if (find(quality, name, err))
            return err->code;
    }
    provider = &quality->providers[quality->last];
    provider->records++;
    for (size_t i = 0; i < validator->check_count; i++) {
        const struct field_check *check = &validator->checks[i];

        provider->counts[(size_t)check->index * QUALITY_CLASSES +
                         class_of(quality, validator, check, &reader->cells[check->column])]++;
    }
    return 0;
}

/* A field that the stream does not have is missing from every record. */
static void put_field(
    struct stream_writer *writer, const struct provider *provider, const char *field, size_t at)
{
    const uint64_t *counts = provider->counts + at * QUALITY_CLASSES;
    uint64_t counted = 0;
    char number[24];

    for (size_t i = 0; i < QUALITY_CLASSES; i++)
        counted += counts[i];
    if (provider->name)
        stream_put(writer, provider->name, strlen(provider->name));
    else
        stream_put_null(writer);
    stream_put(writer, field, strlen(field));
    for (size_t i = 0; i < QUALITY_CLASSES; i++) {
        uint64_t count = counts[i] + (i == QUALITY_MISSING ? provider->records - counted : 0);

        snprintf(number, sizeof number, "%llu", (unsigned long long)count);
        stream_put(writer, number, strlen(number));
    }
}

int quality_write(struct quality *quality, struct err *err)
{
    static const char *const columns[] = {
        "provider", "field", "valid", "other", "default", "invalid", "missing", "not_applicable"};
    struct stream_writer writer;

    stream_create(&writer, quality->file, quality->path, sizeof columns / sizeof *columns, columns);
    quality->file = -1;
    for (size_t i = 0; i < quality->count; i++)
        for (size_t j = 0; j < quality->contract->field_count; j++)
            put_field(&writer, &quality->providers[i], quality->contract->fields[j].name, j);
    return stream_finish(&writer, err);
}
