/* SHA-256 through libcrypto's low-level functions, as hmac.c: the newer ones load providers, which this
 * process must not. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "privacy/postcodes.h"
#include "base/memory.h"
#include "privacy/postcodes_format.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SLOTS = 64, BLOCK = 64 * 1024, MONTHS = (2100 - 1900 + 1) * 12 };

struct sector {
    uint32_t number;
    uint32_t first; /* how many postcodes stand before its own */
};

/* A sector that was looked up. */
struct slot {
    uint32_t sector; /* its place in the table and one more; 0: free */
    uint8_t units[PLACES_UNITS * PLACES_POSTCODE_SIZE];
};

struct postcodes {
    int fd;
    char *path;
    struct postcodes_about about;
    uint8_t *authorities;
    struct sector *sectors; /* one more than there are: where the last one ends */
    uint64_t start;         /* of the postcodes in the file */
    struct slot slots[SLOTS];
};

unsigned month_number(int year, int month)
{
    if (year < 1900 || year > 2100 || month < 1 || month > 12)
        return 0;
    return (unsigned)((year - 1900) * 12 + month);
}

void month_text(unsigned number, char text[MONTH_SIZE])
{
    unsigned year = 1900 + (number - 1) / 12, month = (number - 1) % 12 + 1;

    snprintf(text, MONTH_SIZE, "%04u-%02u", year % 10000, month);
}

bool locality_lived(const struct locality *place, unsigned month)
{
    return place->introduced <= month && (!place->terminated || month <= place->terminated);
}

static int damaged(const char *path, const char *why, struct err *err)
{
    err_set(err, EX_CONFIG, "'%s' is not a whole postcode directory", path);
    err_detail(err, "%s", why);
    return err_hint(err, "make it again from the published files: postcodes build");
}

static int read_at(
    const struct postcodes *postcodes, void *data, size_t size, uint64_t offset, struct err *err)
{
    for (size_t done = 0; done < size;) {
        ssize_t got = pread(
            postcodes->fd, (char *)data + done, size - done, (off_t)(offset + (uint64_t)done));

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_errno(err, EX_IOERR, "cannot read '%s'", postcodes->path);
        if (got == 0)
            return damaged(postcodes->path, "it ends too early", err);
        done += (size_t)got;
    }
    return 0;
}

static uint64_t size_of(const struct postcodes_about *about)
{
    return PLACES_HEADER_SIZE + about->source_count * PLACES_SOURCE_SIZE +
           about->authorities * PLACES_AUTHORITY_SIZE + about->sectors * PLACES_SECTOR_SIZE +
           about->count * PLACES_POSTCODE_SIZE + POSTCODES_HASH_SIZE;
}

/* The edition and the counts, each within its bounds. */
static int read_counts(struct postcodes *postcodes, struct err *err)
{
    struct postcodes_about *about = &postcodes->about;
    uint8_t header[PLACES_HEADER_SIZE];
    const uint8_t *numbers = header + PLACES_MAGIC_SIZE;
    uint32_t edition;

    if (read_at(postcodes, header, sizeof header, 0, err))
        return err->code;
    if (memcmp(header, PLACES_MAGIC, PLACES_MAGIC_SIZE) != 0)
        return damaged(postcodes->path, "it does not begin as one, or is of another version", err);
    edition = get_32(numbers);
    about->month = month_number((int)(edition / 100), (int)(edition % 100));
    about->source_count = get_32(numbers + 4);
    about->authorities = get_32(numbers + 8);
    about->sectors = get_32(numbers + 12);
    about->count = get_32(numbers + 16);
    if (!about->month || about->source_count > POSTCODES_SOURCES_MAXIMUM ||
        about->authorities > PLACES_AUTHORITIES_MAXIMUM ||
        about->sectors > PLACES_SECTORS_MAXIMUM || about->count > PLACES_POSTCODES_MAXIMUM ||
        !about->count)
        return damaged(postcodes->path, "its header makes no sense", err);
    month_text(about->month, about->edition);
    return 0;
}

static int check_size(const struct postcodes *postcodes, struct err *err)
{
    struct stat status;

    if (fstat(postcodes->fd, &status) != 0)
        return err_errno(err, EX_IOERR, "cannot read '%s'", postcodes->path);
    if ((uint64_t)status.st_size == size_of(&postcodes->about))
        return 0;
    return damaged(postcodes->path,
        (uint64_t)status.st_size < size_of(&postcodes->about) ? "it is cut short"
                                                              : "something follows its end",
        err);
}

/* Names are shown: what could not be in one that postcodes_write.c has made is not let through. */
static bool plain_name(const char *name)
{
    for (; *name; name++)
        if (*name < ' ' || *name > '~')
            return false;
    return true;
}

static int read_sources(struct postcodes *postcodes, struct err *err)
{
    struct postcodes_about *about = &postcodes->about;
    uint8_t hash[POSTCODES_HASH_SIZE];

    for (size_t i = 0; i < about->source_count; i++) {
        uint8_t data[PLACES_SOURCE_SIZE];

        if (read_at(postcodes, data, sizeof data, PLACES_HEADER_SIZE + i * PLACES_SOURCE_SIZE, err))
            return err->code;
        memcpy(about->sources[i].hash, data, POSTCODES_HASH_SIZE);
        memcpy(about->sources[i].name, data + POSTCODES_HASH_SIZE, POSTCODES_NAME_SIZE);
        if (!plain_name(about->sources[i].name))
            return damaged(postcodes->path, "the name of a source makes no sense", err);
    }
    if (read_at(postcodes, hash, sizeof hash, size_of(about) - sizeof hash, err))
        return err->code;
    for (size_t i = 0; i < 8; i++)
        snprintf(about->fingerprint + 2 * i, 3, "%02x", hash[i]);
    return 0;
}

static struct postcodes *open_file(const char *path, struct err *err)
{
    struct postcodes *postcodes;
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0) {
        err_errno(err, EX_NOINPUT, "cannot read '%s'", path);
        err_hint(err, "make it from the published files: postcodes build");
        return NULL;
    }
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        err_set(err, EX_NOINPUT, "'%s' is not a file", path);
        close(fd);
        return NULL;
    }
    postcodes = mem_alloc(sizeof *postcodes);
    postcodes->fd = fd;
    postcodes->path = mem_text(path);
    if (read_counts(postcodes, err) || check_size(postcodes, err) || read_sources(postcodes, err)) {
        postcodes_close(postcodes);
        return NULL;
    }
    return postcodes;
}

static int verify(const struct postcodes *postcodes, struct err *err)
{
    uint64_t left = size_of(&postcodes->about) - POSTCODES_HASH_SIZE, at = 0;
    uint8_t *block = mem_alloc(BLOCK), hash[POSTCODES_HASH_SIZE], said[POSTCODES_HASH_SIZE];
    SHA256_CTX context;

    SHA256_Init(&context);
    while (left && !err->code) {
        size_t part = left < BLOCK ? (size_t)left : BLOCK;

        if (read_at(postcodes, block, part, at, err) == 0)
            SHA256_Update(&context, block, part);
        at += part;
        left -= part;
    }
    SHA256_Final(hash, &context);
    free(block);
    if (err->code || read_at(postcodes, said, sizeof said, at, err))
        return err->code;
    return memcmp(hash, said, sizeof hash) == 0
               ? 0
               : damaged(postcodes->path, "its content does not have its check sum", err);
}

static bool sensible(const struct sector *sectors, size_t count, size_t postcodes)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t first = sectors[i].first, end = sectors[i + 1].first;

        if (end <= first || end - first > PLACES_UNITS ||
            (i && sectors[i].number <= sectors[i - 1].number))
            return false;
    }
    return sectors[0].first == 0 && sectors[count].first == postcodes;
}

static int read_tables(struct postcodes *postcodes, struct err *err)
{
    const struct postcodes_about *about = &postcodes->about;
    uint64_t at = PLACES_HEADER_SIZE + about->source_count * PLACES_SOURCE_SIZE;
    uint8_t *data = mem_array(about->sectors, PLACES_SECTOR_SIZE);

    postcodes->authorities = mem_array(about->authorities, PLACES_AUTHORITY_SIZE);
    read_at(postcodes, postcodes->authorities, about->authorities * PLACES_AUTHORITY_SIZE, at, err);
    at += about->authorities * PLACES_AUTHORITY_SIZE;
    if (!err->code)
        read_at(postcodes, data, about->sectors * PLACES_SECTOR_SIZE, at, err);
    postcodes->start = at + about->sectors * PLACES_SECTOR_SIZE;
    postcodes->sectors = mem_array(about->sectors + 1, sizeof *postcodes->sectors);
    for (size_t i = 0; i < about->sectors; i++)
        postcodes->sectors[i] = (struct sector){
            get_32(data + i * PLACES_SECTOR_SIZE), get_32(data + i * PLACES_SECTOR_SIZE + 4)};
    postcodes->sectors[about->sectors].first = (uint32_t)about->count;
    free(data);
    if (!err->code && !sensible(postcodes->sectors, about->sectors, about->count))
        damaged(postcodes->path, "its table of sectors makes no sense", err);
    return err->code;
}

struct postcodes *postcodes_open(const char *path, struct err *err)
{
    struct postcodes *postcodes = open_file(path, err);

    if (postcodes && (verify(postcodes, err) || read_tables(postcodes, err))) {
        postcodes_close(postcodes);
        return NULL;
    }
    return postcodes;
}

int postcodes_describe(const char *path, struct postcodes_about *about, struct err *err)
{
    struct postcodes *postcodes = open_file(path, err);

    if (!postcodes)
        return err->code;
    *about = postcodes->about;
    postcodes_close(postcodes);
    return 0;
}

const struct postcodes_about *postcodes_about(const struct postcodes *postcodes)
{
    return &postcodes->about;
}

void postcodes_close(struct postcodes *postcodes)
{
    if (!postcodes)
        return;
    close(postcodes->fd);
    free(postcodes->path);
    free(postcodes->authorities);
    free(postcodes->sectors);
    explicit_bzero(postcodes, sizeof *postcodes);
    free(postcodes);
}

/* Which of the table's sectors has the number; the table's length where none has. */
static size_t find_sector(const struct postcodes *postcodes, uint32_t number)
{
    size_t low = 0, high = postcodes->about.sectors;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (postcodes->sectors[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < postcodes->about.sectors && postcodes->sectors[low].number == number)
        return low;
    return postcodes->about.sectors;
}

static size_t units_of(const struct postcodes *postcodes, size_t sector)
{
    return postcodes->sectors[sector + 1].first - postcodes->sectors[sector].first;
}

/* The postcodes of a sector; NULL where they can't be read. */
static const uint8_t *fetch(struct postcodes *postcodes, size_t sector, struct err *err)
{
    struct slot *slot = &postcodes->slots[sector % SLOTS];

    if (slot->sector == sector + 1)
        return slot->units;
    slot->sector = 0;
    if (read_at(postcodes, slot->units, units_of(postcodes, sector) * PLACES_POSTCODE_SIZE,
            postcodes->start + (uint64_t)postcodes->sectors[sector].first * PLACES_POSTCODE_SIZE,
            err))
        return NULL;
    slot->sector = (uint32_t)sector + 1;
    return slot->units;
}

static int unpack(
    const struct postcodes *postcodes, uint64_t bits, struct locality *place, struct err *err)
{
    size_t authority = bits >> 9 & 0xfff;

    *place = (struct locality){.decile = bits >> 21 & 0xf,
        .introduced = bits >> 25 & 0xfff,
        .terminated = bits >> 37 & 0xfff};
    if (authority >= postcodes->about.authorities || place->decile > DECILES ||
        place->introduced > MONTHS || place->terminated > MONTHS)
        return damaged(postcodes->path, "the place of a postcode makes no sense", err);
    memcpy(place->authority, postcodes->authorities + authority * PLACES_AUTHORITY_SIZE,
        PLACES_AUTHORITY_SIZE);
    for (size_t i = 0; i < PLACES_AUTHORITY_SIZE; i++)
        if ((place->authority[i] < 'A' || place->authority[i] > 'Z') &&
            (place->authority[i] < '0' || place->authority[i] > '9'))
            return damaged(postcodes->path, "the code of a local authority makes no sense", err);
    return 0;
}

int postcodes_find(struct postcodes *postcodes, const char *postcode, size_t length,
    struct locality *place, struct err *err)
{
    struct postcode_key key;
    const uint8_t *units;
    size_t sector, low = 0, high;

    if (!postcode_key(postcode, length, &key))
        return 0;
    sector = find_sector(postcodes, key.sector);
    if (sector == postcodes->about.sectors)
        return 0;
    units = fetch(postcodes, sector, err);
    if (!units)
        return -1;
    for (high = units_of(postcodes, sector); low < high;) {
        size_t middle = (low + high) / 2;
        uint64_t bits = get_64(units + middle * PLACES_POSTCODE_SIZE);
        uint32_t unit = bits & 0x1ff;

        if (unit == key.unit)
            return unpack(postcodes, bits, place, err) ? -1 : 1;
        if (unit < key.unit)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

int postcodes_each(struct postcodes *postcodes,
    int (*take)(void *state, const char *postcode, const struct locality *place, struct err *err),
    void *state, struct err *err)
{
    for (size_t i = 0; i < postcodes->about.sectors; i++) {
        const uint8_t *units = fetch(postcodes, i, err);

        if (!units)
            return err->code;
        for (size_t j = 0; j < units_of(postcodes, i); j++) {
            uint64_t bits = get_64(units + j * PLACES_POSTCODE_SIZE);
            struct postcode_key key = {postcodes->sectors[i].number, bits & 0x1ff};
            char postcode[POSTCODE_SIZE];
            struct locality place;
            int code;

            if (!postcode_text(&key, postcode))
                return damaged(postcodes->path, "a postcode makes no sense", err);
            code = unpack(postcodes, bits, &place, err);
            if (!code)
                code = take(state, postcode, &place, err);
            if (code)
                return code;
        }
    }
    return 0;
}
