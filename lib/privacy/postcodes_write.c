#define OPENSSL_SUPPRESS_DEPRECATED
#include "privacy/postcodes_write.h"
#include "base/memory.h"
#include "base/out.h"
#include "privacy/postcodes_format.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct entry {
    uint32_t sector, row;
    uint16_t unit, authority, introduced, terminated;
    uint16_t rank; /* or the decile */
};

enum { RANK_MAXIMUM = UINT16_MAX };

void postcodes_writer_init(struct postcodes_writer *writer)
{
    *writer = (struct postcodes_writer){0};
    writer->authorities = mem_array(PLACES_AUTHORITIES_MAXIMUM, AUTHORITY_SIZE);
}

void postcodes_writer_release(struct postcodes_writer *writer)
{
    free(writer->entries);
    free(writer->authorities);
    *writer = (struct postcodes_writer){0};
}

static int wrong(uint64_t row, const char *what, struct err *err)
{
    err_set(err, EX_DATAERR, "%s", what);
    return err_detail(err, "in row %llu", (unsigned long long)row);
}

/* The one form in which all published ones are the same: "AB1 0AA". */
static bool normal_key(const char *text, size_t length, struct postcode_key *key)
{
    char kept[POSTCODE_SIZE];
    size_t count = 0;

    for (size_t i = 0; i < length; i++) {
        char c = text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] - 'a' + 'A') : text[i];

        if (c == ' ')
            continue;
        if (count == POSTCODE_SIZE - 2)
            return false;
        kept[count++] = c;
    }
    if (count < 5)
        return false;
    memmove(kept + count - 2, kept + count - 3, 3);
    kept[count - 3] = ' ';
    return postcode_key(kept, count + 1, key);
}

static bool authority_valid(const char *code)
{
    if (strlen(code) != AUTHORITY_SIZE - 1 || code[0] < 'A' || code[0] > 'Z')
        return false;
    return strspn(code + 1, "0123456789") == AUTHORITY_SIZE - 2;
}

static bool find_authority(struct postcodes_writer *writer, const char *code, uint16_t *number)
{
    size_t at = writer->last;

    if (at >= writer->authority_count || strcmp(writer->authorities[at], code) != 0)
        for (at = 0; at < writer->authority_count; at++)
            if (strcmp(writer->authorities[at], code) == 0)
                break;
    if (at == PLACES_AUTHORITIES_MAXIMUM)
        return false;
    if (at == writer->authority_count)
        memcpy(writer->authorities[writer->authority_count++], code, AUTHORITY_SIZE);
    writer->last = at;
    *number = (uint16_t)at;
    return true;
}

int postcodes_add(
    struct postcodes_writer *writer, const struct postcodes_entry *entry, struct err *err)
{
    struct postcode_key key;
    uint16_t authority;

    if (!normal_key(entry->postcode, entry->postcode_length, &key))
        return wrong(entry->row, "what stands there is no postcode", err);
    if (!authority_valid(entry->place.authority))
        return wrong(entry->row, "what stands there is no code of a local authority", err);
    if (entry->rank > RANK_MAXIMUM)
        return wrong(entry->row, "what stands there is no rank of deprivation", err);
    if (writer->count == PLACES_POSTCODES_MAXIMUM ||
        !find_authority(writer, entry->place.authority, &authority))
        return wrong(entry->row,
            "there are more postcodes or local authorities than a directory "
            "can have",
            err);
    writer->entries =
        mem_room(writer->entries, writer->count, &writer->capacity, sizeof *writer->entries);
    writer->entries[writer->count++] = (struct entry){.sector = key.sector,
        .row = (uint32_t)entry->row,
        .unit = (uint16_t)key.unit,
        .authority = authority,
        .introduced = (uint16_t)entry->place.introduced,
        .terminated = (uint16_t)entry->place.terminated,
        .rank = (uint16_t)(entry->rank ? entry->rank : entry->place.decile)};
    return 0;
}

static bool english(const struct postcodes_writer *writer, const struct entry *entry)
{
    return writer->authorities[entry->authority][0] == 'E';
}

/* MHCLG, English Indices of Deprivation 2019, technical report: the areas are ranked and divided into ten
 * groups of the same size. Of 32,844 areas, 3,284.4 are a tenth: ranks 1 to 3,284 are decile 1. */
static unsigned decile_of(unsigned rank, unsigned areas)
{
    return (rank * DECILES + areas - 1) / areas;
}

int postcodes_rank(struct postcodes_writer *writer, unsigned *areas, struct err *err)
{
    static const unsigned known[] = {32482, 32844, 33755};
    unsigned highest = 0;

    *areas = 0;
    for (size_t i = 0; i < writer->count; i++)
        if (english(writer, &writer->entries[i]) && writer->entries[i].rank > highest)
            highest = writer->entries[i].rank;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i] == highest)
            *areas = highest;
    if (!*areas) {
        err_set(err, EX_DATAERR, "the ranks of deprivation are those of no index that is known");
        err_detail(err, "the highest is %u", highest);
        return err_hint(err, "give the file of the index itself: --imd FILE");
    }
    for (size_t i = 0; i < writer->count; i++) {
        struct entry *entry = &writer->entries[i];

        entry->rank = (uint16_t)(english(writer, entry) ? decile_of(entry->rank, *areas) : 0);
    }
    return 0;
}

static int by_key(const void *left, const void *right)
{
    const struct entry *one = left, *other = right;

    if (one->sector != other->sector)
        return one->sector < other->sector ? -1 : 1;
    return (one->unit > other->unit) - (one->unit < other->unit);
}

static int sort(struct postcodes_writer *writer, struct err *err)
{
    if (!writer->count)
        return err_set(err, EX_DATAERR, "there is not one postcode to write");
    qsort(writer->entries, writer->count, sizeof *writer->entries, by_key);
    for (size_t i = 1; i < writer->count; i++) {
        const struct entry *entry = &writer->entries[i];

        if (by_key(entry - 1, entry) == 0) {
            err_set(err, EX_DATAERR, "a postcode stands twice");
            err_detail(err, "in rows %u and %u",
                entry->row < entry[-1].row ? entry->row : entry[-1].row,
                entry->row < entry[-1].row ? entry[-1].row : entry->row);
            return err_hint(err, "take the published file, which has each postcode once");
        }
    }
    return 0;
}

/* What is written is hashed too. */
struct output {
    struct out out;
    SHA256_CTX context;
};

static void put(struct output *output, const void *data, size_t length)
{
    SHA256_Update(&output->context, data, length);
    out_bytes(&output->out, data, length);
}

static size_t count_sectors(const struct postcodes_writer *writer)
{
    size_t count = 1;

    for (size_t i = 1; i < writer->count; i++)
        count += writer->entries[i].sector != writer->entries[i - 1].sector;
    return count;
}

static void put_header(struct output *output, const struct postcodes_writer *writer,
    unsigned edition, const struct postcodes_source *sources, size_t source_count)
{
    uint8_t header[PLACES_HEADER_SIZE], *numbers = header + PLACES_MAGIC_SIZE;

    memcpy(header, PLACES_MAGIC, PLACES_MAGIC_SIZE);
    put_32(numbers, (1900 + (edition - 1) / 12) * 100 + (edition - 1) % 12 + 1);
    put_32(numbers + 4, (uint32_t)source_count);
    put_32(numbers + 8, (uint32_t)writer->authority_count);
    put_32(numbers + 12, (uint32_t)count_sectors(writer));
    put_32(numbers + 16, (uint32_t)writer->count);
    put(output, header, sizeof header);
    for (size_t i = 0; i < source_count; i++) {
        uint8_t name[POSTCODES_NAME_SIZE] = {0};

        memcpy(name, sources[i].name, strnlen(sources[i].name, sizeof name));
        for (size_t j = 0; j < sizeof name && name[j]; j++)
            if (name[j] < ' ' || name[j] > '~')
                name[j] = '?';
        put(output, sources[i].hash, POSTCODES_HASH_SIZE);
        put(output, name, sizeof name);
    }
}

static void put_tables(struct output *output, const struct postcodes_writer *writer)
{
    uint8_t data[PLACES_SECTOR_SIZE];

    for (size_t i = 0; i < writer->authority_count; i++)
        put(output, writer->authorities[i], PLACES_AUTHORITY_SIZE);
    for (size_t i = 0; i < writer->count; i++) {
        if (i && writer->entries[i].sector == writer->entries[i - 1].sector)
            continue;
        put_32(data, writer->entries[i].sector);
        put_32(data + 4, (uint32_t)i);
        put(output, data, sizeof data);
    }
}

static void put_entries(struct output *output, const struct postcodes_writer *writer)
{
    uint8_t data[PLACES_POSTCODE_SIZE];

    for (size_t i = 0; i < writer->count; i++) {
        const struct entry *entry = &writer->entries[i];
        unsigned decile = english(writer, entry) ? entry->rank : 0;

        put_64(data, (uint64_t)entry->unit | (uint64_t)entry->authority << 9 |
                         (uint64_t)decile << 21 | (uint64_t)entry->introduced << 25 |
                         (uint64_t)entry->terminated << 37);
        put(output, data, sizeof data);
    }
}

void postcodes_count(const struct postcodes_writer *writer, struct postcodes_counts *counts)
{
    *counts = (struct postcodes_counts){
        .postcodes = writer->count, .authorities = writer->authority_count};
    for (size_t i = 0; i < writer->count; i++) {
        counts->live += !writer->entries[i].terminated;
        counts->english += english(writer, &writer->entries[i]);
        counts->without_decile += english(writer, &writer->entries[i]) && !writer->entries[i].rank;
    }
}

/* Published figures: others may read them, so that the one who makes it need not be the one who runs the
 * night. */
static int finish(struct output *output, const char *part, const char *path, struct err *err)
{
    uint8_t hash[POSTCODES_HASH_SIZE];

    SHA256_Final(hash, &output->context);
    out_bytes(&output->out, (const char *)hash, sizeof hash);
    if (out_flush(&output->out, err) == 0 &&
        (fchmod(output->out.fd, 0644) != 0 || fsync(output->out.fd) != 0))
        err_errno(err, EX_IOERR, "cannot write to '%s'", part);
    out_close(&output->out, err);
    if (!err->code && rename(part, path) != 0)
        err_errno(err, EX_CANTCREAT, "cannot create '%s'", path);
    if (err->code)
        unlink(part);
    return err->code;
}

int postcodes_write(struct postcodes_writer *writer, const char *path, unsigned edition,
    const struct postcodes_source *sources, size_t source_count, struct err *err)
{
    struct output output = {0};
    char *part;

    if (sort(writer, err))
        return err->code;
    part = mem_format("%s.part", path);
    SHA256_Init(&output.context);
    if (out_create(&output.out, part, err) == 0) {
        put_header(&output, writer, edition, sources, source_count);
        put_tables(&output, writer);
        put_entries(&output, writer);
        finish(&output, part, path, err);
    }
    free(part);
    return err->code;
}
